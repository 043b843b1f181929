package icy.server.mount;

import icy.core.icy.MetadataInterleaver;
import icy.core.ring.Gather;
import icy.core.ring.StreamRing;
import icy.core.ring.StreamTime;
import icy.server.config.MountConfig;
import icy.server.config.SlowPolicy;
import icy.server.loop.Connection;
import icy.server.loop.EventLoop;
import icy.server.loop.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of one mount on one loop, and when each of them is written to.
 *
 * <p>Time is cut into ticks of 20 ms on a fixed grid. A flush interval is a number of ticks, and each listener has one of
 * them ({@link Wheel}); the loop sleeps through ticks that have no listener. Two wheels: most listeners share the
 * interval that the {@link FlushBudget} allows, <i>prompt</i> ones (relays, {@code ?burst=0}) always have the shortest.
 *
 * <p>A listener too far behind is handled here, by the mount's policy: skipped to where it would join now, after the unit
 * it was sent in part, or dropped. One that takes nothing after a skip is dropped.
 *
 * <p>More than 400 lines, because one walk over the wheels writes to, judges and ends listeners, and all of that needs the
 * same two limits, clock and buffers.
 *
 * <p>It is long because a flush, and whatever may become of a listener in it, is read in one piece.
 *
 * <p>Thread: its loop.
 */
final class Audience {
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int TICK_MILLIS = 20;
    private static final int PROMPT_TICKS = 5;

    /** Who has listened for too long is sent the end of the unit they are in, if they take it within this time. */
    private static final long OVERTIME_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Logger log = LoggerFactory.getLogger(Audience.class);

    private final Mount mount;
    private final StreamRun run;
    private final EventLoop loop;
    private final StreamRing ring;
    private final FlushBudget budget;
    private final Gather gather;
    private final MountStats stats;
    private final Wheel wheel;
    private final Wheel promptWheel = new Wheel(PROMPT_TICKS);
    private final Timer timer;
    private long lastTick;
    private long armedForNanos;
    /** One who has caught up once and is before this stream position is too slow. */
    private long lagLimit;
    /** One who is before this is too slow in any case. */
    private long windowLimit;

    private boolean ending;
    private CloseReason endReason = CloseReason.SOURCE_ENDED;
    private long endDeadlineNanos;
    private @Nullable Entry lastEntry;

    Audience(Mount mount, StreamRun run, EventLoop loop, FlushBudget budget) {
        this.mount = mount;
        this.run = run;
        this.loop = loop;
        this.ring = run.ring();
        this.budget = budget;
        this.stats = mount.stats(loop);
        this.gather = new Gather(ring);
        this.wheel = new Wheel(intervalTicks());
        this.timer = loop.timer(this::tick);
        this.lastTick = Math.floorDiv(loop.nowNanos(), TICK_NANOS);
    }

    /** Makes {@code connection} a listener and sends it the head, the intro and its burst at once. */
    void join(Connection connection, Ticket ticket) {
        Entry entry = ticket.entry();
        MetadataInterleaver cursor = new MetadataInterleaver(
                ticket.metaint(),
                entry.position(),
                ticket.intro(),
                entry.before(),
                run.titles().at(entry.position()));
        Listener listener = new Listener(mount.admission().nextId(), connection, this, ticket, cursor);
        connection.handler(listener);
        connection.sendBufferBytes(sendBufferBytes(ticket));
        stats.joins.add(1);
        stats.connections.add(1);
        budget.joined();
        if (ticket.prompt() && budget.tryPrompt()) {
            listener.prompt(true);
        }
        if (write(listener)) {
            place(listener);
            arm();
        }
    }

    /** The first {@code length} bytes of what one who begins at {@code entry} would hear. */
    ByteBuffer beginning(Entry entry, int length) {
        byte[] bytes = Arrays.copyOf(entry.before(), length);
        int known = Math.min(length, entry.before().length);
        ring.copy(entry.position(), bytes, known, length - known);
        return ByteBuffer.wrap(bytes);
    }

