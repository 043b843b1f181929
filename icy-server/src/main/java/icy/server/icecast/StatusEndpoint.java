package icy.server.icecast;

import icy.server.document.TablePage;
import icy.server.http.Body;
import icy.server.http.Endpoint;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.mount.MountSnapshot;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code /status-json.xsl}, with {@code ?mount=} for one mount alone; see {@link StatusJson}.
 *
 * <p>Thread: a worker.
 */
public final class StatusEndpoint implements Endpoint.Blocking {
    private final MountsView mounts;
    private final PublicAddress address;
    private final Supplier<ServerFigures> server;

    public StatusEndpoint(MountsView mounts, PublicAddress address, Supplier<ServerFigures> server) {
        this.mounts = mounts;
        this.address = address;
        this.server = server;
    }

    @Override
    public Response handle(Request request) {
        byte[] json = StatusJson.render(address.base(request), server.get(), shown(request));
        // Icecast names the charset here, and its readers were written against it.
        return Response.of(200, "application/json; charset=UTF-8", new Body.Bytes(ByteBuffer.wrap(json)))
                .with("Cache-Control", "no-cache, no-store");
    }

    /** {@code /status.xsl}: the same for people. */
    public Response page(Request request) {
        return page(AdminPages.status(address.base(request), server.get(), shown(request)));
    }

    /** {@code /server_version.xsl}. */
    public Response serverPage(Request request) {
        return page(AdminPages.server(address.base(request), server.get()));
    }

    private List<MountSnapshot> shown(Request request) {
        String only = request.query("mount").orElse("");
        return mounts.all().stream()
                .filter(mount -> only.isEmpty() || mount.name().equals(only))
                .map(MountView::snapshot)
                .filter(mount -> mount.onAir() && !mount.terms().hidden())
                .toList();
    }

    private static Response page(String html) {
        return Response.html(html)
                .with("Content-Security-Policy", TablePage.CONTENT_SECURITY_POLICY)
                .with("Cache-Control", "no-cache, no-store");
    }
}
