package icy.server.mount;

import icy.core.icy.StreamTitle;
import icy.core.icy.TitleMark;
import icy.core.ring.StreamRing;
import icy.core.ring.StreamTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mount's stream from its ring, unit by unit, as something that another mount sends. It holds nothing up: one that
 * reads too late is told so.
 *
 * <p>Thread: one at a time, any loop's.
 */
public final class StreamTap {
    private final Mount of;
    private final StreamRing ring;
    private final StreamRun run;
    private final byte[] preamble;
    private long unit;
    private TitleMark title;

    private StreamTap(Mount of, StreamRun run, Entry entry) {
        this.of = of;
        this.run = run;
        this.ring = run.ring();
        this.unit = entry.unit();
        this.preamble = run.format().codec() == Codec.OGG ? entry.before() : new byte[0];
        this.title = run.titles().at(entry.position());
    }

    /**
     * Begins {@code behind} the live edge.
     *
     * @return null when the mount is off the air or has just begun
     */
    public static @Nullable StreamTap open(Mount of, Duration behind) {
        StreamRun run = of.run();
        if (run == null || !run.canBeHeard()) {
            return null;
        }
        long unit = run.ring().unitAtTime(run.ring().edgeTime() - StreamTime.ofDuration(behind));
        return unit == StreamRing.NO_UNIT
                ? null
                : new StreamTap(of, run, run.format().codec().entry(run, unit));
    }

    /** Begins at stream time {@code time}, or as near to it as is retained; null as {@link #open}. */
    public static @Nullable StreamTap openAt(Mount of, long time) {
        StreamRun run = of.run();
        if (run == null || !run.canBeHeard()) {
            return null;
        }
        long unit = run.ring().unitAtTime(time);
        return unit == StreamRing.NO_UNIT
                ? null
                : new StreamTap(of, run, run.format().codec().entry(run, unit));
    }

    /** Which stretch of the mount's stream it reads; see {@link Mount#stretch}. */
    public String stretch() {
        return run.id();
    }

    /** Stream time of the next unit; {@link #title} and this are of the same moment. */
    public long time() {
        return ring.unitTime(unit);
    }

    /** What a decoder needs before the first unit: Ogg header pages; else empty. */
    public ByteBuffer preamble() {
        return ByteBuffer.wrap(preamble);
    }

    public StreamFormat format() {
        return run.format();
    }

    /** Whether more may come: the mount is still on the air with the same stretch, and the ring has not overtaken this. */
    public boolean flows() {
        return of.run() == run && run.canBeHeard() && unit >= ring.retainedFromUnit();
    }

    /** The next unit; null while there is none. */
    public @Nullable ByteBuffer next() {
        if (unit >= ring.units() || unit < ring.retainedFromUnit()) {
            return null;
        }
        long position = ring.unitPosition(unit);
        byte[] bytes = new byte[(int) (ring.unitPosition(unit + 1) - position)];
        if (!ring.copy(position, bytes, 0, bytes.length)) {
            return null; // overtaken: flows() says so
        }
        unit++;
        return ByteBuffer.wrap(bytes);
    }

    /** The title in force at the next unit. */
    public StreamTitle title() {
        title = run.titles().at(ring.unitPosition(unit));
        return title.title();
    }
}
