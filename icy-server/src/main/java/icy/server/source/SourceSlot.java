package icy.server.source;

import icy.core.ring.StreamTime;
import icy.server.config.Idle;
import icy.server.config.MixedPolicy;
import icy.server.config.StationInfo;
import icy.server.loop.Timer;
import icy.server.mount.Feed;
import icy.server.mount.Mount;
import icy.server.mount.MountSnapshot;
import icy.server.mount.StreamFormat;
import icy.server.stats.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what is on the air of one mount: of all its sources that are ready the best, by {@linkplain Source.Kind kind}
 * and priority.
 *
 * <pre>
 *   a better one is ready ─────────────────> it takes over at the next unit, in the same flush
 *   the present one has nothing ──patience─> the best of the others takes over
 *   the present one is over ───────────────> the best of the others takes over at once
 *   it is retired: the config has changed ─> its successor takes over when it is ready
 *   nobody is there, and idle is off ─linger> the mount goes off the air
 *   nobody listens, and one rests for that ─> the mount goes off the air, if it has nothing else of its own
 *   nobody listens, and idle is stop ─linger> the mount goes off the air, unless an encoder is connected
 * </pre>
 *
 * <p>Listeners are not moved and not told: all sources append to the same ring. What was waited for is made up for at once
 * by a source that can; for others the clock is set back, and the next that can makes up for it.
 *
 * <p>A bad link does not flap the air: see {@link Probation}.
 *
 * <p>It is long because every way in which the air can change hands is one of its moves, to be read together.
 *
 * <p>Thread: the mount's home loop; figures and {@link #views} any.
 */
final class SourceSlot implements Feed {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long QUIET_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How long a retired source is heard at the most: its successor begins as a mount's first source does. */
    private static final long LAST_STAND_NANOS = Mount.FIRST_CHANCE.toNanos();

    /** Appended at once when a source without a stock begins a stream: somebody who joins must find something. */
    private static final Duration FIRST_UNITS = Duration.ofMillis(100);

    /** Less than this behind is no wait, but the unit that is not due yet. */
    private static final long FEW_UNITS = StreamTime.UNITS_PER_SECOND / 5;

    /** Behind by more than this, the time is given up instead of caught up with: the machine slept. */
    private static final long MAX_CATCH_UP_UNITS = 10 * StreamTime.UNITS_PER_SECOND;

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Logger log = LoggerFactory.getLogger(SourceSlot.class);

    /** It has the air only until a successor is ready, and no longer than that. */
    private record Retired(Source source, String why, long untilNanos) {}

    private final Mount mount;
    private final Runnable emptied;
    private final List<Source> sources = new ArrayList<>();
    private final Timer timer;
    private final Probation probation;
    private final Counter handOvers = new Counter();
    private final Counter underruns = new Counter();
    private volatile List<Source> shown = List.of();
    private volatile @Nullable Source onAir;
    /** When there was no hope of anything better than tones last. */
    private long hopelessNanos;
    /** Before this there is no use in asking for memory again. */
    private long retryNanos;

    /** When the source on the air had nothing for the first time; meaningless unless {@link #dry}. */
    private long drySinceNanos;

    private boolean dry;
    private long forsakenSinceNanos;
    /** When there was somebody for whom to play last; meaningless off the air. */
    private long heardNanos;

    private boolean forsaken;
    private @Nullable Retired retired;
    /** Stream time by which the clock was set back and that was not made up for yet. */
    private long owedUnits;
    /** A programme that is played once has been: it ends when everybody has heard it. */
    private boolean ending;

    private boolean closed;

    /** @param emptied called when a mount whose idle is off has been off the air for want of a source */
    SourceSlot(Mount mount, Runnable emptied) {
        this.mount = mount;
        this.emptied = emptied;
        this.probation = new Probation(mount.name());
        this.timer = mount.home().timer(this::tick);
    }

    /** Begins to work. */
    void start() {
        hopelessNanos = mount.home().nowNanos();
        retryNanos = hopelessNanos;
        mount.feed(this);
        tick();
    }

    void add(Source source) {
        sources.add(source);
        sources.sort(Comparator.comparing(Source::kind)
                .thenComparing(Comparator.comparingInt(Source::priority).reversed()));
        shown = List.copyOf(sources);
    }

    /** It is gone. On the air it is heard to its end; else it is forgotten. */
    void gone(Source source) {
        if (source != onAir) {
            remove(source);
        }
    }

    /** It is not wanted any more, on the air or not. */
    void drop(Source source, String why) {
        remove(source);
        source.close(why);
        if (source == onAir) {
            source.leave();
            onAir = null;
            retired = null;
        }
    }

