package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.server.http.Body;
import icy.server.http.Cors;
import icy.server.http.Credentials;
import icy.server.http.Endpoint;
import icy.server.http.Guard;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Titles that are told apart from the audio: {@code /admin/metadata} of Icecast, by GET or as a form, and {@code
 * /admin.cgi?mode=updinfo} of SHOUTcast. Operators may, and whoever may send to the mount, from any address. Answers are
 * Icecast 2.4.4's to the byte where programs look at them.
 *
 * <p>Thread: a connection's loop.
 */
public final class TitleEndpoints {
    private static final String UPDATE = "updinfo";

    private final SourceLogins logins;
    private final Mounts mounts;
    private final LiveTitles live;

    /** Where titles go. */
    @FunctionalInterface
    public interface LiveTitles {
        /** Gives a title to the live sources of a mount, of {@code user} if they have one; says whether there is one. */
        boolean title(Mount mount, String user, StreamTitle title);
    }

    public TitleEndpoints(SourceLogins logins, Mounts mounts, LiveTitles live) {
        this.logins = logins;
        this.mounts = mounts;
        this.live = live;
    }

    /** {@code /admin/metadata}. */
    public Endpoint icecast() {
        return Endpoint.guardedByForm(
                request -> logins.judge(SourceLogins.credentials(request, mountName(request))),
                Endpoint.immediate(this::icecast));
    }

    /** Whether a request to {@code /admin.cgi} is for {@link #shoutcast}. */
    public static boolean isUpdate(Request request) {
        return request.query("mode").filter(UPDATE::equals).isPresent();
    }

    /** For {@code /admin.cgi?mode=updinfo}: the password is a parameter, or in the usual place. */
    public Guard shoutcastGuard() {
        return request -> {
            List<SourceLogins.Attempt> attempts = attempts(request);
            return attempts.isEmpty() ? Guard.refused(badRequest("missing pass parameter")) : logins.judge(attempts);
        };
    }

    /** {@code /admin.cgi?mode=updinfo}, behind its guard. */
    public Response shoutcast(Request request) {
        // Whichever it was that let the request pass is known to be right by now.
        String mount = logins.glance(attempts(request))
                .map(SourceLogins.Attempt::mount)
                .orElseGet(() -> defaultMount(request));
        return update(mount, request)
                .orElseGet(() -> Response.html("<html><head><title>Admin request successful</title></head><body>"
                        + "<p>Metadata update successful</p></body></html>"));
    }

    private Response icecast(Request request) {
        if (request.query("mount").isEmpty()) {
            return badRequest("Missing parameter: mount");
        }
        Optional<String> mode = request.query("mode");
        String mount = mountName(request);
        if (mounts.named(mount).isEmpty()) {
            return badRequest("Source does not exist");
        }
        if (mode.isEmpty()) {
            return badRequest("Missing parameter");
        }
        if (!isUpdate(request)) {
            return answer("No such action", 0);
        }
        return update(mount, request).orElseGet(() -> answer("Metadata update successful", 1));
    }

    /** Why not; or nothing, and it is done. */
    private Optional<Response> update(String mountName, Request request) {
        Cors.requireOwnWish(request);
        Mount mount = mounts.named(mountName).orElse(null);
        if (mount == null) {
            return Optional.of(badRequest("Source does not exist"));
        }
        Optional<StreamTitle> title =
                TitleUpdate.of(request, mount.config().sources().charset());
        if (title.isPresent() && !live.title(mount, request.user().orElse(""), title.get())) {
            return Optional.of(badRequest("Source is not available"));
        }
        return Optional.empty();
    }

    private static String mountName(Request request) {
        String asked = request.query("mount").orElse("");
        return SourceEndpoint.mount(asked.startsWith("/") ? asked : "/" + asked);
    }

    private List<SourceLogins.Attempt> attempts(Request request) {
        Optional<String> pass = request.query("pass");
        Optional<Credentials> shown = Credentials.basic(request.headers());
        String mount = defaultMount(request);
        boolean chosen =
                request.query("sid").isPresent() || request.query("mount").isPresent();
        List<SourceLogins.Attempt> attempts = new ArrayList<>();
        shown.ifPresent(credentials -> attempts.add(new SourceLogins.Attempt(mount, credentials)));
        pass.ifPresent(written -> {
            ShoutcastPassword.attempts(written, mounts).stream()
                    .map(each -> chosen ? new SourceLogins.Attempt(mount, each.credentials()) : each)
                    .forEach(attempts::add);
            attempts.add(new SourceLogins.Attempt(mount, new Credentials(SourceLogins.ADMIN, written)));
        });
        return attempts;
    }

    /** The mount that a request to {@code /admin.cgi} names, if its password does not. */
    private String defaultMount(Request request) {
        if (request.query("mount").isPresent()) {
            return mountName(request);
        }
        return mounts.numbered(request.query("sid").map(TitleEndpoints::number).orElse(1))
                .map(Mount::name)
                .orElse("");
    }

    private static int number(String sid) {
        return sid.matches("\\d{1,9}") ? Integer.parseInt(sid) : 0;
    }

    private static Response answer(String message, int result) {
        String xml = "<?xml version=\"1.0\"?>\n<iceresponse><message>%s</message><return>%d</return></iceresponse>\n"
                .formatted(message, result);
        return Response.of(200, "text/xml; charset=utf-8", Body.utf8(xml));
    }

    private static Response badRequest(String reason) {
        String html =
                "<html><head><title>Error 400</title></head><body><b>400 - %s</b></body></html>\r\n".formatted(reason);
        return Response.of(400, "text/html; charset=utf-8", Body.utf8(html));
    }
}
