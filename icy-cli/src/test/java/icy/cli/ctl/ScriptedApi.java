package icy.cli.ctl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server whose answers are given beforehand, by method and path; it keeps what it was asked. */
final class ScriptedApi implements AutoCloseable {

    /** What was asked, as {@code PUT /api/x?y=z {"body":1}}, and its header fields. */
    record Asked(String line, Map<String, List<String>> headers) {
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? "" : values.get(0);
        }
    }

    private record Answered(int status, String tag, String body) {}

    private final HttpServer server;
    private final Map<String, Answered> answers = new ConcurrentHashMap<>();
    private final Map<String, Answered> once = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    ScriptedApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** @param request method and path, with its query */
    ScriptedApi on(String request, String body) {
        return on(request, 200, "", body);
    }

    ScriptedApi on(String request, int status, String tag, String body) {
        answers.put(request, new Answered(status, tag, body));
        return this;
    }

    /** Answers so once, and then as {@link #on} says. */
    ScriptedApi onceOn(String request, String body) {
        once.put(request, new Answered(200, "", body));
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> lines() {
        return asked.stream().map(Asked::line).toList();
    }

    Asked last() {
        return asked.get(asked.size() - 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked((request + " " + body).strip(), exchange.getRequestHeaders()));
        Answered first = once.remove(request);
        Answered answer =
                first != null ? first : answers.getOrDefault(request, new Answered(404, "", "<html>not here</html>"));
        if (!answer.tag().isEmpty()) {
            exchange.getResponseHeaders().set("ETag", answer.tag());
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