    /** It is not wanted any more, and its successor has been added: on the air it is heard until that one is ready. */
    void retire(Source source, String why) {
        if (source == onAir) {
            retired = new Retired(source, why, mount.home().nowNanos() + LAST_STAND_NANOS);
        } else {
            drop(source, why);
        }
    }

    /** All, best first. */
    List<Source> sources() {
        return shown;
    }

    @Nullable
    Source onAir() {
        return onAir;
    }

    boolean closed() {
        return closed;
    }

    /** What is on the air and what could be, best first. Any thread. */
    List<SourceView> views() {
        return shown.stream().map(Source::view).toList();
    }

    /** Changes of source so far. Any thread. */
    long handOvers() {
        return handOvers.get();
    }

    /** How often the source on the air had nothing when something was due. Any thread. */
    long underruns() {
        return underruns.get();
    }

    /** No source any more, and none will be: the mount is over. */
    void close(String why) {
        if (!closed) {
            closed = true;
            timer.cancel();
            sources().forEach(source -> source.close(why));
            mount.end();
        }
    }

    /** Does at once what would be done at the next tick: something has changed. */
    void tick() {
        if (closed) {
            return;
        }
        long now = mount.home().nowNanos();
        try {
            for (Source source : shown) {
                tend(source, now);
            }
            advance(now);
            if (mount.hasRun()) {
                Source present = onAir;
                mount.slew(present == null ? 0 : present.slewPpm());
            }
            letGoWhenForsaken(now);
        } finally {
            boolean soon = mount.hasConnectionsElsewhere() || !mount.hasRun();
            if (!closed) {
                timer.at(now + (soon ? TICK_NANOS : QUIET_TICK_NANOS));
            }
        }
    }

    private void tend(Source source, long now) {
        try {
            source.tend(now);
        } catch (RuntimeException e) {
            log.error(
                    "mount {}: {} has failed and is let go",
                    mount.name(),
                    source.view().description(),
                    e);
            drop(source, "it has failed");
        }
    }

    private Source.Step step(Source source, long due) {
        try {
            return source.step(due);
        } catch (RuntimeException e) {
            log.error(
                    "mount {}: {} has failed and is let go",
                    mount.name(),
                    source.view().description(),
                    e);
            source.close("it has failed");
            return Source.Step.OVER;
        }
    }

    @Override
    public void advance(long nowNanos) {
        if (closed) {
            return;
        }
        if (!mount.hasRun()) {
            begin(nowNanos);
            return;
        }
        long behind = mount.dueTime(nowNanos) - mount.edgeTime();
        if (ending && behind >= StreamTime.ofDuration(mount.config().delivery().burst())) {
            close("everything has been played");
            return;
        }
        if (behind > MAX_CATCH_UP_UNITS && !ending) {
            log.warn(
                    "mount {}: held up for {} s, which are left out",
                    mount.name(),
                    Math.round(StreamTime.toSeconds(behind)));
            mount.slip(behind);
        }
        relieve(nowNanos);
        considerBetter(nowNanos);
        pull(nowNanos);
        readyOnceHeard();
    }

    @Override
    public MountSnapshot.Supply supply() {
        Source present = onAir;
        return new MountSnapshot.Supply(
                present == null ? null : present.view().shown(), handOvers.get(), underruns.get());
    }

    @Override
    public boolean comesOnDemand() {
        return mount.config().handover().idle() == Idle.STOP;
    }

    private void begin(long now) {
        if (mayRest() && !mount.hasAudience()) {
            return;
        }
        Source first = best(null);
        if (first == null) {
            if (mount.config().playout().once() && !hasHope()) {
                log.info("mount {}: there was nothing to play", mount.name());
                close("there was nothing to play");
            }
            return;
        }
        boolean hasHope = hasHope() || fallbackIsComing();
        hopelessNanos = hasHope ? hopelessNanos : now;
        boolean mayWait = somebodyRests() || (hasHope && now - hopelessNanos < Mount.FIRST_CHANCE.toNanos());
        StreamFormat format = first.format();
        if (format == null || (isLastResort(first) && mayWait)) {
            return;
        }
        if (!begins(format, first.kbps(), headStart(first), now)) {
            return;
        }
        owedUnits = 0;
        handOver(first, "");
        pull(now);
        readyOnceHeard();
    }

    /** An Ogg page may hold a second: until the first one is due, there is nothing that anybody could join. */
    private void readyOnceHeard() {
        if (!closed && mount.hasRun() && !mount.onAir() && mount.edgeTime() > 0) {
            mount.ready();
        }
    }

    /** As much of a burst as it has to spare. */
    private Duration headStart(Source first) {
        long burst = StreamTime.ofDuration(mount.config().delivery().burst());
        long least = StreamTime.ofDuration(FIRST_UNITS);
        return Duration.ofNanos(StreamTime.toNanos(Math.max(least, Math.min(burst, first.stockUnits()))));
    }

