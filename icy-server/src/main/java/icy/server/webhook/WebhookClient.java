package icy.server.webhook;

import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of all webhooks, made for the first message: most servers send none. It follows no redirection, which could
 * lead anywhere.
 *
 * <p>Thread: any.
 */
final class WebhookClient {
    private static final Duration CONNECTING = Duration.ofSeconds(5);

    private @Nullable HttpClient client;

    synchronized HttpClient get() {
        HttpClient present = client;
        if (present == null) {
            present = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECTING)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            client = present;
        }
        return present;
    }
}
