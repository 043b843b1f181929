package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.core.ring.StreamTime;
import icy.core.ring.UnitTrail;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import icy.server.stats.Counter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from the bytes of a connection to the air: unwrapped, cut into units, held in the input buffer, joined. Live
 * sources and relays have one each.
 *
 * <pre>
 *   bytes ─> Unwrapping ─> UnitScanner ─> InputBuffer ─> UnitJoiner ─> mount
 *                                            │ full: the connection is not read, so TCP slows the sender
 *                                            │ ready: filled to its target once
 *                                            └ off the air: what is older than the target goes, a second a second
 * </pre>
 *
 * <p>A source that could not be heard for some seconds, because its link was cut or another one was on the air, may owe as
 * many seconds when it is back. That backlog is dropped, on a unit, up to just that much: so a live show is live again,
 * and a file that is pushed as fast as the disk reads loses no more than what was not heard.
 *
 * <p>While it is on the air, the mount's clock is asked to follow the sender's: a little faster when the buffer is fuller
 * than its target, a little slower when it is emptier. A full buffer says nothing about the sender's clock, only that it
 * could send faster.
 *
 * <p>It is long because it is the one place where bytes, buffer, clock and air of a connection meet.
 *
 * <p>Thread: the mount's home loop; figures any.
 */
public final class LiveInput implements UnitScanner.Sink {
    /** Header pages have no time; this bounds a sender that sends nothing else. */
    private static final int MOST_BYTES = 1 << 20;

    /** 0.1 %: a thousand times what crystals differ by, and nobody hears it, for only the delivery changes. */
    private static final int MOST_SLEW_PPM = 1_000;

    private static final int SLEW_STEP_PPM = 10;
    /** Half a minute of MP3 at 48 kHz and more of anything else; no server begins with more. */
    private static final int TRAIL_UNITS = 1280;

    /** Over how long the fill is averaged: senders come in lumps. */
    private static final double FILL_AVERAGE_SECONDS = 10;

    /** Garbage is reported at its first byte, and then each time it has grown tenfold. */
    private static final long FIRST_REPORT_BYTES = 1;

    /** Longer than any page of music; one that says it lasts an hour would be an hour of dead air. */
    private static final long MOST_UNIT_UNITS = 60 * StreamTime.UNITS_PER_SECOND;

    private static final Logger log = LoggerFactory.getLogger(LiveInput.class);

    private final String who;
    private final Mount mount;
    private final InputBuffer buffer = new InputBuffer();
    private final UnitScanner scanner;
    private final Unwrapping unwrapping;
    private final long targetUnits;
    private final long mostUnits;
    private final Counter droppedUnits = new Counter();
    private final Counter lostBytes = new Counter();
    private volatile long bufferedUnits;
    private volatile @Nullable StreamFormat format;
    private volatile String subtype = "";
    private UnitJoiner joiner;
    /** What has been aired; null for those who never go on where another one stopped. */
    private @Nullable UnitTrail trail;

    private StreamTitle title = StreamTitle.NONE;
    private boolean onAir;
    private boolean filledOnce;
    private boolean ended;
    private long airedNanos;
    private long unheardSinceNanos;
    private long owedUnits;
    private long nextReport = FIRST_REPORT_BYTES;
    private long allUnits;
    private long allBytes;
    private double averageFill;
    private long averagedNanos;
    private int slewPpm;

    /**
     * @param who for the log
     * @param target how much is held before it goes on the air
     */
    public LiveInput(String who, Mount mount, Codec codec, String contentType, Wrapping wrapping, Duration target) {
        this(who, mount, codec, contentType, wrapping, target, target.multipliedBy(2));
    }

    /**
     * For a relay, which can go on where another one stopped: see {@link #takeOverFrom}.
     *
     * @param target how much is held before it goes on the air
     * @param most how much is held before its connection is not read any more: servers begin with a burst
     */
    public static LiveInput ofRelay(
            String who,
            Mount mount,
            Codec codec,
            String contentType,
            Wrapping wrapping,
            Duration target,
            Duration most) {
        LiveInput input = new LiveInput(who, mount, codec, contentType, wrapping, target, most);
        input.trail = new UnitTrail(TRAIL_UNITS);
        return input;
    }

    private LiveInput(
            String who,
            Mount mount,
            Codec codec,
            String contentType,
            Wrapping wrapping,
            Duration target,
            Duration most) {
        this.who = who;
        this.mount = mount;
        this.targetUnits = StreamTime.ofDuration(target);
        this.mostUnits = StreamTime.ofDuration(most);
        this.averageFill = targetUnits;
        switch (codec) {
            case MP3 -> {
                scanner = new Mp3Units.Scanner(contentType, this);
                joiner = new Mp3Units.Joiner(mount);
            }
            case AAC -> {
                scanner = new AdtsUnits.Scanner(contentType, this);
                joiner = new AdtsUnits.Joiner(mount);
            }
            case OGG -> {
                scanner = new OggUnits.Scanner(contentType, this);
                joiner = new OggUnits.Joiner(mount);
            }
            default -> throw new IllegalArgumentException("codec " + codec);
        }
        this.unwrapping = new Unwrapping(wrapping, scanner, this);
        this.unheardSinceNanos = mount.home().nowNanos();
        this.averagedNanos = unheardSinceNanos;
    }

