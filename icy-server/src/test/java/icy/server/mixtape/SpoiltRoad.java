package icy.server.mixtape;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What lies between a browser and a stage, and can be spoilt for some of the music: by a tunnel, in which connections end
 * without an answer, or by a server that has too much to do. Everything else is passed on.
 *
 * <p>Thread: its own; orders come from any.
 */
final class SpoiltRoad implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("Range", "If-Range", "Accept");
    private static final List<String> PASSED_BACK = List.of(
            "Content-Type", "Content-Range", "Accept-Ranges", "Cache-Control", "ETag", "Content-Security-Policy");
    private static final int TUNNEL = 0;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final MixtapeStage stage;
    private final HttpServer front;
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Spoilt spoilt = new Spoilt("nothing", TUNNEL);

    /** @param status what is answered; or a tunnel, where there is no answer */
    private record Spoilt(String path, int status) {}

    SpoiltRoad(MixtapeStage stage) throws IOException {
        this.stage = stage;
        front = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        front.setExecutor(threads);
        front.createContext("/", this::pass);
        front.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + front.getAddress().getPort() + path;
    }

    /** From here on what lies at such a path is in a tunnel. */
    void tunnel(String path) {
        refuse(path, TUNNEL);
    }

    /** From here on what lies at such a path is answered with nothing but a status. */
    void refuse(String path, int status) {
        refused.set(0);
        spoilt = new Spoilt(path, status);
    }

    void mend() {
        refuse("nothing", TUNNEL);
    }

    /** How often it was asked for what is spoilt, since it is. */
    int refused() {
        return refused.get();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            Spoilt now = spoilt;
            if (!exchange.getRequestURI().getPath().matches(now.path())) {
                answer(exchange);
            } else {
                refused.incrementAndGet();
                if (now.status() != TUNNEL) {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                    exchange.sendResponseHeaders(now.status(), -1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the test is over
        }
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create(stage.url(exchange.getRequestURI().toString())));
        for (String name : PASSED_ON) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        for (String name : PASSED_BACK) {
            answer.headers()
                    .firstValue(name)
                    .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
        }
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        front.stop(0);
        threads.shutdownNow();
    }
}
