package icy.bench.acceptance;

import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.OnAir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server that is killed again and again while clients change its queues has every change it has acknowledged, and its
 * station goes on in the middle of the same track.
 */
final class KillsLine implements Line {
    private static final int KILLS = 50;
    private static final int QUICK_KILLS = 10;
    private static final int CLIENTS = 4;
    private static final int TRACKS = 2_000;
    private static final int LONGEST_LIFE_MILLIS = 1_500;
    private static final long SEED = 4;
    private static final String STATION = "/api/stations/stream";
    private static final String FOLDER = "testdata/demo";

    private final Lab lab;
    private final Path music;

    KillsLine(Lab lab, Path music) {
        this.lab = lab;
        this.music = music;
    }

    @Override
    public String name() {
        return "kills";
    }

    @Override
    public String promise() {
        return "killed 50 times under load, no acknowledged change is lost, and the station goes on where it stood";
    }

    /** Adds files to a queue, one after the other, and remembers which were acknowledged. Thread: its own, then the line's. */
    private static final class Client {
        private final String queue;
        private final String before;
        private final String after;
        private final List<String> acknowledged = new ArrayList<>();
        private int next;

        Client(String queue, String before, String after) {
            this.queue = queue;
            this.before = before;
            this.after = after;
        }

        void work(int port) {
            ApiClient api = new ApiClient(port);
            try {
                while (true) {
                    String file = file(next);
                    api.post(queue, before + file + after);
                    acknowledged.add(file);
                    next = (next + 1) % TRACKS;
                }
            } catch (IOException e) {
                next = (next + 1) % TRACKS; // nobody knows whether that one was taken
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        int kills = quick ? QUICK_KILLS : KILLS;
        Path folder = lab.newFolder("kills");
        Path tracks = Files.createDirectory(folder.resolve("music"));
        for (int i = 0; i < TRACKS; i++) {
            Files.createLink(tracks.resolve(file(i)), i == 0 ? music : tracks.resolve(file(0)));
        }
        Path config = Files.writeString(
                folder.resolve("icy.toml"),
                "[[mounts]]%nmount = \"/stream\"%npaths = [\"%s\"]%n%n[media]%nfolders = [\"%s\"]%n"
                        .formatted(lab.repository().resolve(FOLDER), tracks));
        Path data = folder.resolve("state");
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client("/api/streams/kills-" + i + "/queue", "{\"files\":[\"", "\"]}"));
        }
        Client station = new Client(STATION + "/queue", "{\"track\":\"", "\"}");
        clients.add(station);
        Random random = new Random(SEED);
        StationMemory memory = null;
        int acknowledged = 0;
        for (int kill = 0; kill < kills; kill++) {
            try (OnAir server = new Icy(lab).withData(data).launch(config, "/stream")) {
                verify(new ApiClient(server.port()), clients, memory, kill);
                List<Thread> threads = new ArrayList<>();
                for (Client client : clients) {
                    Thread thread = new Thread(() -> client.work(server.port()), "client");
                    thread.start();
                    threads.add(thread);
                }
                TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(LONGEST_LIFE_MILLIS));
                memory = StationMemory.of(new ApiClient(server.port()), STATION);
                server.kill();
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            acknowledged = clients.stream()
                    .mapToInt(client -> client.acknowledged.size())
                    .sum();
        }
        try (OnAir server = new Icy(lab).withData(data).launch(config, "/stream")) {
            ApiClient api = new ApiClient(server.port());
            verify(api, clients, memory, kills);
            verifyPlace(api);
        }
        return new Verdict(
                true,
                String.format(
                        Locale.ROOT, "%d kills, %d acknowledged changes, all of them there", kills, acknowledged));
    }

    private static void verify(ApiClient api, List<Client> clients, @Nullable StationMemory memory, int kills)
            throws IOException, InterruptedException {
        for (Client client : clients) {
            if (client.acknowledged.isEmpty()) {
                continue;
            }
            List<String> kept = ApiClient.files(api.get(client.queue));
            if (client.queue.startsWith(STATION)) { // what has begun to play is in the queue no more
                kept.addAll(0, StationMemory.heard(api, STATION));
            }
            List<String> missing = missing(client.acknowledged, kept);
            if (!missing.isEmpty()) {
                throw new IOException("after %d kills %s has lost %s".formatted(kills, client.queue, missing));
            }
        }
        String state = api.get(STATION);
        if (!state.contains("\"playing\"")) {
            throw new IOException("after %d kills the station is not playing: %s".formatted(kills, state));
        }
        if (memory != null) {
            memory.requireGoesOn(api, STATION);
        }
    }

    /** Without its queue the station goes on behind what it has heard last of its folder. */
    private void verifyPlace(ApiClient api) throws IOException, InterruptedException {
        List<String> folder;
        try (Stream<Path> files = Files.list(lab.repository().resolve(FOLDER))) {
            folder = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".mp3"))
                    .sorted()
                    .toList();
        }
        api.delete(STATION + "/queue");
        int place = StationMemory.heard(api, STATION).stream()
                .mapToInt(folder::indexOf)
                .filter(index -> index >= 0)
                .reduce(-1, (first, second) -> second);
        String expected = folder.get((place + 1) % folder.size());
        String next = StationMemory.next(api, STATION);
        if (!next.equals(expected)) {
            throw new IOException(
                    "behind its queue the station goes on with %s, not with %s".formatted(next, expected));
        }
    }

    /** Which of those do not come, in their order, among these. */
    private static List<String> missing(List<String> expected, List<String> among) {
        List<String> missing = new ArrayList<>();
        int at = 0;
        for (String file : expected) {
            int found = at;
            while (found < among.size() && !among.get(found).equals(file)) {
                found++;
            }
            if (found < among.size()) {
                at = found + 1;
            } else {
                missing.add(file);
            }
        }
        return missing;
    }

    private static String file(int number) {
        return "n%04d.mp3".formatted(number);
    }
}
