package icy.server.icecast;

import icy.server.document.TablePage;
import icy.server.http.Body;
import icy.server.http.Cors;
import icy.server.http.Endpoint;
import icy.server.http.HttpError;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.mount.ListenerView;
import icy.server.mount.Mount;
import icy.server.mount.MountSnapshot;
import icy.server.mount.Mounts;
import icy.server.source.Sources;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code /admin/…}: what operators ask of an Icecast server, answered in its words. A command answers with XML; with
 * {@code .xsl} behind it, with a page.
 *
 * <p>Thread: a worker.
 */
public final class AdminEndpoint {
    private static final String PAGE = ".xsl";

    private final Mounts mounts;
    private final Sources sources;
    private final PublicAddress address;
    private final Supplier<ServerFigures> server;
    private final AdminGuard guard;

    public AdminEndpoint(
            Mounts mounts, Sources sources, PublicAddress address, Supplier<ServerFigures> server, AdminGuard guard) {
        this.mounts = mounts;
        this.sources = sources;
        this.address = address;
        this.server = server;
        this.guard = guard;
    }

    /** Adds its URLs. */
    public Routes.Builder routes(Routes.Builder routes) {
        Endpoint guarded = Endpoint.guardedByForm(guard, Endpoint.blocking(this::handle));
        return routes.get("/admin", guarded).get("/admin/{command...}", guarded).post("/admin/{command...}", guarded);
    }

    /** What stands behind {@code /admin/} is the command; nothing there means the statistics, as a page. */
    private Response handle(Request request) throws InterruptedException {
        if (request.path().equals("/admin")) {
            return Response.redirect("admin/"); // where the page's links lead on from
        }
        AdminCommand command = AdminCommand.of(request)
                .orElseThrow(() ->
                        new HttpError(400, "Unrecognised command: " + request.path() + " is none of this server's."));
        if (command.changesSomething()) {
            Cors.requireOwnWish(request);
        }
        boolean page = request.path().endsWith(PAGE) || request.path().endsWith("/");
        return switch (command) {
            case STATS -> stats(request, page);
            case LISTMOUNTS -> listMounts(page);
            case STREAMLIST -> streamList();
            case LISTCLIENTS -> listClients(onAir(request), page);
            case HISTORY -> history(onAir(request));
            case KILLCLIENT -> killClient(onAir(request), number(request, "id"), page);
            case KILLSOURCE -> killSource(request, onAir(request), page);
            case MOVECLIENTS -> moveClients(request, onAir(request), page);
            case FALLBACKS -> fallbacks(mount(request), parameter(request, "fallback"));
            case UPDATEMETADATA -> xml(AdminXml.mount(mount(request).name()));
            case BUILDM3U -> buildM3u(request);
        };
    }

    private Response stats(Request request, boolean page) {
        String only = request.query("mount").orElse("");
        List<MountSnapshot> all = snapshots();
        List<MountSnapshot> shown = onAir(all).stream()
                .filter(mount -> only.isEmpty() || mount.name().equals(only))
                .toList();
        String base = address.base(request);
        return page
                ? page(AdminPages.stats(base, server.get(), all, shown))
                : xml(AdminXml.stats(base, server.get(), all, shown));
    }

    private Response listMounts(boolean page) {
        List<MountSnapshot> shown = onAir(snapshots());
        return page ? page(AdminPages.mounts(shown, Instant.now())) : xml(AdminXml.mounts(shown, Instant.now()));
    }

    /** What Icecast's slaves ask every two minutes: one mount a line. */
    private Response streamList() {
        StringBuilder lines = new StringBuilder();
        for (Mount mount : mounts.all()) {
            boolean canBeHad = mount.onAir() || mount.comesOnDemand();
            if (canBeHad && !mount.config().listeners().hidden()) {
                lines.append(PublicAddress.encodePath(mount.name())).append("\r\n");
            }
        }
        return fresh(Response.text(200, lines.toString()));
    }

    private Response listClients(Mount mount, boolean page) throws InterruptedException {
        List<ListenerView> connections = mount.roster().list();
        return page
                ? page(AdminPages.listeners(mount.snapshot(), connections))
                : xml(AdminXml.listeners(mount.name(), connections));
    }

    private Response history(Mount mount) {
        return page(AdminPages.history(mount.snapshot(), mount.history()));
    }

    private Response killClient(Mount mount, long id, boolean page) throws InterruptedException {
        boolean removed = mount.roster().kick(listener -> listener.id() == id) > 0;
        return said(removed ? "Client " + id + " removed" : "Client " + id + " not found", removed, page);
    }

    private Response killSource(Request request, Mount mount, boolean page) {
        boolean removed = sources.kick(mount, request.user().orElse(""));
        return said(removed ? "Source Removed" : mount.name() + " has no source that could be removed", removed, page);
    }

