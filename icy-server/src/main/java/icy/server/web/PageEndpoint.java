package icy.server.web;

import icy.server.http.Endpoint;
import icy.server.http.Headers;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.mount.MountSnapshot;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import java.util.List;

/**
 * The listener's page at {@code /}, for those who want HTML; {@code ?mount=} says which stream is in the player.
 *
 * <p>Thread: a worker, since there may be a thousand mounts to look at; {@link #acceptsHtml} any.
 */
public final class PageEndpoint implements Endpoint.Blocking {
    private final MountsView mounts;
    private final PublicAddress address;
    private final ListenerPage page;

    public PageEndpoint(MountsView mounts, PublicAddress address) {
        this.mounts = mounts;
        this.address = address;
        this.page = new ListenerPage(WebAssets.text("listen.html"), WebAssets.text("mount.html"));
    }

    /** Whether whoever asks for {@code /} is a browser that wants the page; players send {@code *}{@code /*} or nothing. */
    public static boolean acceptsHtml(Headers headers) {
        return headers.hasToken("Accept", "text/html");
    }

    @Override
    public Response handle(Request request) {
        List<MountSnapshot> all = mounts.all().stream().map(MountView::snapshot).toList();
        String asked = request.query("mount").orElse("");
        MountSnapshot shown = all.stream()
                .filter(mount -> mount.name().equals(asked))
                .findFirst()
                .orElse(all.get(0));
        return Response.html(page.render(all, shown, address.base(request)))
                .with("Content-Security-Policy", WebAssets.CONTENT_SECURITY_POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "same-origin")
                .with("Cache-Control", "no-cache, no-store")
                .with("Vary", "Accept"); // a player gets the stream from the same URL
    }
}
