package icy.server.web;

import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.loop.EventLoop;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import java.util.List;

/**
 * What orchestrators and load balancers ask: {@code /health/live} is answered with 200 while every loop turns, {@code
 * /health/ready} with 200 once every mount has something on the air that is to have it: one that may fall silent, waits for
 * listeners or was made for a source is no reason to send listeners elsewhere. Both are connections like others: a server
 * that is full turns probes away with 503, except those from its own machine.
 *
 * <p>Thread: any.
 */
public final class HealthEndpoint {
    private final MountsView mounts;
    private final List<EventLoop> loops;

    public HealthEndpoint(MountsView mounts, List<EventLoop> loops) {
        this.mounts = mounts;
        this.loops = List.copyOf(loops);
    }

    public Response live(Request request) {
        return loops.stream().noneMatch(EventLoop::failed)
                ? fresh(Response.json("{\"status\":\"live\"}"))
                : Response.problem(503, "Not live", "A loop has failed, its log says why: restart the server.");
    }

    public Response ready(Request request) {
        List<String> silent = mounts.all().stream()
                .map(MountView::snapshot)
                .filter(mount -> !mount.onAir() && !mount.terms().mayBeOff())
                .map(mount -> mount.terms().hidden() ? "a hidden mount" : mount.name())
                .toList();
        return silent.isEmpty()
                ? fresh(Response.json("{\"status\":\"ready\"}"))
                : Response.problem(503, "Not ready", "Nothing is on the air on " + String.join(", ", silent) + ".");
    }

    private static Response fresh(Response response) {
        return response.with("Cache-Control", "no-store");
    }
}
