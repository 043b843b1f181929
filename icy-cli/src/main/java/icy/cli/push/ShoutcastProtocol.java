package icy.cli.push;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * SHOUTcast's first protocol, which all its successors still take. Sources connect to the port above the one of
 * listeners; some servers take them on that one too.
 *
 * <pre>
 *  C: password
 *  S: OK2
 *  S: icy-caps:11
 *  C: icy-name:… icy-genre:… content-type:audio/mpeg, an empty line
 *  C: the stream
 * </pre>
 *
 * <p>Thread: {@link #goLive} one, {@link #sendTitle} another.
 */
final class ShoutcastProtocol implements SourceProtocol {

    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PushAddress address;
    private final String userAgent;

    ShoutcastProtocol(PushAddress address, String userAgent) {
        this.address = address;
        this.userAgent = userAgent;
    }

    @Override
    public ServerLink goLive(StreamOffer offer) throws IOException {
        IOException above;
        try {
            return goLive(offer, address.port() + 1);
        } catch (RefusedException e) {
            throw e;
        } catch (IOException e) {
            above = e;
        }
        try {
            return goLive(offer, address.port());
        } catch (RefusedException e) {
            throw e;
        } catch (IOException e) {
            // Of the two, the port for sources is the one whose trouble says more.
            throw e instanceof EOFException ? above : e;
        }
    }

    private ServerLink goLive(StreamOffer offer, int port) throws IOException {
        ServerLink link = ServerLink.open(address.host(), port);
        try {
            link.write(credentials() + "\r\n", ANSWER_NANOS);
            requireOk(link);
            link.write(head(offer), ANSWER_NANOS);
            return link;
        } catch (SocketTimeoutException e) {
            link.close();
            throw new IOException("%s:%d does not answer as a SHOUTcast server".formatted(address.host(), port), e);
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    private static void requireOk(ServerLink link) throws IOException {
        long deadline = System.nanoTime() + ANSWER_NANOS;
        StringBuilder answer = new StringBuilder();
        String first = ServerReply.line(link, answer, deadline);
        String lower = first.toLowerCase(Locale.ROOT);
        if (lower.contains("invalid password")) {
            throw new RefusedException("the server does not take this password: check it", /* mayPass= */ false);
        }
        if (first.matches("(HTTP|ICY)/?\\S* .*")) { // a web server, or the port of listeners
            throw new EOFException("the server answers with " + ServerReply.excerpt(first));
        }
        if (!first.startsWith("OK")) {
            throw new RefusedException("the server refuses the stream: " + ServerReply.excerpt(first), true);
        }
        while (!ServerReply.line(link, answer, deadline).isEmpty()) {
            // Its capabilities: 11 is all there ever was.
        }
    }

    private static String head(StreamOffer offer) {
        return """
                icy-name:%s\r
                icy-genre:%s\r
                icy-url:%s\r
                icy-irc:\r
                icy-icq:\r
                icy-aim:\r
                icy-pub:%d\r
                icy-br:%d\r
                content-type:%s\r
                \r
                """.formatted(
                offer.name(), offer.genre(), offer.url(), offer.isPublic() ? 1 : 0, offer.kbps(), offer.contentType());
    }

    private String credentials() {
        return address.user().isEmpty() ? address.password() : address.user() + ":" + address.password();
    }

    @Override
    public void sendTitle(String title) throws IOException {
        String target = "/admin.cgi?mode=updinfo&pass=%s&charset=UTF-8&song=%s"
                .formatted(
                        URLEncoder.encode(credentials(), StandardCharsets.UTF_8),
                        URLEncoder.encode(title, StandardCharsets.UTF_8));
        try (ServerLink link = ServerLink.open(address.host(), address.port())) {
            // SHOUTcast 1 takes titles from what calls itself Mozilla only.
            link.write("""
                    GET %s HTTP/1.0\r
                    Host: %s:%d\r
                    User-Agent: %s (Mozilla Compatible)\r
                    \r
                    """.formatted(target, address.host(), address.port(), userAgent), ANSWER_NANOS);
            ServerReply reply = ServerReply.read(link, System.nanoTime() + ANSWER_NANOS);
            if (!reply.isSuccess()) {
                throw new IOException("the server does not take the title: " + reply.shown());
            }
        } catch (EOFException e) {
            // SHOUTcast 1 takes it and closes the connection without a word.
        }
    }
}
