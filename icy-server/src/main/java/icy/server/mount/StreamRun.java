package icy.server.mount;

import icy.core.icy.TitleTimeline;
import icy.core.ring.StreamRing;
import icy.core.ring.StreamTime;
import icy.server.config.MountConfig;
import icy.server.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One uninterrupted stretch of a mount's stream, from its first unit to its last: ring, clock, titles, headers, and an
 * {@link Audience} on every loop. A mount that goes off the air and on again has a new one, so that nobody is sent audio
 * of before, and the new stretch may have another codec.
 *
 * <p>Thread: {@link #ready}, {@link #title} and {@link #end} the mount's home loop; {@link #audience} each loop its own;
 * everything else any.
 */
final class StreamRun {
    /** A ring is never smaller: what a browser needs before it starts to play. */
    private static final int MIN_RING_BYTES = 160 * 1024;

    private final String id;
    private final StreamFormat format;
    private final StreamRing ring;
    private final MountClock clock;
    private final TitleTimeline titles;
    private final Preambles preambles = new Preambles();
    private final Instant began = Instant.now();
    private final AtomicReferenceArray<@Nullable Audience> audiences;
    private final Duration retain;
    private volatile int bitrateKbps;
    private volatile boolean ready;
    private volatile boolean ended;

    /**
     * @param id differs from run to run: positions and times of another one mean something else
     * @param kbps expected bitrate; sizes the ring, which grows when it is exceeded
     * @param loops how many there are
     */
    StreamRun(String id, MountConfig config, StreamFormat format, int kbps, int loops) {
        this(id, config, format, kbps, loops, new MountClock(), 0);
    }

    private StreamRun(
            String id, MountConfig config, StreamFormat format, int kbps, int loops, MountClock clock, long fromTime) {
        Duration retain = config.delivery().retain().plus(Mount.GRACE);
        this.retain = config.delivery().retain();
        this.id = id;
        this.clock = clock;
        this.format = format;
        this.bitrateKbps = possible(kbps);
        this.titles = new TitleTimeline(config.sources().charset());
        this.audiences = new AtomicReferenceArray<>(loops);
        this.ring = new StreamRing(
                StreamTime.ofDuration(retain),
                ringBytes(retain, bitrateKbps),
                ringBytes(retain, format.codec().maxBitrateKbps()),
                fromTime);
    }

    /** One that goes by this one's clock: the same stream time means the same moment in both. */
    StreamRun beside(String itsId, MountConfig config, StreamFormat itsFormat, int kbps, long fromTime) {
        return new StreamRun(itsId, config, itsFormat, kbps, audiences.length(), clock, fromTime);
    }

    String id() {
        return id;
    }

    /** How much audio is kept for those who are late. */
    Duration retain() {
        return retain;
    }

    StreamFormat format() {
        return format;
    }

    StreamRing ring() {
        return ring;
    }

    MountClock clock() {
        return clock;
    }

    TitleTimeline titles() {
        return titles;
    }

    /** What a listener must be given before it can begin in the middle: header pages, by stream position. */
    Preambles preambles() {
        return preambles;
    }

    Instant began() {
        return began;
    }

    int bitrateKbps() {
        return bitrateKbps;
    }

    void bitrateKbps(int kbps) {
        bitrateKbps = possible(kbps);
    }

    /** What a source says of itself, or seems to send, decides on memory: no more than its codec can have. */
    private int possible(int kbps) {
        return Math.min(kbps, format.codec().maxBitrateKbps());
    }

    /** From now on there is audio for those who come. */
    void ready() {
        ready = true;
    }

    boolean canBeHeard() {
        return ready && !ended;
    }

    /** The audience on the caller's loop, made on first use; null when nobody can join (any more, or yet). */
    @Nullable
    Audience audience(Mount mount, EventLoop loop, int index, FlushBudget budget) {
        if (!canBeHeard()) {
            return null;
        }
        Audience audience = audiences.get(index);
        if (audience == null) {
            audience = new Audience(mount, this, loop, budget);
            audiences.set(index, audience);
        }
        return audience;
    }

    /** The audience with this index; null when nobody has been there. */
    @Nullable
    Audience audience(int index) {
        return audiences.get(index);
    }

    /** No more units: every listener gets what is there, at most for {@code within}, and is then let go. */
    void end(List<EventLoop> loops, CloseReason reason, Duration within) {
        ended = true;
        for (int i = 0; i < loops.size(); i++) {
            EventLoop loop = loops.get(i);
            int index = i;
            loop.execute(() -> {
                Audience audience = audiences.get(index);
                if (audience != null) {
                    audience.end(reason, loop.nowNanos() + within.toNanos());
                }
            });
        }
    }

    private static int ringBytes(Duration retain, int kbps) {
        long audio = retain.toMillis() * kbps / 8;
        return (int) Math.max(MIN_RING_BYTES, audio + audio / 50 + 32 * 1024); // a little for VBR, and history
    }
}
