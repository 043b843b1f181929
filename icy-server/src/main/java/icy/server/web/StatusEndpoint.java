package icy.server.web;

import icy.server.http.Body;
import icy.server.http.Endpoint;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.mount.MountSnapshot;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * {@code /status-json.xsl}, with {@code ?mount=} for one mount alone; see {@link StatusJson}.
 *
 * <p>Thread: a worker.
 */
public final class StatusEndpoint implements Endpoint.Blocking {
    private final MountsView mounts;
    private final PublicAddress address;
    private final String serverId;
    private final Instant serverStart;

    /** @param serverId product and version, as in the {@code Server} header */
    public StatusEndpoint(MountsView mounts, PublicAddress address, String serverId, Instant serverStart) {
        this.mounts = mounts;
        this.address = address;
        this.serverId = serverId;
        this.serverStart = serverStart;
    }

    @Override
    public Response handle(Request request) {
        String only = request.query("mount").orElse("");
        List<MountSnapshot> onAir = mounts.all().stream()
                .filter(mount -> only.isEmpty() || mount.name().equals(only))
                .map(MountView::snapshot)
                .filter(MountSnapshot::onAir)
                .toList();
        byte[] json = StatusJson.render(address.base(request), serverId, serverStart, onAir);
        // Icecast names the charset here, and its readers were written against it.
        return Response.of(200, "application/json; charset=UTF-8", new Body.Bytes(ByteBuffer.wrap(json)))
                .with("Cache-Control", "no-cache, no-store");
    }
}
