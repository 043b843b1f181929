package icy.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.testing.TestHttp;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever waits for an answer keeps no worker. */
@Timeout(60)
class DeferredTest {
    private static final int MANY = 100; // more than there are workers

    private final List<CompletableFuture<Response>> begun = new CopyOnWriteArrayList<>();
    private TestHttp http;

    @BeforeEach
    void start() throws IOException {
        http = new TestHttp(Routes.builder()
                .get("/later", Endpoint.deferred(request -> {
                    CompletableFuture<Response> answer = new CompletableFuture<>();
                    begun.add(answer);
                    return answer;
                }))
                .get("/refused", Endpoint.deferred(request -> {
                    throw new HttpError(409, "Not now.");
                }))
                .get(
                        "/guarded",
                        Endpoint.guarded(
                                request -> Guard.admitted("ann"),
                                Endpoint.deferred(request -> CompletableFuture.completedFuture(
                                        Response.text(200, request.user().orElse("?"))))))
                .get("/now", Endpoint.blocking(request -> Response.text(200, "now")))
                .build());
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
    }

    @Test
    void manyWaitAndOthersAreServedMeanwhile() throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Socket client = http.connect();
            TestHttp.send(client, "GET /later HTTP/1.1\nHost: h\n\n");
            clients.add(client);
        }
        await().until(() -> begun.size() == MANY);

        assertThat(http.ask("GET /now HTTP/1.0\n\n")).endsWith("\n\nnow");
        begun.forEach(answer -> answer.complete(Response.text(200, "later")));

        for (Socket client : clients) {
            assertThat(TestHttp.readAnswer(client)).startsWith("HTTP/1.1 200 ").endsWith("\n\nlater");
        }
    }

    @Test
    void aFutureThatFailsIsAnsweredAsIfItHadBeenThrown() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "GET /later HTTP/1.1\nHost: h\n\nGET /now HTTP/1.1\nHost: h\n\n");
        await().until(() -> begun.size() == 1);

        begun.get(0).completeExceptionally(new CompletionException(new HttpError(412, "It has changed.")));

        assertThat(TestHttp.readAnswer(client)).startsWith("HTTP/1.1 412 ").endsWith("\n\nIt has changed.\n");
        assertThat(TestHttp.readAnswer(client)).endsWith("\n\nnow");
        assertThat(http.ask("GET /refused HTTP/1.0\n\n")).startsWith("HTTP/1.0 409 ");
    }

    @Test
    void itIsGuardedLikeAnyOther() throws IOException {
        assertThat(http.ask("GET /guarded HTTP/1.0\n\n")).endsWith("\n\nann");
    }

    @Test
    void whoHasLeftMeanwhileIsNotAnswered() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "GET /later HTTP/1.1\nHost: h\n\n");
        await().until(() -> begun.size() == 1);
        client.close();

        begun.get(0).complete(Response.text(200, "too late"));

        await().until(() -> http.connections() == 0);
    }
}