    /**
     * Takes in what has been read.
     *
     * @return whether more may come: false after the end that the sender has stated
     * @throws icy.server.http.HttpError when the body is not what it claims to be
     */
    public boolean push(ByteBuffer in) {
        boolean more = unwrapping.push(in);
        dropBacklog();
        if (!more) {
            end();
        }
        return more;
    }

    /** Nothing more will come; what is held is still played. */
    public void end() {
        if (!ended) {
            ended = true;
            scanner.finish();
            dropBacklog();
        }
    }

    /** Whether the connection had better not be read now. */
    public boolean full() {
        return buffer.units() >= mostUnits || overflows();
    }

    private boolean overflows() {
        return buffer.byteCount() >= MOST_BYTES;
    }

    /** Keeps what is not heard fresh. Regularly. */
    public void tend(long nowNanos) {
        if (!onAir) {
            owedUnits += StreamTime.ofNanos(nowNanos - unheardSinceNanos);
            unheardSinceNanos = nowNanos;
            dropBacklog();
        } else {
            averageFill(nowNanos);
        }
    }

    /** Whether enough is held to begin, or all that there will ever be. */
    public boolean ready() {
        filledOnce |= buffer.units() >= targetUnits || full() || (ended && !buffer.isEmpty());
        return filledOnce && !buffer.isEmpty() && format != null;
    }

    /** Everything has been aired, and nothing will come. */
    public boolean over() {
        return ended && buffer.isEmpty();
    }

    /** A title that was given apart from the audio: in force at once where listeners hear this, else when they will. */
    public void titleNow(StreamTitle next) {
        title = next;
        if (onAir) {
            mount.title(next, kbps());
        }
    }

    /** See {@link Source#enter}. */
    public void enter() {
        goOnAir();
        joiner.enter();
        takeTitle();
        mount.title(title, kbps());
    }

    /** See {@link Source#step}. */
    public Source.Step step(long due) {
        if (buffer.isEmpty()) {
            return ended ? Source.Step.OVER : Source.Step.DRY;
        }
        if (mount.edgeTime() + buffer.duration() > due) {
            return Source.Step.EARLY;
        }
        if (takeTitle()) {
            mount.title(title, kbps());
        }
        if (trail != null && buffer.duration() > 0) {
            trail.add(buffer.bytes(), buffer.offset(), buffer.length()); // as it came, before it is made fit
        }
        joiner.air(buffer.bytes(), buffer.offset(), buffer.length(), buffer.duration(), buffer.flags());
        remove();
        airedNanos = mount.home().nowNanos();
        return Source.Step.AIRED;
    }

    /** See {@link Source#leave}. */
    public void leave() {
        joiner.leave();
        onAir = false;
        filledOnce = false;
        unheardSinceNanos = airedNanos;
        slewPpm = 0;
    }

    /**
     * Takes the place of {@code before}, on the air or off it. What {@code before} has aired and this one has again, as
     * servers send it at the beginning of a connection, is left out, and the stream goes on without a joint; if nothing
     * fits, it goes on with what there is, but for what would only make it late.
     *
     * @return how much audio was left out because it has been heard
     */
    public long takeOverFrom(LiveInput before) {
        UnitTrail heard = before.trail;
        UnitTrail anew = new UnitTrail(Math.max(1, buffer.count()));
        buffer.leaveTrail(anew);
        int repeated = heard == null ? 0 : heard.repeatedBy(anew);
        trail = heard;
        if (!before.onAir) {
            unheardSinceNanos = before.unheardSinceNanos;
            owedUnits += before.owedUnits;
            long left = leaveOut(repeated, joiner);
            keepTitleOf(before);
            return left;
        }
        if (repeated > 0 && Objects.equals(format, before.format)) {
            long left = leaveOut(repeated, null);
            keepTitleOf(before);
            joiner = before.joiner; // which knows what the listeners' decoders have
            before.onAir = false;
            goOnAir();
            if (!title.equals(before.title)) {
                mount.title(title, kbps());
            }
            return left;
        }
        before.leave();
        takeTitle();
        keepTitleOf(before);
        enter();
        freshen();
        return 0;
    }

    /** Leaves out what would only make it late: all but what it must hold, and what is due already. */
    public void freshen() {
        long kept = targetUnits + Math.max(0, mount.dueTime(mount.home().nowNanos()) - mount.edgeTime());
        long dropped = 0;
        while (buffer.units() > kept) {
            leaveOutFirst(joiner);
            dropped++;
        }
        droppedUnits.add(dropped);
    }

    /** Until a title comes: a server that sends one sends it within a second. */
    private void keepTitleOf(LiveInput before) {
        if (title.equals(StreamTitle.NONE)) {
            title = before.title;
        }
    }

