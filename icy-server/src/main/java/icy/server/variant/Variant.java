package icy.server.variant;

import icy.core.ring.StreamTime;
import icy.server.config.VariantsConfig;
import icy.server.loop.Timer;
import icy.server.mount.Feed;
import icy.server.mount.Mount;
import icy.server.mount.MountSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mount's stream in one other format, as a mount of its own that goes by the parent's clock.
 *
 * <pre>
 *            somebody wants it                 enough is made to join                nobody for a while
 *   AT REST ───────────────────> a Production ───────────────────────> on the air ────────────────────> AT REST
 *                                                                      the parent's stretch is over ──> off the air
 * </pre>
 *
 * <p>Who wants it counts with the parent as one who waits, so that a parent that is fetched or played on demand begins.
 *
 * <p>Thread: its mount's home loop, unless a method says otherwise.
 */
final class Variant implements Feed {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long RESTING_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Units appended at one go: more than come in one tick, few enough for the loop to see to others between. */
    private static final int MOST_AT_ONCE = 400;

    /** For the last units behind the end of the parent's stretch. */
    private static final long LAST_UNITS_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** An encoder that makes nothing for so long does not work. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** One that somebody has asked for is there so long before anybody waits at it. */
    private static final long FIRST_COMES_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Decoder and encoder together are about so far behind the parent's live edge. */
    private static final Duration WAY = Duration.ofMillis(500);

    /** Chromium's media element starts to play after about 131 kB, so a variant begins with as much. */
    private static final int BROWSER_BURST_BYTES = 160_000;

    private static final Logger log = LoggerFactory.getLogger(Variant.class);

    private final Mount parent;
    private final Mount mount;
    private final Shape shape;
    private final MountDecoding decoding;
    private final FfmpegHere ffmpeg;
    private final Instant since = Instant.now();
    private final Consumer<Variant> passed;
    private final Timer timer;
    private VariantsConfig config;
    private @Nullable Production production;
    private @Nullable UnitAppender appender;
    private String stretch = "";
    private long wantedNanos;
    private long followedNanos;
    private long madeNanos;
    private boolean awaitsParent;
    private volatile @Nullable Production last;
    private boolean closed;
    private volatile boolean onAir;

    /**
     * @param mount its own; nobody else appends to it
     * @param passed told when a variant that no config names is over
     */
    Variant(
            Mount parent,
            Mount mount,
            Shape shape,
            VariantsConfig config,
            MountDecoding decoding,
            FfmpegHere ffmpeg,
            Consumer<Variant> passed) {
        this.parent = parent;
        this.mount = mount;
        this.shape = shape;
        this.config = config;
        this.decoding = decoding;
        this.ffmpeg = ffmpeg;
        this.passed = passed;
        this.timer = mount.home().timer(this::tick);
    }

    Mount mount() {
        return mount;
    }

    Mount parent() {
        return parent;
    }

    Shape shape() {
        return shape;
    }

    /** Begins to look whether somebody wants it. */
    void start() {
        long now = mount.home().nowNanos();
        wantedNanos = now - config.linger().toNanos() + (shape.isPlain() ? 0 : FIRST_COMES_NANOS);
        followedNanos = now;
        tick();
    }

    /** Another config of its parent is in force. */
    void config(VariantsConfig next) {
        config = next;
    }

    /** It is not wanted any more: who listens gets what is there. */
    void close() {
        if (!closed) {
            closed = true;
            timer.cancel();
            awaitParent(false);
            rest();
            mount.end();
        }
    }

    /** Waits until nothing is left of the last encoder. Any thread that may wait. */
    void awaitRest(Duration most) throws InterruptedException {
        Production ending = last;
        if (ending != null) {
            ending.awaitEnd(most);
        }
    }

    @Override
    public boolean comesOnDemand() {
        return !ffmpeg.isKnownToLack(Output.codecOf(shape.format().kind()))
                && !parent.ended().isDone()
                && (parent.onAir() || parent.comesOnDemand());
    }

    @Override
    public String variantOf() {
        return parent.name();
    }

    @Override
    public String contentType() {
        return Output.contentType(shape.format().kind());
    }

    @Override
    public MountSnapshot.Supply supply() {
        return onAir
                ? new MountSnapshot.Supply(
                        new MountSnapshot.Source("variant", "", "", "", "", "", since, 0, 0, 0, 0), 0, 0)
                : MountSnapshot.Supply.NONE;
    }

    @Override
    public void advance(long nowNanos) {
        Production present = production;
        for (int i = 0; present != null && !closed && i < MOST_AT_ONCE; i++) {
            Unit unit = present.poll();
            if (unit == null) {
                return;
            }
            madeNanos = nowNanos;
            append(unit, present);
        }
    }