    private Response moveClients(Request request, Mount from, boolean page) throws InterruptedException {
        Optional<String> destination = request.query("destination");
        if (destination.isEmpty()) {
            List<MountSnapshot> others = onAir(snapshots()).stream()
                    .filter(mount -> !mount.name().equals(from.name()))
                    .toList();
            return page
                    ? page(AdminPages.destinations(from.snapshot(), others))
                    : xml(AdminXml.destinations(from.snapshot(), others, Instant.now()));
        }
        Cors.requireOwnWish(request);
        Mount to = mounts.named(destination.get()).orElseThrow(() -> new HttpError(400, "No such destination"));
        if (to == from) {
            throw new HttpError(400, "supplied mountpoints are identical");
        }
        if (!to.onAir()) {
            throw new HttpError(400, "Destination not running");
        }
        if (!from.roster().canMoveTo(to)) {
            throw new HttpError(
                    400,
                    "Destination does not fit: %s sends %s, %s %s; players cannot change over"
                            .formatted(from.name(), from.format(), to.name(), to.format()));
        }
        from.roster().moveAll(to);
        return said("Clients moved from " + from.name() + " to " + to.name(), true, page);
    }

    private void requireNoCircle(Mount mount, String fallback) {
        String next = fallback;
        for (int i = 0; !next.isEmpty() && i <= mounts.all().size(); i++) {
            if (next.equals(mount.name())) {
                throw new HttpError(
                        400, fallback + " falls back on " + mount.name() + " itself: that goes in a circle.");
            }
            next = mounts.named(next)
                    .flatMap(
                            each -> Optional.ofNullable(each.config().handover().fallback()))
                    .orElse("");
        }
    }

    private Response fallbacks(Mount mount, String fallback) {
        if (!fallback.isEmpty() && mounts.named(fallback).isEmpty()) {
            throw new HttpError(400, "Source does not exist: there is no mount " + fallback + ".");
        }
        requireNoCircle(mount, fallback);
        sources.reconfigure(
                mount,
                mount.config()
                        .withHandover(mount.config().handover().withFallback(fallback.isEmpty() ? null : fallback)),
                /* adopted= */ false);
        return page(AdminPages.response("Fallback configured"));
    }

    /** For a player that is to log in: its name and password are in the URL, as the one who asks has given them. */
    private Response buildM3u(Request request) {
        Mount mount = mount(request);
        String user = encode(parameter(request, "username"));
        String password = encode(parameter(request, "password"));
        String base = address.base(request);
        int host = base.indexOf("//") + 2;
        String url = base.substring(0, host) + user + ":" + password + "@" + base.substring(host)
                + PublicAddress.encodePath(mount.name());
        return fresh(Response.of(200, "audio/x-mpegurl", Body.utf8(url + "\r\n")))
                .with("Content-Disposition", "attachment; filename=\"listen.m3u\"");
    }

    private Response said(String message, boolean done, boolean page) {
        return page ? page(AdminPages.response(message)) : xml(AdminXml.response(message, done));
    }

    /** Of a mount that sends something. */
    private Mount onAir(Request request) {
        Mount mount = mount(request);
        if (!mount.onAir()) {
            throw new HttpError(400, "Source is not available: nothing is on the air on " + mount.name() + ".");
        }
        return mount;
    }

    private Mount mount(Request request) {
        String name = request.query("mount")
                .filter(given -> !given.isEmpty())
                .orElseThrow(() -> new HttpError(400, "Missing parameter: mount says which mount is meant."));
        return mounts.named(name)
                .orElseThrow(() -> new HttpError(400, "Source does not exist: there is no mount " + name + "."));
    }

    private List<MountSnapshot> snapshots() {
        return mounts.all().stream().map(Mount::snapshot).toList();
    }

    private static List<MountSnapshot> onAir(List<MountSnapshot> of) {
        return of.stream().filter(MountSnapshot::onAir).toList();
    }

    private static String parameter(Request request, String name) {
        return request.query(name).orElseThrow(() -> new HttpError(400, "Missing parameter: " + name + "."));
    }

    private static long number(Request request, String name) {
        String text = parameter(request, name);
        if (!text.matches("[0-9]{1,18}")) {
            throw new HttpError(400, name + " is a number, such as 7.");
        }
        return Long.parseLong(text);
    }

    private static Response xml(byte[] document) {
        return fresh(Response.of(200, "text/xml; charset=utf-8", new Body.Bytes(ByteBuffer.wrap(document))));
    }

    private static Response page(String html) {
        return fresh(Response.html(html)).with("Content-Security-Policy", TablePage.CONTENT_SECURITY_POLICY);
    }

    private static Response fresh(Response response) {
        return response.with("Cache-Control", "no-cache, no-store").with("X-Content-Type-Options", "nosniff");
    }

    /** As it is written in the part of a URL before the host. */
    private static String encode(String text) {
        return PublicAddress.encodePath(text)
                .replace("/", "%2F")
                .replace(":", "%3A")
                .replace("@", "%40");
    }
}
