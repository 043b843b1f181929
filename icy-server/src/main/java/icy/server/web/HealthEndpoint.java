package icy.server.web;

import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import java.util.List;

/**
 * What orchestrators and load balancers ask: {@code /health/live} is answered while the loops turn at all, {@code
 * /health/ready} with 200 once every mount has something on the air.
 *
 * <p>Thread: any.
 */
public final class HealthEndpoint {
    private final MountsView mounts;

    public HealthEndpoint(MountsView mounts) {
        this.mounts = mounts;
    }

    public Response live(Request request) {
        return fresh(Response.json("{\"status\":\"live\"}"));
    }

    public Response ready(Request request) {
        List<String> silent = mounts.all().stream()
                .filter(mount -> !mount.snapshot().onAir())
                .map(MountView::name)
                .toList();
        return silent.isEmpty()
                ? fresh(Response.json("{\"status\":\"ready\"}"))
                : Response.problem(503, "Not ready", "Nothing is on the air on " + String.join(", ", silent) + ".");
    }

    private static Response fresh(Response response) {
        return response.with("Cache-Control", "no-store");
    }
}