    /** Where one who is to hear stream time {@code time} first begins; null when nothing is on the air yet. */
    @Nullable
    Entry entry(long time) {
        long unit = ring.unitAtTime(time);
        if (unit == StreamRing.NO_UNIT) {
            return null;
        }
        Entry known = lastEntry;
        if (known == null || known.unit() != unit) { // many who join at once begin at the same unit
            known = run.format().codec().entry(run, unit);
            lastEntry = known;
        }
        return known;
    }

    MountStats stats() {
        return stats;
    }

    EventLoop loop() {
        return loop;
    }

    /** The one in force: a mount's config may be replaced while it is on the air. */
    private MountConfig config() {
        return mount.config();
    }

    /** As configured, but never more than this run's ring holds: the config may have been changed since. */
    private Duration slowAfter() {
        Duration configured = config().delivery().slowAfter();
        return configured.compareTo(run.retain()) < 0 ? configured : run.retain();
    }

    /** Sends what is left up to the live edge, then closes; at {@code deadlineNanos} in any case. */
    void end(CloseReason reason, long deadlineNanos) {
        ending = true;
        endReason = reason;
        endDeadlineNanos = deadlineNanos;
        lastTick -= Math.max(wheel.slices(), PROMPT_TICKS); // so that every slice is due at once
        armedForNanos = loop.nowNanos();
        timer.at(armedForNanos);
    }

    /** Writes to a listener at the shortest interval from now on, if the budget has room for it. */
    void makePrompt(Listener listener) {
        if (!listener.prompt() && budget.tryPrompt()) {
            listener.prompt(true);
            listener.unplace();
            place(listener);
            arm();
        }
    }

    /** Every listener, each of which may be closed or moved meanwhile. */
    void forEach(Consumer<Listener> action) {
        for (Wheel each : List.of(wheel, promptWheel)) {
            for (int slice = 0; slice < each.slices(); slice++) {
                for (int i = each.sliceSize(slice) - 1; i >= 0; i--) {
                    action.accept(each.get(slice, i));
                }
            }
        }
    }

    /** Stream time between what a listener is sent next and the live edge. */
    long lagUnits(Listener listener) {
        return ring.edgeTime()
                - ring.unitTime(ring.unitAtPosition(listener.cursor().position()));
    }

    /**
     * Sends a listener of {@code from} this audience's stream from its next flush on, as far behind the live edge as it
     * was there and after the unit it was sent in part. Says whether it could.
     */
    boolean take(Listener listener, Audience from) {
        Entry to = entry(ring.edgeTime() - from.lagUnits(listener));
        if (to == null || listener.cursor().position() < from.ring.retainedFromPosition()) {
            return false;
        }
        byte[] rest = from.restOfUnit(listener.cursor().position());
        listener.unplace();
        listener.uncount(from.mount.attendance());
        from.stats.connections.add(-1);
        if (listener.takesPlace()) {
            from.mount.leavePlace();
            mount.takePlace();
        }
        listener.cursor().moveTo(to.position(), rest, to.before(), run.titles().at(to.position()));
        listener.moveTo(this);
        stats.connections.add(1);
        listener.countIfDue(mount.attendance(), loop.nowNanos());
        place(listener);
        arm();
        return true;
    }

    void close(Listener listener, CloseReason reason, @Nullable Throwable cause) {
        listener.closing(reason);
        listener.connection().close(cause);
    }

    /** The connection is closed. */
    void gone(Listener listener, @Nullable Throwable cause) {
        listener.unplace();
        stats.closes(listener.closeReason()).add(1);
        stats.connections.add(-1);
        mount.left();
        if (listener.takesPlace()) {
            mount.leavePlace();
        }
        listener.uncount(mount.attendance());
        budget.left();
        if (listener.prompt()) {
            budget.promptLeft();
        }
        mount.accessLog().log(listener.accessEntry(loop.nowNanos()));
        log.debug(
                "mount {}: {} {}",
                mount.name(),
                listener.connection(),
                listener.closeReason().text(),
                cause);
    }