    /** Whether there was memory for the mount's ring; otherwise that is said, and tried again after a while. */
    private boolean begins(StreamFormat format, int kbps, Duration headStart, long now) {
        if (now - retryNanos < 0) {
            return false;
        }
        try {
            mount.begin(format, kbps, headStart);
            return true;
        } catch (OutOfMemoryError e) {
            retryNanos = now + RETRY_NANOS;
            log.error(
                    "mount {}: there is no memory for its ring ({}): give the JVM more with -XX:MaxDirectMemorySize, or"
                            + " retain less",
                    mount.name(),
                    e.getMessage());
            return false;
        }
    }

    /** Appends what is due. */
    private void pull(long now) {
        Source present = onAir;
        if (present == null) {
            present = replace(null, now);
        }
        while (present != null && !closed) {
            long before = mount.edgeTime();
            switch (step(present, mount.dueTime(now))) {
                case AIRED -> dry &= mount.edgeTime() == before; // what is left out does not renew patience
                case EARLY -> {
                    dry = false;
                    return;
                }
                case DRY -> {
                    if (mustWait(now)) {
                        return;
                    }
                    Source next = replace(present, now);
                    if (next == present) {
                        return; // nobody is better off
                    }
                    present = next;
                }
                case OVER -> {
                    Source next = best(present);
                    boolean wouldBeLast = next == null || isLastResort(next);
                    if (wouldBeLast && anotherIsComing(present) && mustWait(now)) {
                        return;
                    }
                    remove(present);
                    present = replace(present, now);
                }
            }
        }
    }

    /** Whether patience with the present source, which has nothing, is not at its end. */
    private boolean mustWait(long now) {
        if (!dry) {
            dry = true;
            drySinceNanos = now;
            underruns.add(1);
        }
        return now - drySinceNanos < mount.config().handover().patience().toNanos();
    }

    private boolean anotherIsComing(Source present) {
        return shown.stream().anyMatch(source -> source != present && source.present());
    }

    /** The best of the others goes on the air for {@code before}; it stays if there is none, unless it is over. */
    private @Nullable Source replace(@Nullable Source before, long now) {
        boolean over = before == null || !sources.contains(before);
        Source next = best(before);
        if (mount.config().playout().once() && over && !hasHope() && (next == null || isLastResort(next))) {
            ending = true;
            onAir = null;
            return null;
        }
        if (next == null) {
            if (over && before != null) {
                before.leave();
                onAir = null;
                dismiss(before);
            }
            return over ? null : before;
        }
        if (before != null && (before.kind() == Source.Kind.LIVE || before.kind() == Source.Kind.RELAY)) {
            probation.lost(now);
        }
        makeUp(next, now);
        handOver(
                next,
                before == null
                        ? ""
                        : over
                                ? "it is over"
                                : "it had nothing for "
                                        + mount.config().handover().patience().toMillis() + " ms");
        return next;
    }

    /** Whether what was waited for can be made up for by {@code next}; otherwise the clock is set back. */
    private void makeUp(Source next, long now) {
        long behind = mount.dueTime(now) - mount.edgeTime();
        long spare = next.stockUnits() - behind;
        if (spare > 0) {
            long madeUp = Math.min(owedUnits, spare);
            mount.slip(-madeUp);
            owedUnits -= madeUp;
        } else if (behind > FEW_UNITS) {
            mount.slip(-spare);
            // No listener can lack more than the burst it had.
            owedUnits = Math.min(
                    owedUnits - spare,
                    StreamTime.ofDuration(mount.config().delivery().burst()));
        }
    }

    /** Lets the successor of a retired source take its place, or drops it when that takes too long. */
    private void relieve(long now) {
        Retired going = retired;
        if (going == null) {
            return;
        }
        Source next = best(going.source());
        if (next != null && next.kind().compareTo(going.source().kind()) <= 0) {
            makeUp(next, now);
            handOver(next, going.why());
        } else if (now - going.untilNanos() >= 0) {
            retired = null;
            drop(going.source(), going.why());
        }
    }

    /** {@code source} has left the air: if it was retired, that was its end. */
    private void dismiss(Source source) {
        Retired going = retired;
        if (going != null && going.source() == source) {
            retired = null;
            remove(source);
            source.close(going.why());
        }
    }

    private void considerBetter(long now) {
        Source present = onAir;
        Source candidate = best(null);
        if (candidate == null || present == null || !outranks(candidate, present)) {
            probation.cancel();
            makeWayForAnotherCodec(present);
            return;
        }
        // Nobody would rather hear tones than a bad link.
        if (isLastResort(present) || probation.isOver(candidate, now)) {
            makeUp(candidate, now);
            handOver(candidate, "");
        }
    }