    private void tick() {
        long now = mount.home().nowNanos();
        boolean isWanted = config.always() || mount.hasAudience();
        wantedNanos = isWanted ? now : wantedNanos;
        awaitParent(mount.hasAudience());
        if (parent.ended().isDone() && !follows(now)) {
            if (!shape.isPlain()) {
                passed.accept(this);
            }
            close();
            return;
        }
        if (isWanted) {
            produce(now);
        } else if (now - wantedNanos >= config.linger().toNanos()) {
            if (!shape.isPlain()) {
                passed.accept(this);
                close();
                return;
            }
            if (production != null) {
                log.info("mount {}: nobody listens any more, so it rests", mount.name());
                rest();
            }
        }
        advance(now);
        if (mount.hasRun()) {
            lookAfterStretch(now);
        }
        lookAfterEncoder(now);
        timer.at(now + (production == null ? RESTING_TICK_NANOS : TICK_NANOS));
    }

    private void produce(long now) {
        if (production == null && parent.onAir() && comesOnDemand()) {
            Production begun = new Production(
                    mount.name(), shape, decoding, ffmpeg, new Production.Start(parent::dueTime, headStart()));
            production = begun;
            madeNanos = now;
            begun.begin();
        }
    }

    /** As much as the first listener is sent at once, and a browser needs to begin. */
    private Duration headStart() {
        Duration browsers = Duration.ofMillis(
                shape.format().kbps() == 0
                        ? 0
                        : BROWSER_BURST_BYTES * 8L / shape.format().kbps());
        Duration burst = mount.config().delivery().burst();
        Duration retained = mount.config().delivery().retain();
        Duration wanted = browsers.compareTo(burst) > 0 ? browsers : burst;
        return shorter(shorter(wanted, retained), Variants.MOST_HEAD_START).plus(WAY);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void rest() {
        Production ending = production;
        production = null;
        if (ending != null) {
            last = ending;
            ending.stop();
            ending.endEncoder();
        }
        offAir();
    }

    private void append(Unit unit, Production from) {
        Output output = from.output();
        if (output == null || (mount.hasRun() && !stretch.equals(unit.stretch()) && !endStretch(unit))) {
            return;
        }
        if (!mount.hasRun()) {
            if (!mount.beginBeside(parent, unit.stretch(), output.declared(), output.kbps(), unit.time())) {
                return;
            }
            stretch = unit.stretch();
            appender = UnitAppender.of(mount, output);
        }
        UnitAppender to = appender;
        if (to != null) {
            to.take(unit, output.kbps());
        }
    }

    /** A unit of another stretch comes: the one that is on the air is over, unless the unit is older. */
    private boolean endStretch(Unit unit) {
        if (!parent.stretch().equals(unit.stretch())) {
            return false;
        }
        offAir();
        return true;
    }

    private void lookAfterStretch(long now) {
        long behind = parent.dueTime(now) - mount.edgeTime();
        Duration burst = shorter(mount.config().delivery().burst(), Variants.MOST_HEAD_START);
        long enough = Math.max(StreamTime.ofDuration(burst.minus(WAY)), StreamTime.ofDuration(WAY));
        if (!onAir && behind < enough) {
            mount.ready();
            onAir = true;
        }
        if (!follows(now)) {
            offAir();
        }
    }

    /** An encoder that hangs is ended, and so is a decoder, when there is something to be made and nothing is. */
    private void lookAfterEncoder(long now) {
        Production present = production;
        if (present == null || now - madeNanos < STALLED_NANOS || !parent.onAir()) {
            return;
        }
        madeNanos = now;
        long parentsEdge = parent.momentAtTime(Long.MAX_VALUE).timeUnits();
        if (!mount.hasRun() || parentsEdge - mount.edgeTime() > StreamTime.ofDuration(WAY)) {
            log.warn("mount {}: nothing is made any more: its encoder is ended, and the next one begins", mount.name());
            present.endEncoder();
            decoding.endDecoder();
        }
    }

    /** Whether the parent is on the air with the same stretch, or was a moment ago. */
    private boolean follows(long now) {
        if (mount.hasRun() && parent.onAir() && parent.stretch().equals(stretch)) {
            followedNanos = now;
        }
        return mount.hasRun() && now - followedNanos < LAST_UNITS_NANOS;
    }

    private void offAir() {
        onAir = false;
        appender = null;
        mount.offAir();
    }

    /** As one who waits for the parent; or no more. */
    private void awaitParent(boolean now) {
        if (now != awaitsParent) {
            awaitsParent = now;
            parent.waiting(now ? +1 : -1);
        }
    }
}