    private void tick() {
        try {
            flushDue(loop.nowNanos());
        } finally {
            arm();
        }
    }

    private void flushDue(long now) {
        mount.advance(now);
        if (wheel.slices() != intervalTicks()) {
            wheel.resize(intervalTicks());
        }
        long tick = Math.floorDiv(now, TICK_NANOS); // a nanosecond clock may be negative
        stats.flushLagNanos(Math.max(0, now - armedForNanos));
        long from = Math.max(lastTick + 1, tick - wheel.slices() + 1); // after a pause, nobody is written to twice
        long clock = Math.min(run.clock().timeAt(now), ring.edgeTime()); // at the end the edge stands still
        lagLimit = positionAt(clock - StreamTime.ofDuration(slowAfter()));
        windowLimit = positionAt(clock - StreamTime.ofDuration(run.retain().plus(Mount.GRACE.dividedBy(2))));
        for (long t = from; t <= tick; t++) {
            flush(wheel, Math.floorMod(t, wheel.slices()), now);
        }
        for (long t = Math.max(from, tick - PROMPT_TICKS + 1); t <= tick; t++) {
            flush(promptWheel, Math.floorMod(t, PROMPT_TICKS), now);
        }
        lastTick = tick;
    }

    /** Backwards, because a listener that is closed gives its place to the slice's last one. */
    private void flush(Wheel of, int slice, long now) {
        long furthestBack = Long.MAX_VALUE;
        for (int i = of.sliceSize(slice) - 1; i >= 0; i--) {
            Listener listener = of.get(slice, i);
            if (!canBeServed(listener) || !write(listener) || (isBehind(listener) && !fellBehind(listener, now))) {
                continue; // it is closed
            }
            furthestBack = Math.min(furthestBack, listener.cursor().position());
            listener.countIfDue(mount.attendance(), now);
            if (ending && (listener.hasAll(ring.edgePosition()) || now - endDeadlineNanos >= 0)) {
                finish(listener, endReason);
                continue;
            }
            long overtimeNanos = listener.overtimeNanos(now);
            if (overtimeNanos >= 0 && (listener.hasAll(ring.edgePosition()) || overtimeNanos >= OVERTIME_NANOS)) {
                finish(listener, CloseReason.TIME_OVER);
            }
        }
        if (furthestBack != Long.MAX_VALUE && ring.edgeTime() >= StreamTime.ofDuration(slowAfter())) {
            long slack =
                    ring.unitTime(ring.unitAtPosition(furthestBack)) - ring.unitTime(ring.unitAtPosition(lagLimit));
            stats.slackMillis(StreamTime.toMillis(slack), now);
        }
    }

    /** Whether what the listener is to be sent next is still in the ring; otherwise it is closed. */
    private boolean canBeServed(Listener listener) {
        if (listener.cursor().position() >= ring.retainedFromPosition()) {
            return true;
        }
        logLag(listener, "dropped", CloseReason.OVERTAKEN.text());
        close(listener, CloseReason.OVERTAKEN, null);
        return false;
    }

    /**
     * Judged after the write, so that the time between two writes is no lag. One who asked for a burst from the far end of
     * the window is not slow before it has caught up once or is about to be overtaken.
     */
    private boolean isBehind(Listener listener) {
        return listener.cursor().position() < (listener.caughtUp() ? lagLimit : windowLimit);
    }

    /** Whether the listener is still there. */
    private boolean write(Listener listener) {
        try {
            listener.flush(gather);
            return true;
        } catch (Listener.Overtaken e) {
            logLag(listener, "dropped", CloseReason.OVERTAKEN.text());
            close(listener, CloseReason.OVERTAKEN, e);
        } catch (IOException e) {
            close(listener, CloseReason.PEER_CLOSED, e);
        } catch (RuntimeException e) {
            log.error(
                    "mount {}: listener {} is closed because writing to it failed",
                    mount.name(),
                    listener.connection(),
                    e);
            close(listener, CloseReason.FAILED, e);
        }
        return false;
    }