    /**
     * Tones or silence give way to a stream of another codec. Nobody's decoder can follow that: those who listen are let
     * go, and hear it when they come again.
     */
    private void makeWayForAnotherCodec(@Nullable Source present) {
        StreamFormat declared = mount.format();
        if (present == null || declared == null || !isLastResort(present)) {
            return;
        }
        for (Source source : shown) {
            StreamFormat its = source.format();
            if (source.ready() && outranks(source, present) && its != null && its.codec() != declared.codec()) {
                log.info(
                        "mount {}: begins anew with {}, for {}",
                        mount.name(),
                        its,
                        source.view().description());
                goOffAir();
                return;
            }
        }
    }

    private void goOffAir() {
        Source last = onAir;
        if (last != null) {
            last.leave();
            dismiss(last);
        }
        onAir = null;
        dry = false;
        probation.cancel();
        mount.offAir();
    }

    private void handOver(Source next, String why) {
        Source before = onAir;
        if (before != null) {
            before.leave();
            handOvers.add(1);
            if (before.kind() == Source.Kind.LIVE && !before.present()) {
                remove(before); // what it left behind must not be heard later
            }
        }
        onAir = next;
        dry = false;
        probation.cancel();
        ending = false;
        mount.lastResort(isLastResort(next));
        StationInfo info = next.info();
        mount.describe(info == null ? StationInfo.DEFAULT : info);
        next.enter();
        if (before == null) {
            log.info("mount {}: {} is on the air", mount.name(), next.view().description());
        } else {
            log.info(
                    "mount {}: {} is on the air; before it {}{}",
                    mount.name(),
                    next.view().description(),
                    before.view().description(),
                    why.isEmpty() ? "" : " (" + why + ")");
            dismiss(before);
        }
    }

    /** The best that is ready and can be carried, other than {@code but}. */
    private @Nullable Source best(@Nullable Source but) {
        for (Source source : shown) {
            if (source != but && source.ready() && canBeCarried(source)) {
                return source;
            }
        }
        return null;
    }

    private boolean canBeCarried(Source source) {
        StreamFormat declared = mount.format();
        StreamFormat its = source.format();
        if (declared == null || its == null) {
            return its != null;
        }
        boolean isSame = declared.sampleRate() == its.sampleRate() && declared.channels() == its.channels();
        return declared.codec() == its.codec()
                && (isSame || mount.config().playout().mixed() != MixedPolicy.SKIP);
    }

    private boolean outranks(Source candidate, Source present) {
        int place = sources.indexOf(present);
        return place >= 0 && sources.indexOf(candidate) < place;
    }

    private static boolean isLastResort(Source source) {
        return source.kind() == Source.Kind.TONES || source.kind() == Source.Kind.SILENCE;
    }

    private boolean hasHope() {
        return shown.stream().anyMatch(source -> source.present() || (source.ready() && !isLastResort(source)));
    }

    private boolean somebodyRests() {
        return shown.stream().anyMatch(Source::dormant);
    }

    /** A source that comes on demand has gone to sleep, and there is nothing else: no tones are played for nobody. */
    private boolean playsForNobody() {
        return mount.hasRun()
                && somebodyRests()
                && !mount.hasAudience()
                && shown.stream().noneMatch(source -> source.ready() && !source.dormant() && !isLastResort(source));
    }

    /** At a start mounts go on the air in any order, and what this one falls back on has its own format. */
    private boolean fallbackIsComing() {
        return shown.stream().anyMatch(source -> source.kind() == Source.Kind.FALLBACK_MOUNT && !source.ready());
    }

    private void letGoWhenForsaken(long now) {
        if (!closed && (playsForNobody() || hasRestedLong(now))) {
            goOffAir();
            return;
        }
        if (closed || !mount.config().handover().idle().mayBeOff() || hasHope()) {
            forsaken = false;
            return;
        }
        if (!forsaken) {
            forsaken = true;
            forsakenSinceNanos = now;
        }
        if (now - forsakenSinceNanos >= mount.config().handover().linger().toNanos()) {
            forsaken = false;
            goOffAir();
            emptied.run();
        }
    }

    /** Whether there is nothing but what may wait for listeners: an encoder that is connected may not. */
    private boolean mayRest() {
        return mount.config().handover().idle() == Idle.STOP
                && shown.stream().noneMatch(source -> source.kind() == Source.Kind.LIVE);
    }

    private boolean hasRestedLong(long now) {
        if (!mount.hasRun() || !mayRest() || mount.hasAudience()) {
            heardNanos = now;
            return false;
        }
        return now - heardNanos >= mount.config().handover().linger().toNanos();
    }

    private void remove(Source source) {
        sources.remove(source);
        shown = List.copyOf(sources);
    }
}
