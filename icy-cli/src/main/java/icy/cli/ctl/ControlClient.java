package icy.cli.ctl;

import icy.cli.CommandException;
import icy.cli.ProgressLine;
import icy.cli.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server. Whatever it refuses becomes a {@link CommandException} with the sentence that it gives as the reason.
 *
 * <p>Thread: one at a time.
 */
final class ControlClient {

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ANSWERING = Duration.ofSeconds(30);

    /** For messages: what refuses may be anything, and its page of any length. */
    private static final int MOST_ERROR_BYTES = 64 * 1024;

    private final ServerAddress server;
    private final String key;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .build();

    /** @param key of the API; empty for none */
    ControlClient(ServerAddress server, String key) {
        this.server = server;
        this.key = key;
    }

    Answer get(String path) throws CommandException {
        return send("GET", path, null, "");
    }

    /**
     * @param path escaped, from its first slash
     * @param body becomes JSON; null for none
     * @param tag the {@code ETag} that must still be in force; empty for whatever is
     */
    Answer send(String method, String path, @Nullable Object body, String tag) throws CommandException {
        BodyPublisher content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Answer.json(body));
        HttpRequest.Builder request = request(path).timeout(ANSWERING).method(method, content);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (!tag.isEmpty()) {
            request.header("If-Match", tag);
        }
        return answer(exchange(request.build()));
    }

    /** An answer that goes on until it is closed. */
    InputStream follow(String path) throws CommandException {
        return exchange(request(path).build()).body();
    }

    /** Writes an answer of any size to {@code out}. */
    void download(String path, OutputStream out, ProgressLine progress) throws CommandException, IOException {
        progress.show("asking for it");
        HttpResponse<InputStream> response = exchange(request(path).build());
        long size = response.headers().firstValueAsLong("Content-Length").orElse(0);
        try (InputStream in = new WatchedInput(response.body(), size, progress)) {
            if (in.transferTo(out) < size) {
                throw new IOException("it ended before it was complete");
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Sends a file of any size but none. */
    Answer upload(String path, Path file, ProgressLine progress) throws CommandException, IOException {
        long size = Files.size(file);
        BodyPublisher content = BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> WatchedInput.of(file, size, progress)), size);
        HttpResponse<InputStream> response = exchange(request(path)
                .header("Content-Type", "application/octet-stream")
                .POST(content)
                .build());
        return answer(response);
    }

    private Answer answer(HttpResponse<InputStream> response) throws CommandException {
        try (InputStream in = response.body()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Answer.of(text, response.headers().firstValue("ETag").orElse(""))
                    .orElseThrow(() -> noServer(response));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.at(path))
                .header("Accept", "application/json, text/event-stream")
                .header("User-Agent", "icy/" + Version.number());
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        } else if (!server.authorization().isEmpty()) {
            request.header("Authorization", server.authorization());
        }
        return request;
    }

    private HttpResponse<InputStream> exchange(HttpRequest request) throws CommandException {
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() / 100 == 2) {
                return response;
            }
            try (InputStream in = response.body()) {
                throw refused(response, in.readNBytes(MOST_ERROR_BYTES));
            }
        } catch (ConnectException e) {
            throw new CommandException(
                    CommandException.FAILED,
                    "nothing answers at %s: start icy serve there, or say with --server where it is"
                            .formatted(server.base()),
                    e);
        } catch (IOException e) {
            throw broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(CommandException.FAILED, "interrupted", e);
        }
    }

    private CommandException broken(IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new CommandException(
                CommandException.FAILED, "%s gave no answer: %s".formatted(server.base(), reason), e);
    }

    private CommandException refused(HttpResponse<?> response, byte[] body) {
        String detail = detail(new String(body, StandardCharsets.UTF_8));
        int status = response.statusCode();
        if (detail.isEmpty()) {
            return noServer(response);
        }
        boolean isUnknown = status == 401 || status == 403;
        return new CommandException(
                CommandException.FAILED,
                isUnknown ? detail + " (icy ctl shows the key that --key or ICY_KEY gives it)" : detail);
    }

    private CommandException noServer(HttpResponse<?> response) {
        return new CommandException(
                CommandException.FAILED,
                "%s is no icy server, or an older one: it answered %d".formatted(server.base(), response.statusCode()));
    }

    /** What a problem says of itself (RFC 9457); empty if this is none. */
    private static String detail(String body) {
        return Answer.of(body, "")
                .map(problem -> problem.facts().text("detail"))
                .orElse("");
    }
}
