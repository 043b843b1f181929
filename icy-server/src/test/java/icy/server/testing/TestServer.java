package icy.server.testing;

import icy.server.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Some routes behind real sockets, and a client that knows HTTP well: the JDK's.
 *
 * <p>Thread: any.
 */
public final class TestServer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final TestHttp http;

    private TestServer(TestHttp http) {
        this.http = http;
    }

    public static TestServer serving(Routes routes) {
        try {
            return new TestServer(new TestHttp(routes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Such as {@code http://127.0.0.1:40123}. */
    public String base() {
        return "http://127.0.0.1:" + http.port();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", http.port());
    }

    /** @param headers name, value, name, value… */
    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, BodyHandlers.ofString(), headers);
    }

    /** As {@link #get(String, String...)}, for another method and another kind of body. */
    public <T> HttpResponse<T> send(String method, String path, BodyHandler<T> body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path))
                .timeout(TIMEOUT)
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("nothing interrupts a test", e);
        }
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