    /** Whether the listener stays. */
    private boolean fellBehind(Listener listener, long now) {
        long position = listener.cursor().position();
        if (listener.stalledSinceSkip()) {
            logLag(listener, "dropped", "it took nothing since it was skipped ahead");
            close(listener, CloseReason.STALLED, null);
            return false;
        }
        Entry to = entry(run.clock().timeAt(now) - StreamTime.ofDuration(skipTo()));
        if (config().delivery().slow() == SlowPolicy.DROP || to == null || to.position() <= position) {
            logLag(listener, "dropped", "it is too slow");
            close(listener, CloseReason.SLOW, null);
            return false;
        }
        logLag(listener, "skipped ahead", "it is too slow");
        listener.cursor()
                .moveTo(
                        to.position(),
                        restOfUnit(position),
                        to.before(),
                        run.titles().at(to.position()));
        listener.skipped();
        stats.skips.add(1);
        return true;
    }

    /** How far behind the live edge one is put who is skipped ahead: as one who joins, but well within the limit. */
    private Duration skipTo() {
        Duration half = slowAfter().dividedBy(2);
        return config().delivery().burst().compareTo(half) < 0
                ? config().delivery().burst()
                : half;
    }

    /** What is missing of a unit that was sent in part. */
    private byte[] restOfUnit(long position) {
        long unit = ring.unitAtPosition(position);
        if (ring.unitPosition(unit) == position) {
            return new byte[0];
        }
        byte[] rest = new byte[(int) (ring.unitPosition(unit + 1) - position)];
        ring.copy(position, rest, 0, rest.length);
        return rest;
    }

    private void finish(Listener listener, CloseReason reason) {
        try {
            listener.connection().wire().shutdownOutput();
        } catch (IOException e) {
            log.debug("{}: was gone before the end", listener.connection(), e);
        }
        close(listener, reason, null);
    }

    private void logLag(Listener listener, String what, String why) {
        double lagSeconds = StreamTime.toSeconds(lagUnits(listener));
        log.info(
                "mount {}: listener {} {}: {}, {} s behind the live edge (limit {} s)",
                mount.name(),
                listener.connection(),
                what,
                why,
                String.format(Locale.ROOT, "%.1f", lagSeconds),
                slowAfter().toSeconds());
    }

    private long positionAt(long time) {
        long unit = ring.unitAtTime(time);
        return unit == StreamRing.NO_UNIT ? 0 : ring.unitPosition(unit);
    }

    private void place(Listener listener) {
        boolean promptIsSooner = config().delivery().flush() == null || intervalTicks() > PROMPT_TICKS;
        (listener.prompt() && promptIsSooner ? promptWheel : wheel).add(listener);
    }

    private int intervalTicks() {
        int millis = config().delivery().flush() == null
                ? budget.intervalMillis()
                : (int) config().delivery().flush().toMillis();
        return Math.max(1, millis / TICK_MILLIS);
    }

    /** The send buffer holds the intro and the burst, or two flushes, whichever is more, and headers. */
    private int sendBufferBytes(Ticket ticket) {
        long burst =
                ticket.intro().length + ring.edgePosition() - ticket.entry().position();
        long twoFlushes = 2L * intervalTicks() * TICK_MILLIS * run.bitrateKbps() / 8;
        return (int) Math.min(1 << 20, Math.max(burst, twoFlushes) + 8192);
    }

    private void arm() {
        int ticks = ticksToNext();
        if (ticks > 0) {
            armedForNanos = (lastTick + ticks) * TICK_NANOS;
            timer.at(armedForNanos);
        }
    }

    /** Ticks after the last one until a slice with listeners is due; 0 when there are none. */
    private int ticksToNext() {
        for (int ticks = 1; ticks <= Math.max(wheel.slices(), PROMPT_TICKS); ticks++) {
            long tick = lastTick + ticks;
            if (wheel.sliceSize(Math.floorMod(tick, wheel.slices())) > 0
                    || promptWheel.sliceSize(Math.floorMod(tick, PROMPT_TICKS)) > 0) {
                return ticks;
            }
        }
        return 0;
    }
}