    /** Audio that it holds beyond what it must. */
    public long spareUnits() {
        return Math.max(0, buffer.units() - targetUnits);
    }

    /** See {@link Source#slewPpm}. */
    public int slewPpm() {
        return slewPpm;
    }

    /** What its units are; null before the first. Any thread. */
    public @Nullable StreamFormat format() {
        return format;
    }

    /** The codec inside a container, as listeners may be told; empty for others. Any thread. */
    public String subtype() {
        return subtype;
    }

    /** Average bitrate of all audio that came, without headers. */
    public int kbps() {
        double kbps = allUnits == 0 ? 0 : 8.0 * allBytes / StreamTime.toSeconds(allUnits) / 1000;
        return (int) Math.min(Integer.MAX_VALUE, Math.round(kbps));
    }

    /** Audio that came, heard or not: stands still while nothing but garbage comes. */
    public long unitsRead() {
        return allUnits;
    }

    /** Audio held. Any thread. */
    public long bufferedMillis() {
        return StreamTime.toMillis(bufferedUnits);
    }

    /** Units that nobody heard. Any thread. */
    public long droppedUnits() {
        return droppedUnits.get();
    }

    /** Bytes that were no audio. Any thread. */
    public long lostBytes() {
        return lostBytes.get();
    }

    @Override
    public void format(StreamFormat next, String codecInside) {
        StreamFormat before = format;
        if (before != null && !before.equals(next)) {
            log.info("mount {}: {} is {} from now on; it was {}", mount.name(), who, next, before);
        }
        format = next;
        subtype = codecInside;
    }

    @Override
    public void unit(byte[] bytes, int offset, int length, long durationUnits, int flags) {
        if (durationUnits > MOST_UNIT_UNITS) {
            lost(length, "it claims to last " + Math.round(StreamTime.toSeconds(durationUnits)) + " s");
            return;
        }
        buffer.add(bytes, offset, length, durationUnits, flags);
        allUnits += durationUnits;
        allBytes += durationUnits > 0 ? length : 0;
        bufferedUnits = buffer.units();
    }

    @Override
    public void title(StreamTitle next) {
        buffer.title(next);
    }

    @Override
    public void lost(long bytes, String reason) {
        lostBytes.add(bytes);
        if (lostBytes.get() >= nextReport) {
            log.warn(
                    "mount {}: {} sent {} bytes so far that are left out: {}",
                    mount.name(),
                    who,
                    lostBytes.get(),
                    reason);
            nextReport = 10 * lostBytes.get();
        }
    }

    private void dropBacklog() {
        if (onAir) {
            return;
        }
        filledOnce |= overflows();
        long dropped = 0;
        // Not below the target: a source that comes in real time would never have filled it. One whose target does not
        // fit into the buffer goes on all the same: what is held would grow old.
        while (owedUnits > 0 && (buffer.units() - buffer.duration() >= targetUnits || overflows())) {
            owedUnits -= buffer.duration();
            leaveOutFirst(joiner);
            dropped++;
        }
        droppedUnits.add(dropped);
        if (buffer.units() - buffer.duration() < targetUnits && filledOnce && owedUnits > 4 * targetUnits) {
            owedUnits = 4 * targetUnits; // it is up to date; what it did not send in time it will not send
        }
    }

    private void goOnAir() {
        onAir = true;
        owedUnits = 0;
        averageFill = targetUnits;
        airedNanos = mount.home().nowNanos();
        averagedNanos = airedNanos;
    }

    /** Leaves out so many units that have a time, and all headers before them; returns how much time that is. */
    private long leaveOut(int timedUnits, @Nullable UnitJoiner told) {
        long before = buffer.units();
        int left = timedUnits;
        while (left > 0 && !buffer.isEmpty()) {
            left -= buffer.duration() > 0 ? 1 : 0;
            leaveOutFirst(told);
        }
        return before - buffer.units();
    }

    private void leaveOutFirst(@Nullable UnitJoiner told) {
        takeTitle();
        if (told != null) {
            told.leaveOut(buffer.bytes(), buffer.offset(), buffer.length(), buffer.flags());
        }
        remove();
    }

    private boolean takeTitle() {
        StreamTitle next = buffer.takeTitle();
        if (next != null) {
            title = next;
        }
        return next != null;
    }

    private void remove() {
        buffer.remove();
        bufferedUnits = buffer.units();
    }

    private void averageFill(long nowNanos) {
        double seconds = (nowNanos - averagedNanos) / 1e9;
        averagedNanos = nowNanos;
        if (full()) {
            averageFill = targetUnits;
        } else {
            averageFill += (buffer.units() - averageFill) * Math.min(1, seconds / FILL_AVERAGE_SECONDS);
        }
        double off = (averageFill - targetUnits) / targetUnits;
        int wanted = (int) Math.round(Math.max(-1, Math.min(1, off)) * MOST_SLEW_PPM);
        slewPpm = wanted / SLEW_STEP_PPM * SLEW_STEP_PPM;
    }
}
