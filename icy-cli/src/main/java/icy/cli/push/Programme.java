package icy.cli.push;

import icy.cli.CommandException;
import icy.core.ring.StreamTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What is pushed, with its time: every unit has its place whether it is sent or falls into a time without a connection.
 *
 * <p>Thread: one at a time.
 */
final class Programme {

    /** So much is read before the first connection, to tell the server the bitrate. */
    private static final long FIRST_LOOK_UNITS = StreamTime.UNITS_PER_SECOND;

    private static final long FIRST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final UnitSource source;
    private final Deque<Unit> read = new ArrayDeque<>();
    private final Entries entries;
    private final StreamCodec codec;
    private long position;
    private long trackStart;
    private long trackBytes;
    private String title = "";

    /** Waits until the input tells its codec. */
    Programme(UnitSource source) throws CommandException, InterruptedException {
        this.source = source;
        this.codec = source.codec();
        this.entries = codec.entries();
    }

    StreamCodec codec() {
        return codec;
    }

    /** Average bitrate of the first second, and the first unit's format, for the server to be told. */
    Look look() throws CommandException, InterruptedException {
        long deadline = System.nanoTime() + FIRST_LOOK_NANOS;
        long units = 0;
        long bytes = 0;
        int sampleRate = 0;
        int channels = 0;
        while (units < FIRST_LOOK_UNITS) {
            Optional<Unit> next = source.next(Math.max(0, deadline - System.nanoTime()));
            if (next.isEmpty()) {
                break;
            }
            Unit unit = next.get();
            read.add(unit);
            sampleRate = sampleRate == 0 ? unit.sampleRate() : sampleRate;
            channels = channels == 0 ? unit.channels() : channels;
            units += unit.durationUnits();
            bytes += unit.durationUnits() > 0 ? unit.bytes().length : 0;
        }
        return new Look(kbps(bytes, units), sampleRate, channels);
    }

    /** What the beginning of the programme looks like; 0 is unknown. */
    record Look(int kbps, int sampleRate, int channels) {}

    /** The next unit, which stays the next until it is {@linkplain #pass passed}; empty if none comes in time, or ever. */
    Optional<Unit> next(long waitNanos) throws CommandException, InterruptedException {
        if (read.isEmpty()) {
            source.next(waitNanos).ifPresent(read::add);
        }
        return Optional.ofNullable(read.peek());
    }

    boolean isOver() {
        return read.isEmpty() && source.isOver();
    }

    /** What a connection begins with that begins with {@code next}; empty if it cannot. */
    Optional<byte[]> entry(Unit next) {
        return entries.before(next);
    }

    /** The bytes to send for the next unit, on a connection that has begun. */
    byte[] onTheWire(Unit next) {
        return entries.onTheWire(next);
    }

    /** The next unit is done with, sent or not. */
    void pass() {
        Unit unit = read.remove();
        entries.passed(unit);
        String begins = unit.title();
        if (begins != null) {
            title = begins;
            trackStart = position;
            trackBytes = 0;
        }
        position += unit.durationUnits();
        trackBytes += unit.bytes().length;
    }

    /**
     * Leaves out what should have played by now.
     *
     * @return whether it has come so far; false: the input has no more at the moment, or ever
     */
    boolean skipTo(long playing) throws CommandException, InterruptedException {
        while (position < playing) {
            if (next(0).isEmpty()) {
                return false;
            }
            pass();
        }
        return true;
    }

    /** Stream time at the beginning of the next unit. */
    long position() {
        return position;
    }

    /** Of the track that plays; empty if it has none. */
    String title() {
        return title;
    }

    /** How much of it has been passed. */
    long trackUnits() {
        return position - trackStart;
    }

    /** Average of the track so far. */
    int trackKbps() {
        return kbps(trackBytes, trackUnits());
    }

    private static int kbps(long bytes, long units) {
        return units == 0 ? 0 : (int) Math.round(8.0 * bytes / 1000 / StreamTime.toSeconds(units));
    }
}
