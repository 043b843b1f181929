package icy.cli.push;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Icecast's way: {@code PUT} with {@code Expect: 100-continue}, so that a refusal comes before the stream; servers of the
 * time before Icecast 2.4 know only {@code SOURCE}. The stream is the body, up to the end of the connection.
 *
 * <pre>
 *  C: PUT /mount HTTP/1.1 … Expect: 100-continue
 *  S: HTTP/1.1 100 Continue
 *  S: HTTP/1.0 200 OK                                  Icecast 2.4.4 sends it at once, others never
 *  C: the stream
 * </pre>
 *
 * <p>Thread: {@link #goLive} one, {@link #sendTitle} another.
 */
final class IcecastProtocol implements SourceProtocol {

    /** As long as libshout waits for a 100: a server that knows PUT says something by then. */
    private static final long PUT_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** After a 100, how long the final answer is waited for: it may come after the last byte only. */
    private static final long AFTER_CONTINUE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What servers answer that do not know PUT, or not as the beginning of a stream. */
    private static final List<Integer> NO_PUT = List.of(400, 404, 405, 411, 417, 501, 505);

    private static final List<Integer> PASSING = List.of(403, 408, 409, 423, 425, 429);

    private final PushAddress address;
    private final String userAgent;
    private boolean oldServer;

    IcecastProtocol(PushAddress address, String userAgent) {
        this.address = address;
        this.userAgent = userAgent;
    }

    @Override
    public ServerLink goLive(StreamOffer offer) throws IOException {
        if (!oldServer) {
            ServerLink link = ServerLink.open(address.host(), address.port());
            try {
                if (put(link, offer)) {
                    return link;
                }
                link.close();
            } catch (IOException e) {
                link.close();
                throw e;
            }
        }
        ServerLink link = ServerLink.open(address.host(), address.port());
        try {
            source(link, offer);
            oldServer = true;
            return link;
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    /** Whether the server takes the stream; false: it does not know PUT. */
    private boolean put(ServerLink link, StreamOffer offer) throws IOException {
        link.write(head("PUT %s HTTP/1.1", "Expect: 100-continue\r\n", offer), ANSWER_NANOS);
        long deadline = System.nanoTime() + PUT_NANOS;
        boolean mayBegin = false;
        try {
            ServerReply reply = ServerReply.read(link, deadline);
            while (reply.status() < 200) {
                mayBegin |= reply.status() == 100;
                reply = ServerReply.read(link, System.nanoTime() + AFTER_CONTINUE_NANOS);
            }
            if (NO_PUT.contains(reply.status())) {
                return false;
            }
            requireSuccess(reply);
            return true;
        } catch (SocketTimeoutException | EOFException e) {
            if (mayBegin && e instanceof EOFException) {
                throw e;
            }
            return mayBegin;
        }
    }

    private void source(ServerLink link, StreamOffer offer) throws IOException {
        link.write(head("SOURCE %s HTTP/1.0", "", offer), ANSWER_NANOS);
        requireSuccess(ServerReply.read(link, System.nanoTime() + ANSWER_NANOS));
    }

    private static void requireSuccess(ServerReply reply) throws RefusedException {
        if (reply.isSuccess()) {
            return;
        }
        String said = reply.shown();
        String lower = said.toLowerCase(Locale.ROOT);
        boolean isUnsupported = lower.contains("content-type") || lower.contains("content type");
        boolean isForbidden = isUnsupported || lower.contains("may not"); // icy, of a mount that sources may not make
        boolean mayPass = reply.status() >= 500 || (PASSING.contains(reply.status()) && !isForbidden);
        throw new RefusedException(
                reply.status() == 401
                        ? "the server does not take this user and password (" + said + "): check both"
                        : "the server refuses the stream: " + said,
                mayPass);
    }

    private String head(String requestLine, String expect, StreamOffer offer) {
        StringBuilder head = new StringBuilder();
        head.append(String.format(Locale.ROOT, requestLine, address.mount())).append("\r\n");
        head.append("Host: ").append(host()).append("\r\n");
        head.append(authorization());
        head.append("User-Agent: ").append(userAgent).append("\r\n");
        head.append("Content-Type: ").append(offer.contentType()).append("\r\n");
        add(head, "Ice-Name", offer.name());
        add(head, "Ice-Genre", offer.genre());
        add(head, "Ice-Description", offer.description());
        add(head, "Ice-URL", offer.url());
        head.append("Ice-Public: ").append(offer.isPublic() ? 1 : 0).append("\r\n");
        add(head, "Ice-Bitrate", offer.kbps() > 0 ? Integer.toString(offer.kbps()) : "");
        add(head, "Ice-Audio-Info", offer.audioInfo());
        return head.append(expect).append("\r\n").toString();
    }

    private static void add(StringBuilder head, String name, String value) {
        if (!value.isEmpty()) {
            head.append(name).append(": ").append(value).append("\r\n");
        }
    }

    private String host() {
        String name = address.host().indexOf(':') < 0 ? address.host() : "[" + address.host() + "]";
        return name + ":" + address.port();
    }

    private String authorization() {
        String credentials = address.user() + ":" + address.password();
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    @Override
    public void sendTitle(String title) throws IOException {
        String mount = URLDecoder.decode(address.mount().replace("+", "%2B"), StandardCharsets.UTF_8);
        String target = "/admin/metadata?mode=updinfo&mount=%s&charset=UTF-8&song=%s"
                .formatted(
                        URLEncoder.encode(mount, StandardCharsets.UTF_8),
                        URLEncoder.encode(title, StandardCharsets.UTF_8));
        try (ServerLink link = ServerLink.open(address.host(), address.port())) {
            link.write("""
                    GET %s HTTP/1.0\r
                    Host: %s\r
                    %sUser-Agent: %s\r
                    \r
                    """.formatted(target, host(), authorization(), userAgent), ANSWER_NANOS);
            ServerReply reply = ServerReply.read(link, System.nanoTime() + ANSWER_NANOS);
            if (!reply.isSuccess()) {
                throw new IOException("the server does not take the title: " + reply.shown());
            }
        }
    }
}
