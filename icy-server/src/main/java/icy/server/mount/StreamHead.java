package icy.server.mount;

import icy.core.ring.StreamTime;
import icy.server.config.StationInfo;
import icy.server.http.Cors;
import icy.server.http.FinalAnswer;
import icy.server.http.HeadWriter;
import icy.server.http.Headers;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.loop.Connection;
import java.util.List;
import java.util.Locale;

/**
 * The head of the answer that a listener gets.
 *
 * <p>As Icecast 2.4.4 writes it, in what players depend on: HTTP/1.0, closed at the end, neither length nor chunks,
 * {@code icy-*} names in lower case, one plain integer in {@code icy-br}, {@code icy-metaint} last and
 * only when asked for. Added are {@code X-Stream-…}, which say where in the stream the first byte is:
 *
 * <pre>
 *   X-Stream-Position  bytes since the mount began
 *   X-Stream-Time      milliseconds since the mount began
 *   X-Stream-Edge-At   wall-clock time, in milliseconds since 1970, at which that stream time was the live edge
 *   X-Stream-Run       the server's run: positions and times of another run mean something else
 * </pre>
 *
 * <p>Thread: any.
 */
public final class StreamHead {
    /** Windows Media Player's network code plays SHOUTcast streams only when they say so; nobody else needs it. */
    private static final List<String> NEED_ICY = List.of("nsplayer", "wmfsdk", "windows-media-player");

    private final String serverName;
    private final HeadWriter writer;

    /** @param serverName for the field {@code Server} */
    public StreamHead(String serverName, HeadWriter writer) {
        this.serverName = serverName;
        this.writer = writer;
    }

    /** The bytes of the whole head. */
    byte[] encode(Request request, Headers head) {
        Headers all = Headers.builder()
                .add("Server", serverName)
                .add("Date", writer.date())
                .add("Connection", "close")
                .addAll(Cors.READING)
                .addAll(head)
                .build();
        return HeadWriter.encode(protocol(request), 200, all);
    }

    /** Answers one who waited, and will not become a listener. */
    void decline(Connection connection, Request request, Response response) {
        FinalAnswer.send(connection, request, response, writer, serverName);
    }

    private static String protocol(Request request) {
        String agent = request.header("User-Agent").orElse("").toLowerCase(Locale.ROOT);
        return NEED_ICY.stream().anyMatch(agent::contains) ? "ICY" : "HTTP/1.0";
    }

    /** What is known of a mount that would come on the air for a listener. */
    static Headers offAir(Mount mount) {
        StationInfo info = mount.config().info();
        Headers.Builder head = Headers.builder()
                .add("Content-Type", mount.expectedContentType())
                .add("Cache-Control", "no-cache, no-store")
                .add("Accept-Ranges", "none");
        addText(head, "icy-description", info.description());
        addText(head, "icy-genre", info.genre());
        addText(head, "icy-name", info.name());
        head.add("icy-pub", info.isPublic() ? "1" : "0");
        addText(head, "icy-url", info.url());
        return head.build();
    }

    /**
     * @param metaint 0 when the listener asked for no metadata
     * @param edgeAtMillis wall-clock time at which the entry was the live edge
     */
    static Headers of(StationInfo info, StreamRun run, Entry entry, int metaint, long edgeAtMillis) {
        StreamFormat format = run.format();
        Headers.Builder head = Headers.builder()
                .add("Content-Type", format.contentType())
                .add("Cache-Control", "no-cache, no-store")
                .add("Expires", "Mon, 26 Jul 1997 05:00:00 GMT")
                .add("Pragma", "no-cache")
                .add("Accept-Ranges", "none")
                .add("X-Accel-Buffering", "no") // nginx would hold the stream back
                .add("X-Stream-Position", Long.toString(entry.position()))
                .add("X-Stream-Time", Long.toString(StreamTime.toMillis(entry.time())))
                .add("X-Stream-Edge-At", Long.toString(edgeAtMillis))
                .add("X-Stream-Run", run.id())
                .add(
                        "ice-audio-info",
                        "bitrate=" + run.bitrateKbps() + ";samplerate=" + format.sampleRate() + ";channels="
                                + format.channels())
                .add("icy-br", Integer.toString(run.bitrateKbps()));
        addText(head, "icy-description", info.description());
        addText(head, "icy-genre", info.genre());
        addText(head, "icy-name", info.name());
        head.add("icy-pub", info.isPublic() ? "1" : "0");
        head.add("icy-sr", Integer.toString(format.sampleRate()));
        addText(head, "icy-url", info.url());
        if (metaint > 0) {
            head.add("icy-metaint", Integer.toString(metaint));
        }
        return head.build();
    }

    private static void addText(Headers.Builder head, String name, String value) {
        if (!value.isEmpty()) {
            head.add(name, value);
        }
    }
}
