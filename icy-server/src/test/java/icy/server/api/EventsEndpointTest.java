package icy.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.http.AccessLog;
import icy.server.http.Routes;
import icy.server.loop.Workers;
import icy.server.testing.FakeMount;
import icy.server.testing.StrictJson;
import icy.server.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsEndpointTest {
    private final FakeMount stream = new FakeMount("/stream").title("First").listeners(3);
    private final FakeMount talk = new FakeMount("/talk");
    private final List<AccessLog.Entry> logged = new CopyOnWriteArrayList<>();
    private final Workers workers = Workers.start(1);
    private final List<EventSource.Event> elsewhere = new CopyOnWriteArrayList<>();
    private final EventSource other = new EventSource() {
        @Override
        public long newest() {
            return elsewhere.size();
        }

        @Override
        public List<Event> after(long number) {
            return elsewhere.subList((int) number, elsewhere.size());
        }
    };
    private final EventsEndpoint events = new EventsEndpoint(
            new EventTopic(FakeMount.mounts(stream, talk), List.of(other)),
            station -> station.equals("talk")
                    ? Optional.of(new EventTopic(FakeMount.mounts(talk), List.of()))
                    : Optional.empty(),
            workers.io(),
            logged::add,
            Duration.ofMillis(2),
            /* maxWaitingBytes= */ 65_536);
    private final TestServer server =
            TestServer.serving(Routes.builder().get("/api/events", events).build());

    @AfterEach
    void stop() {
        server.close();
        workers.close();
    }

    @Test
    void tellsTheStateFirst() throws IOException {
        try (Reader reader = new Reader()) {
            assertThat(reader.head())
                    .startsWith("HTTP/1.1 200 OK\n")
                    .contains("Content-Type: text/event-stream\n", "Access-Control-Allow-Origin: *\n");
            Event state = reader.next();
            assertThat(state.type()).isEqualTo("state");
            assertThat((List<?>) state.data().get("mounts"))
                    .isEqualTo(List.of(
                            Map.of(
                                    "name",
                                    "/stream",
                                    "on_air",
                                    true,
                                    "title",
                                    "First",
                                    "stream_position",
                                    960_000L,
                                    "listeners",
                                    3L),
                            Map.of(
                                    "name",
                                    "/talk",
                                    "on_air",
                                    true,
                                    "title",
                                    "",
                                    "stream_position",
                                    0L,
                                    "listeners",
                                    0L)));
        }
    }

    @Test
    void thenWhatChanges() throws IOException {
        try (Reader reader = new Reader()) {
            reader.head();
            reader.next();
            stream.play(1_000).title("Second\r\ndata: \"</script>\" 🎧");
            Event title = reader.next();
            assertThat(title.type()).isEqualTo("title");
            assertThat(title.data())
                    .isEqualTo(Map.of(
                            "name",
                            "/stream",
                            "title",
                            stream.snapshot().title().text(),
                            "stream_position",
                            976_000L));
            stream.live("dj", "", FakeMount.BEGAN);
            assertThat(reader.next())
                    .isEqualTo(new Event(
                            "source",
                            Map.of(
                                    "name",
                                    "/stream",
                                    "source",
                                    Map.of(
                                            "kind",
                                            "live",
                                            "since",
                                            "2026-11-20T22:45:08Z",
                                            "user",
                                            "dj",
                                            "agent",
                                            ""))));
            talk.onAir(false);
            assertThat(reader.next()).isEqualTo(new Event("air", Map.of("name", "/talk", "on_air", false)));
            stream.listeners(9);
            assertThat(reader.next()).isEqualTo(new Event("listeners", Map.of("name", "/stream", "listeners", 9L)));
            elsewhere.add(new EventSource.Event(1, "queue", "{\"queue\":\"morning\"}".getBytes(UTF_8)));
            assertThat(reader.next()).isEqualTo(new Event("queue", Map.of("queue", "morning")));
        }
    }

    @Test
    void oneWhoComesLaterIsToldHowThingsAreThen() throws IOException {
        try (Reader first = new Reader()) {
            first.head();
            first.next();
            stream.play(1_000).title("Second");
            first.next();
            try (Reader second = new Reader()) {
                second.head();
                assertThat(second.next().data().toString()).contains("Second").doesNotContain("First");
            }
        }
    }

    @Test
    void oneWhoDoesNotReadIsDroppedAndTheOthersMissNothing() throws IOException {
        String title = "x".repeat(4_000);
        try (Reader deaf = new Reader("/api/events", /* receiveBufferBytes= */ 4_096);
                Reader reader = new Reader()) {
            reader.head();
            reader.next();
            // Some megabytes of titles: more than the kernel and the server's queue hold for one who does not read.
            for (int i = 0; logged.isEmpty(); i++) {
                assertThat(i).isLessThan(4_000);
                stream.play(1).title(i + title);
                assertThat(reader.next().data().get("title").toString()).startsWith(Integer.toString(i));
            }
            assertThat(deaf.isClosedByServer()).isTrue();
        }
    }

    @Test
    void whoLeavesIsLogged() throws IOException {
        new Reader().close();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> logged.size() == 1 && logged.get(0).status() == 200);
    }

    @Test
    void headIsAnsweredWithoutAStream() {
        HttpResponse<String> answer = server.send("HEAD", "/api/events", BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
    }

    @Test
    void ofOneStationNothingElseIsTold() throws IOException {
        try (Reader reader = new Reader("/api/events?station=talk", 65_536)) {
            reader.head();
            assertThat((List<?>) reader.next().data().get("mounts")).hasSize(1);
            elsewhere.add(new EventSource.Event(1, "queue", "{}".getBytes(UTF_8)));
            stream.play(1_000).title("Elsewhere");
            talk.play(1_000).title("Here");
            assertThat(reader.next().data()).containsEntry("title", "Here");
        }
        assertThat(server.get("/api/events?station=nothing").statusCode()).isEqualTo(404);
    }

    private record Event(String type, Map<String, Object> data) {}

    /** Reads events as a browser does. */
    private final class Reader implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        Reader() throws IOException {
            this("/api/events", 65_536);
        }

        Reader(String path, int receiveBufferBytes) throws IOException {
            socket = new Socket();
            socket.setReceiveBufferSize(receiveBufferBytes);
            socket.setSoTimeout(10_000);
            socket.connect(server.address());
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: h\r\n\r\n".formatted(path).getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
                head.append(line).append('\n');
            }
            return head.toString();
        }

        Event next() throws IOException {
            String type = "";
            String data = "";
            while (true) {
                String line = lines.readLine();
                if (line.isEmpty() && !data.isEmpty()) {
                    return new Event(type, StrictJson.object(data));
                }
                if (line.startsWith("event: ")) {
                    type = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    data += line.substring("data: ".length());
                }
            }
        }

        boolean isClosedByServer() {
            try {
                while (lines.readLine() != null) {
                    // what was still under way
                }
                return true;
            } catch (IOException e) {
                return true; // reset: closed as well
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
