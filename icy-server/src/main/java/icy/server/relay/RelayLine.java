package icy.server.relay;

import icy.core.ring.StreamTime;
import icy.server.config.StationInfo;
import icy.server.http.HttpError;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.source.LiveInput;
import icy.server.source.Wrapping;
import icy.server.stats.Counter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a relay to an upstream, and what has come through it.
 *
 * <pre>
 *   OPENING ──answered──> FILLING ──its burst is in──> READY
 *      └──────────────────────┴─────────────────────────┴──> ENDED: what is buffered is still played
 * </pre>
 *
 * <p>Servers begin with a burst, some seconds of audio as fast as the link takes it. All of it is awaited, for a moment:
 * what came later would make the relay late for as long as the connection lasts.
 *
 * <p>Thread: the mount's home loop; figures any.
 */
final class RelayLine implements UpstreamClient.Receiver {
    /** Titles can be asked for or not: a stream whose blocks are not where they should be is heard without them. */
    record Request(RelayTarget target, boolean titles) {}

    /** A relay has one link, to a server, with less jitter than an encoder's. */
    private static final Duration TARGET = Duration.ofMillis(200);

    /** Bursts are 64 kB by custom, or some seconds. */
    private static final Duration MOST_BURST = Duration.ofSeconds(30);

    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The burst is over when so long no more came than plays in twice the time; a second at the most is waited. */
    private static final long BURST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long MOST_BURST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Mount mount;
    private final Request request;
    private final UpstreamClient client;
    private final Counter bytesRead = new Counter();
    private volatile UpstreamUrl from;
    private volatile @Nullable UpstreamAnswer answer;
    private volatile @Nullable LiveInput input;
    private volatile Instant since = Instant.now();
    private @Nullable String endedWhy;
    private boolean lostTitles;
    private boolean noted;
    private long heardNanos;
    private long heardUnits;
    private long firstHeardNanos;
    private boolean settled;
    private long settledSinceNanos;
    private long filledNanos;
    private long unitsBeforePause;

    RelayLine(Mount mount, UpstreamClient.Network network, Request request) {
        this.mount = mount;
        this.request = request;
        this.from = request.target().url();
        this.client = new UpstreamClient(network, from, request.target().mayBeLocal(), request.titles(), this);
    }

    void open() {
        heardNanos = mount.home().nowNanos();
        client.start();
    }

    /** Ends it; what is buffered stays. */
    void close(String why) {
        if (endedWhy == null) {
            client.close();
            ended(why);
        }
    }

    void tend(long nowNanos) {
        LiveInput to = input;
        if (to == null) {
            return;
        }
        to.tend(nowNanos);
        if (endedWhy != null) {
            return;
        }
        boolean full = to.full();
        client.reading(!full);
        if (full) {
            heardNanos = nowNanos;
        } else if (nowNanos - heardNanos >= SILENCE_NANOS) {
            close("nothing to play has come for " + TimeUnit.NANOSECONDS.toSeconds(SILENCE_NANOS) + " s");
            return;
        }
        settled |= to.spareUnits() > 0 && burstIsOver(to, nowNanos);
    }

    /** Whether it could be on the air now. */
    boolean ready() {
        LiveInput to = input;
        return to != null && (settled || endedWhy != null) && to.ready();
    }

    /** Everything has been played, and nothing will come. */
    boolean over() {
        LiveInput to = input;
        return endedWhy != null && (to == null || to.over());
    }

    /** Why nothing more comes; null while it may. */
    @Nullable
    String endedWhy() {
        return endedWhy;
    }

    /** Whether somebody has drawn the conclusions from its end. */
    boolean noted() {
        return noted;
    }

    void note() {
        noted = true;
    }

    /** Whether it ended because its titles could not be told from audio. */
    boolean lostTitles() {
        return lostTitles;
    }

    /** How long it gave audio. */
    long lastedNanos() {
        return heardUnits == 0 ? 0 : heardNanos - firstHeardNanos;
    }

    Request request() {
        return request;
    }

    /** Where it comes from, after redirects. Any thread. */
    UpstreamUrl from() {
        return from;
    }

    /** Null before there is one. Any thread. */
    @Nullable
    UpstreamAnswer answer() {
        return answer;
    }

    /** Null before there is one. Any thread. */
    @Nullable
    LiveInput input() {
        return input;
    }

    /** When the upstream answered. Any thread. */
    Instant since() {
        return since;
    }

    /** Bytes of the body. Any thread. */
    long bytesRead() {
        return bytesRead.get();
    }

    /** How the upstream introduces the station. */
    StationInfo info() {
        UpstreamAnswer head = answer;
        return head == null ? StationInfo.DEFAULT : head.stationInfo();
    }

    @Override
    public void answered(UpstreamUrl url, UpstreamAnswer head, boolean local) {
        Codec codec = head.codec();
        Wrapping wrapping = new Wrapping(
                head.chunked(), head.lengthBytes(), codec.carriesBlocks() && request.titles() ? head.metaint() : 0);
        from = url;
        answer = head;
        since = Instant.now();
        heardNanos = mount.home().nowNanos();
        input = LiveInput.ofRelay(
                "relay of " + url, mount, codec, head.contentType(codec), wrapping, TARGET, TARGET.plus(MOST_BURST));
    }

    @Override
    public void body(ByteBuffer bytes) {
        LiveInput to = input;
        if (to == null) {
            return;
        }
        bytesRead.add(bytes.remaining());
        try {
            if (!to.push(bytes)) {
                close("the stream has ended");
            }
        } catch (HttpError e) {
            lostTitles = head().metaint() > 0;
            close(String.valueOf(e.getMessage()));
        }
        if (to.unitsRead() > heardUnits) {
            heardNanos = mount.home().nowNanos();
            firstHeardNanos = heardUnits == 0 ? heardNanos : firstHeardNanos;
            heardUnits = to.unitsRead();
        }
        client.reading(!to.full());
    }

    @Override
    public void ended(String why) {
        endedWhy = why;
        LiveInput to = input;
        if (to != null) {
            to.end();
        }
    }

    private UpstreamAnswer head() {
        UpstreamAnswer head = answer;
        if (head == null) {
            throw new IllegalStateException("there is a body before an answer");
        }
        return head;
    }

    private boolean burstIsOver(LiveInput to, long nowNanos) {
        if (filledNanos == 0) {
            filledNanos = nowNanos;
            settledSinceNanos = nowNanos;
            unitsBeforePause = to.unitsRead();
            return false;
        }
        long pause = nowNanos - settledSinceNanos;
        if (pause < BURST_PAUSE_NANOS) {
            return nowNanos - filledNanos >= MOST_BURST_WAIT_NANOS;
        }
        boolean slow = to.unitsRead() - unitsBeforePause <= 2 * StreamTime.ofNanos(pause);
        settledSinceNanos = nowNanos;
        unitsBeforePause = to.unitsRead();
        return slow || to.full() || nowNanos - filledNanos >= MOST_BURST_WAIT_NANOS;
    }
}
