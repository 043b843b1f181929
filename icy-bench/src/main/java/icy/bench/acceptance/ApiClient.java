package icy.bench.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a server's API, on a connection of its own.
 *
 * <p>Thread: one.
 */
final class ApiClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final String base;

    ApiClient(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** The body of the answer, which must be a success. */
    String get(String path) throws IOException, InterruptedException {
        return ask("GET", path, "");
    }

    String post(String path, String json) throws IOException, InterruptedException {
        return ask("POST", path, json);
    }

    String put(String path, String json) throws IOException, InterruptedException {
        return ask("PUT", path, json);
    }

    String delete(String path) throws IOException, InterruptedException {
        return ask("DELETE", path, "");
    }

    private String ask(String method, String path, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** The names of MP3 files in an answer, in order. */
    static List<String> files(String json) {
        Matcher found = Pattern.compile("\"([^\"/]+\\.mp3)\"").matcher(json);
        List<String> files = new ArrayList<>();
        while (found.find()) {
            files.add(found.group(1));
        }
        return files;
    }
}
