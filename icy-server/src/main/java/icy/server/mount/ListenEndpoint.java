package icy.server.mount;

import icy.core.ring.StreamTime;
import icy.server.config.MountConfig;
import icy.server.http.AccessLog;
import icy.server.http.Body;
import icy.server.http.Endpoint;
import icy.server.http.Headers;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.loop.Connection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET} of a mount: turns a connection into a listener, and answers those who only ask (HEAD, the two-byte probe of
 * Apple's players, a full house).
 *
 * <p>Thread: the connection's loop.
 */
public final class ListenEndpoint implements Endpoint.Takeover {
    /** Chromium's media element starts to play after about 131 kB, whatever time that is. */
    private static final int BROWSER_BURST_BYTES = 160_000;

    /** A range of at most this many bytes from the start is a probe; icecast-kh draws the line at the same place. */
    private static final int MAX_PROBE_BYTES = 100;

    /** What a probe is told of the length: icecast-kh's number, with which AVPlayer goes on to ask for the stream. */
    private static final String PROBE_TOTAL = "1073741823";

    private static final byte[] NOTHING = {};
    private static final Pattern WANTS_METADATA = Pattern.compile("\\s*[+-]?0*[1-9]");
    private static final Pattern PROBE = Pattern.compile("bytes=0-(\\d{1,3})");

    private final Function<Request, Optional<Mount>> which;
    private final StreamHead heads;
    private final Intros intros;

    /**
     * @param which the mount that a request is for
     * @param heads how answers begin
     * @param intros what is heard before the stream
     */
    public ListenEndpoint(Function<Request, Optional<Mount>> which, StreamHead heads, Intros intros) {
        this.which = which;
        this.heads = heads;
        this.intros = intros;
    }

    @Override
    public Optional<Response> accept(Request request, Connection connection) {
        Mount mount = which.apply(request).orElse(null);
        if (mount == null || mount.ended().isDone()) {
            return Optional.of(Response.notFound("There is no mount " + request.path() + "."));
        }
        if (!mount.onAir() && mount.comesOnDemand()) {
            return request.isHead()
                    ? Optional.of(new Response(200, StreamHead.offAir(mount), Body.endless()))
                    : await(mount, request, connection);
        }
        return join(mount, request, connection);
    }

    /** Has the connection wait for the stream. */
    private Optional<Response> await(Mount mount, Request request, Connection connection) {
        WaitingRoom.enter(mount, connection, () -> {
            Response refusal;
            try {
                refusal = join(mount, request, connection).orElse(null);
            } catch (HttpError e) {
                refusal = e.response();
            }
            if (refusal != null) {
                mount.accessLog().log(AccessLog.Entry.of(request, refusal.status(), 0, 0));
                heads.decline(connection, request, refusal);
            }
        });
        return Optional.empty();
    }

    private Optional<Response> join(Mount mount, Request request, Connection connection) {
        Audience audience = mount.audience(connection.loop());
        StreamRun run = mount.run();
        if (audience == null || run == null) {
            if (mount.config().handover().idle().mayBeOff()
                    && mount.config().playout().paths().isEmpty()) {
                return Optional.of(Response.notFound(mount.name() + " has no source now."));
            }
            return Optional.of(Response.problem(503, mount.name() + " is not on the air yet. Try again in a moment.")
                    .with("Retry-After", "1"));
        }
        long now = connection.loop().nowNanos();
        mount.advance(now);
        Duration burst = burst(request, mount.config(), run);
        Entry entry = audience.entry(run.clock().timeAt(now) - StreamTime.ofDuration(burst));
        if (entry == null) {
            return Optional.of(Response.problem(503, mount.name() + " has no audio yet. Try again in a moment.")
                    .with("Retry-After", "1"));
        }
        int metaint = run.format().codec().carriesBlocks() && wantsMetadata(request)
                ? mount.config().delivery().metaint()
                : 0;
        long edgeAt = run.clock().wallMillis(entry.time(), now, System.currentTimeMillis());
        Headers head = StreamHead.of(mount.info(), run, entry, metaint, edgeAt);
        if (request.isHead()) {
            return Optional.of(new Response(200, head, Body.endless()));
        }
        int probeBytes = metaint == 0 ? probeBytes(request) : 0;
        if (probeBytes > 0) {
            return Optional.of(probe(run, audience.beginning(entry, probeBytes)));
        }
        boolean isServers = request.user().filter(ListenerLogins::isServers).isPresent();
        Response full = enter(mount, !isServers);
        if (full != null) {
            return Optional.of(full);
        }
        AccessLog.Entry logged = AccessLog.Entry.of(request, 200, 0, 0);
        boolean isRelay = isServers || Attendance.isRelay(logged.userAgent());
        Duration longest = mount.config().listeners().maxTime();
        audience.join(
                connection,
                new Ticket(
                        logged,
                        heads.encode(request, head),
                        entry,
                        burst.isZero() || isRelay ? NOTHING : intros.before(mount, run.format(), now),
                        metaint,
                        /* prompt= */ burst.isZero() || isRelay, // a chain of relays adds up its waits
                        /* takesPlace= */ !isServers,
                        isServers || longest == null ? Ticket.FOR_EVER : longest.toNanos()));
        return Optional.empty();
    }

    /** Takes a place on the server, and one of the mount's own. The answer to send where there is none; else null. */
    private static @Nullable Response enter(Mount mount, boolean takesPlace) {
        if (!mount.admission().tryEnter()) {
            return full("All " + mount.admission().limit() + " places are taken.");
        }
        if (takesPlace && !mount.tryTakePlace()) {
            mount.admission().leave();
            return full("All " + mount.config().listeners().max() + " places of " + mount.name() + " are taken.");
        }
        return null;
    }

    private static Response full(String sentence) {
        return Response.problem(503, sentence + " Try again in a minute.").with("Retry-After", "60");
    }

    /** As Icecast reads it, with C's {@code atoi}: a number that is not 0, whatever stands behind it. */
    private static boolean wantsMetadata(Request request) {
        return WANTS_METADATA.matcher(request.header("Icy-MetaData").orElse("")).lookingAt();
    }

    private static Duration burst(Request request, MountConfig config, StreamRun run) {
        Duration most = run.retain();
        String asked = request.query("burst").orElse(null);
        if (asked != null) {
            return atMost(most, parseSeconds(asked));
        }
        Duration usual = config.delivery().burst();
        if (isMediaElement(request)) {
            Duration needed = Duration.ofMillis(BROWSER_BURST_BYTES * 8L / Math.max(8, run.bitrateKbps()));
            return atMost(most, needed.compareTo(usual) > 0 ? needed : usual);
        }
        return usual;
    }

    private static Duration parseSeconds(String text) {
        try {
            double seconds = Double.parseDouble(text);
            if (seconds >= 0 && seconds <= 86_400) {
                return Duration.ofMillis(Math.round(seconds * 1000));
            }
        } catch (NumberFormatException e) {
            // answered below, together with numbers out of range
        }
        throw new HttpError(400, "burst=" + text + " is not a number of seconds: write 0, 2.5 or 10.");
    }

    private static Duration atMost(Duration most, Duration wanted) {
        return wanted.compareTo(most) > 0 ? most : wanted;
    }

    /** An {@code <audio>} element: it says so, or it is a browser that asks for a range and no metadata. */
    private static boolean isMediaElement(Request request) {
        @Nullable String destination = request.header("Sec-Fetch-Dest").orElse(null);
        if (destination != null) {
            return destination.equals("audio") || destination.equals("video");
        }
        return request.headers().contains("Range")
                && !wantsMetadata(request)
                && request.header("User-Agent")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .startsWith("mozilla");
    }

    /** How many bytes a probe asks for; 0 when this is none. */
    private static int probeBytes(Request request) {
        Matcher range = PROBE.matcher(request.header("Range").orElse(""));
        int bytes = range.matches() ? Integer.parseInt(range.group(1)) + 1 : 0;
        return bytes <= MAX_PROBE_BYTES ? bytes : 0;
    }

    /**
     * Apple's players first ask for two bytes. They get them, from the stream's own beginning, and are not counted; the
     * open range that follows gets the stream.
     */
    private static Response probe(StreamRun run, ByteBuffer beginning) {
        Headers head = Headers.of(
                "Content-Type",
                run.format().contentType(),
                "Accept-Ranges",
                "bytes",
                "Content-Range",
                "bytes 0-" + (beginning.remaining() - 1) + "/" + PROBE_TOTAL,
                "Cache-Control",
                "no-cache, no-store");
        return new Response(206, head, new Body.Bytes(beginning));
    }
}
