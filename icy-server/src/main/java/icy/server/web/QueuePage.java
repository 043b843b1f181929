package icy.server.web;

import icy.server.http.Body;
import icy.server.http.Headers;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import java.util.Map;

/**
 * {@code /queue/{name}}: where people make and change a named queue. The page is the same for all queues, those that are
 * not there yet included; what is in them its script asks the API for.
 *
 * <p>All its links are relative, so it works behind a proxy that puts it into a folder.
 *
 * <p>Thread: any.
 */
public final class QueuePage {
    private final PublicAddress address;
    private final PageTemplate page = new PageTemplate(WebAssets.text("queue.html"));

    public QueuePage(PublicAddress address) {
        this.address = address;
    }

    public Response handle(Request request) {
        String name = request.variable("name");
        if (request.path().endsWith("/")) { // from which all relative links would lead elsewhere
            return new Response(308, Headers.of("Location", ".." + PublicAddress.encodePath("/" + name)), Body.empty());
        }
        String path = PublicAddress.encodePath("/api/streams/" + name);
        return WebAssets.page(page.fill(Map.of(
                        "name", name, "url", ".." + path, "address", address.base(request) + path + "/stream.mp3"))
                .html());
    }
}
