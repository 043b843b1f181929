package icy.server.web;

import icy.server.http.Endpoint;
import icy.server.http.Headers;
import icy.server.http.HttpError;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.mount.MountSnapshot;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The listener's page at {@code /}, for those who want HTML; {@code ?mount=} or SHOUTcast's {@code ?sid=} says which stream is in the
 * player.
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
        String asked = request.query("mount").or(() -> numbered(request)).orElse("");
        List<MountSnapshot> listed =
                all.stream().filter(mount -> !mount.terms().hidden()).toList();
        MountSnapshot shown = Stream.of(
                        all.stream().filter(mount -> mount.name().equals(asked)), listed.stream(), all.stream())
                .flatMap(Function.identity())
                .findFirst()
                .orElseThrow(() -> new HttpError(404, "There is no stream here."));
        return WebAssets.page(page.render(listed, shown, address.base(request)))
                .with("Vary", "Accept"); // a player gets the stream from the same URL
    }

    /** SHOUTcast's {@code sid=}. */
    private Optional<String> numbered(Request request) {
        return request.query("sid")
                .filter(sid -> sid.matches("[0-9]{1,6}"))
                .flatMap(sid -> mounts.numbered(Integer.parseInt(sid)))
                .map(MountView::name);
    }
}
