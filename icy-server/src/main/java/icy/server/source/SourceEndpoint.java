package icy.server.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import icy.server.config.InvalidSettingException;
import icy.server.config.MountConfig;
import icy.server.http.AccessLog;
import icy.server.http.Endpoint;
import icy.server.http.Framing;
import icy.server.http.HeadWriter;
import icy.server.http.Headers;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.loop.Connection;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * {@code PUT} and {@code SOURCE} of a mount: turns a connection into a live source. It goes behind a guard that lets
 * nobody pass who may not send to the mount, so that it need not ask again.
 *
 * <p>Refusals are Icecast 2.4.4's, 403 with its words: libshout takes any other error for a failed login, and butt tries
 * again after a 403 only. Never 404, after which butt would try {@code SOURCE}.
 *
 * <p>Thread: the connection's loop.
 */
public final class SourceEndpoint implements Endpoint.Takeover {
    /** Announced by encoders that mean "for ever": as much as 32 bits hold. */
    private static final Set<Long> ENDLESS = Set.of(Long.MAX_VALUE, (1L << 31) - 1, (1L << 32) - 1, 1L << 32);

    /** No broadcast is that long: five years at 64 kbit/s. */
    private static final long MOST_BYTES = 1L << 40;

    private final SourceLogins logins;
    private final SourceAdmission door;
    private final HeadWriter heads;
    private final String serverName;
    private final AccessLog accessLog;

    /** @param serverName for the field {@code Server} */
    public SourceEndpoint(
            SourceLogins logins, SourceAdmission door, HeadWriter heads, String serverName, AccessLog accessLog) {
        this.logins = logins;
        this.door = door;
        this.heads = heads;
        this.serverName = serverName;
        this.accessLog = accessLog;
    }

    @Override
    public Optional<Response> accept(Request request, Connection connection) {
        String mount = mount(request.path());
        SourceLogins.Rights rights = logins.rights(mount, request.user().orElseThrow());
        requireName(mount);
        Optional<String> said = request.header("Content-Type").filter(type -> !type.isBlank());
        if (said.isEmpty() && request.method().equals("PUT")) {
            throw new HttpError(403, "No Content-type given");
        }
        ContentType type = said.map(ContentType::of).orElse(ContentType.UNSAID);
        Introduction introduction = Introduction.of(request.headers());
        SourceHello hello = new SourceHello(
                mount,
                rights.user(),
                rights.priority(),
                /* mayCreate= */ true, // a mount that does not exist has no users but those of the whole server
                introduction.agent(),
                type.codec(),
                type.name(),
                introduction.info(),
                introduction.audioInfo(),
                wrapping(request.framing(), introduction.metaint()));
        door.admit(hello, connection, request.remaining(), new Dialogue(request));
        return Optional.empty();
    }

    /** The mount that a path names, be there one or not. */
    static String mount(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static void requireName(String mount) {
        try {
            MountConfig.of(mount);
        } catch (InvalidSettingException e) {
            throw new HttpError(403, "No mount can be called " + mount + ": " + e.rule());
        }
    }

    private static Wrapping wrapping(Framing framing, int metaint) {
        long length = framing.lengthBytes();
        boolean ends = !framing.chunked() && length > 0 && length < MOST_BYTES && !ENDLESS.contains(length);
        return new Wrapping(framing.chunked(), ends ? length : Long.MAX_VALUE, metaint);
    }

    /** Icecast's words, with a few fields: sdrtrunk refuses an answer without any, and none of them hurts the others. */
    private final class Dialogue implements SourceDialogue {
        private final Request request;

        Dialogue(Request request) {
            this.request = request;
        }

        @Override
        public ByteBuffer accepted() {
            byte[] leave = request.expectsContinue() ? HeadWriter.encode("HTTP/1.1", 100, Headers.NONE) : new byte[0];
            // Icecast answers in HTTP/1.0, from which nobody expects a length or chunks.
            byte[] welcome = HeadWriter.encode("HTTP/1.0", 200, fields().build());
            log(200, welcome.length);
            return ByteBuffer.allocate(leave.length + welcome.length)
                    .put(leave)
                    .put(welcome)
                    .flip();
        }

        @Override
        public ByteBuffer refused(int status, String sentence) {
            byte[] body = (sentence + "\n").getBytes(UTF_8);
            Headers head = fields().add("Content-Type", "text/plain; charset=utf-8")
                    .add("Content-Length", Integer.toString(body.length))
                    .add("Cache-Control", "no-store")
                    .build();
            byte[] answer = HeadWriter.encode("HTTP/1.0", status, head);
            log(status, answer.length + body.length);
            return ByteBuffer.allocate(answer.length + body.length)
                    .put(answer)
                    .put(body)
                    .flip();
        }

        private Headers.Builder fields() {
            return Headers.builder()
                    .add("Date", heads.date())
                    .add("Server", serverName)
                    .add("Connection", "close");
        }

        private void log(int status, int bytes) {
            accessLog.log(AccessLog.Entry.of(request, status, bytes, /* seconds= */ 0));
        }
    }
}
