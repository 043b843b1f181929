package icy.server.mount;

import icy.core.icy.StreamTitle;
import icy.core.icy.TitleMark;
import icy.core.icy.TitleTimeline;
import icy.core.ring.StreamRing;
import icy.core.ring.StreamTime;
import icy.server.config.MountConfig;
import icy.server.http.AccessLog;
import icy.server.loop.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One public stream: its ring, its clock, its titles, and one {@link Audience} on every loop.
 *
 * <pre>
 *   SILENT ──begin──> ON AIR ──end──> ENDED
 * </pre>
 *
 * <p>Everything that changes the stream happens on the mount's home loop, so that a ring has one writer by construction
 * and a change of source needs no lock. Listeners may be on any loop.
 *
 * <p>Thread: {@link #begin}, {@link #append}, {@link #title}, {@link #feed}, {@link #ready}, {@link #slip} and {@link #end} the home
 * loop; everything else any.
 */
public final class Mount implements MountView {
    /**
     * Kept beyond the retained window, so that one who joins at its far end, or is found too slow there, is not overtaken
     * while the answer is on its way.
     */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** A ring is never smaller: what a browser needs before it starts to play. */
    private static final int MIN_RING_BYTES = 160 * 1024;

    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(Mount.class);

    private final MountConfig config;
    private final String runId;
    private final List<EventLoop> loops;
    private final EventLoop home;
    private final List<FlushBudget> budgets;
    private final Admission admission;
    private final AccessLog accessLog;
    private final LongSupplier nanoClock;
    private final MountClock clock = new MountClock();
    private final TitleTimeline titles = new TitleTimeline(StandardCharsets.UTF_8);
    private final AtomicReferenceArray<@Nullable Audience> audiences;
    private final AtomicLong listenerPeak = new AtomicLong();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Feed feed = now -> {};
    private volatile Instant began = Instant.EPOCH;
    private volatile int bitrateKbps;
    private volatile StreamFormat format = new StreamFormat(Codec.MP3, 44_100, 2);
    private volatile @Nullable StreamRing ring;

    /**
     * @param home one of {@code loops}
     * @param budgets one for each loop, in the same order
     */
    Mount(
            MountConfig config,
            String runId,
            EventLoop home,
            List<EventLoop> loops,
            List<FlushBudget> budgets,
            Admission admission,
            AccessLog accessLog,
            LongSupplier nanoClock) {
        this.config = config;
        this.runId = runId;
        this.home = home;
        this.loops = loops;
        this.budgets = budgets;
        this.admission = admission;
        this.accessLog = accessLog;
        this.nanoClock = nanoClock;
        this.audiences = new AtomicReferenceArray<>(loops.size());
    }

    public MountConfig config() {
        return config;
    }

    @Override
    public String name() {
        return config.name();
    }

    /** The loop on which everything happens that changes the stream. */
    public EventLoop home() {
        return home;
    }

    /** Completes when the first source has begun. */
    public CompletableFuture<Void> begun() {
        return begun;
    }

    /** Completes when the stream is over: no source will follow. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /**
     * Puts the mount on the air: allocates the ring and starts the clock.
     *
     * @param declared what listeners are told; it stays for the mount's life
     * @param kbps expected bitrate; sizes the ring, which grows when it is exceeded
     * @param headStart stream time that is due at once, so that the first to join get a burst too
     */
    public void begin(StreamFormat declared, int kbps, Duration headStart) {
        assert home.inLoop();
        if (ring != null) {
            throw new IllegalStateException("mount " + name() + " is on the air already");
        }
        Duration retain = config.delivery().retain().plus(GRACE);
        format = declared;
        bitrateKbps = kbps;
        began = Instant.now();
        clock.begin(home.nowNanos(), StreamTime.ofDuration(headStart));
        ring = new StreamRing(
                StreamTime.ofDuration(retain),
                ringBytes(retain, kbps),
                ringBytes(retain, Math.max(kbps, declared.codec().maxBitrateKbps())));
    }

    /** The mount can be listened to from now on: the first audio has been appended. */
    public void ready() {
        begun.complete(null);
        log.info("mount {}: on the air with {}", name(), format);
    }

    /** Whoever appends from now on. */
    public void feed(Feed next) {
        assert home.inLoop();
        feed = next;
    }

    /** Appends one whole unit at the live edge. Copies it. */
    public void append(byte[] bytes, int offset, int length, long durationUnits) {
        assert home.inLoop();
        requireRing().append(bytes, offset, length, durationUnits);
    }

    /** A title that is in force from the live edge on, and the bitrate of what is played under it. */
    public void title(StreamTitle title, int kbps) {
        assert home.inLoop();
        StreamRing to = requireRing();
        titles.add(to.edgePosition(), title);
        titles.forgetBefore(to.retainedFromPosition());
        bitrateKbps = kbps;
    }

    /** Stream time due at {@code nowNanos} of the loops' clock. */
    public long dueTime(long nowNanos) {
        return clock.timeAt(nowNanos);
    }

    /** Stream time up to which units have been appended. */
    public long edgeTime() {
        return requireRing().edgeTime();
    }

    /** Gives up {@code units} of stream time that can't be caught up with. */
    public void slip(long units) {
        assert home.inLoop();
        clock.slip(units);
    }

    /** The stream is over: every listener gets its last byte, then the close. */
    public void end() {
        assert home.inLoop();
        ended.complete(null);
        log.info("mount {}: the stream has ended", name());
        endAudiences(CloseReason.SOURCE_ENDED, DRAIN);
    }

    /** Any thread. The server stops: listeners get what is there, at most for {@code within}. */
    public void stop(Duration within) {
        ended.complete(null);
        endAudiences(CloseReason.SERVER_STOPS, within);
    }

    @Override
    public MountSnapshot snapshot() {
        StreamRing from = ring;
        StreamMoment edge =
                from == null ? StreamMoment.BEGINNING : new StreamMoment(from.edgePosition(), from.edgeTime());
        TitleMark title = titles.newest();
        return new MountSnapshot(
                name(),
                runId,
                config.info(),
                begun.isDone() && !ended.isDone(),
                began,
                new MountSnapshot.Format(
                        format.codec().contentType(), bitrateKbps, format.sampleRate(), format.channels()),
                title.title(),
                title.position(),
                edge,
                clock.wallMillis(edge.timeUnits(), nanoClock.getAsLong(), System.currentTimeMillis()),
                momentAtTime(edge.timeUnits()
                        - StreamTime.ofDuration(config.delivery().retain())),
                audienceFigures());
    }

    @Override
    public StreamMoment momentAt(long position) {
        StreamRing from = ring;
        return from == null ? StreamMoment.BEGINNING : moment(from, from.unitAtPosition(position));
    }

    @Override
    public StreamMoment momentAtTime(long timeUnits) {
        StreamRing from = ring;
        return from == null ? StreamMoment.BEGINNING : moment(from, from.unitAtTime(timeUnits));
    }

    @Override
    public StreamTitle titleAt(long position) {
        return titles.at(position).title();
    }

    TitleTimeline titles() {
        return titles;
    }

    MountClock clock() {
        return clock;
    }

    StreamFormat format() {
        return format;
    }

    int bitrateKbps() {
        return bitrateKbps;
    }

    String runId() {
        return runId;
    }

    Admission admission() {
        return admission;
    }

    /** The audience on the caller's loop; null while the mount is not on the air. */
    @Nullable
    Audience audience(EventLoop loop) {
        StreamRing on = ring;
        if (on == null || !begun.isDone() || ended.isDone()) {
            return null;
        }
        int index = loops.indexOf(loop);
        Audience audience = audiences.get(index);
        if (audience == null) {
            audience = new Audience(this, loop, on, budgets.get(index), accessLog);
            audiences.set(index, audience);
        }
        return audience;
    }

    /** Brings the live edge up to date where that is possible: on the home loop. */
    void advance(long nowNanos) {
        if (home.inLoop()) {
            feed.advance(nowNanos);
        }
    }

    /** One more connection has become a listener. */
    void counted() {
        listenerPeak.accumulateAndGet(listeners(), Math::max);
    }

    /** A connection has left. */
    void left() {
        admission.leave();
    }

    /** Sockets that are sent the stream now. */
    public long connections() {
        return sum(stats -> stats.connections.get());
    }

    private long listeners() {
        return sum(stats -> stats.listeners.get());
    }

    private void endAudiences(CloseReason reason, Duration within) {
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

    private StreamRing requireRing() {
        StreamRing present = ring;
        if (present == null) {
            throw new IllegalStateException("mount " + name() + " is not on the air");
        }
        return present;
    }

    private static StreamMoment moment(StreamRing in, long unit) {
        return unit == StreamRing.NO_UNIT
                ? StreamMoment.BEGINNING
                : new StreamMoment(in.unitPosition(unit), in.unitTime(unit));
    }

    private MountSnapshot.Audience audienceFigures() {
        Map<String, Long> endings = new HashMap<>();
        for (CloseReason reason : CloseReason.values()) {
            endings.put(reason.text(), sum(stats -> stats.closes(reason).get()));
        }
        long flushLagNanos = 0;
        long minSlackMillis = config.delivery().retain().toMillis();
        for (int i = 0; i < audiences.length(); i++) {
            Audience audience = audiences.get(i);
            if (audience != null) {
                flushLagNanos = Math.max(flushLagNanos, audience.stats().flushLagNanos());
                minSlackMillis = Math.min(minSlackMillis, audience.stats().minSlackMillis());
            }
        }
        return new MountSnapshot.Audience(
                (int) listeners(),
                (int) listenerPeak.get(),
                (int) connections(),
                sum(stats -> stats.joins.get()),
                sum(stats -> stats.bytesSent.get()),
                sum(stats -> stats.skips.get()),
                endings,
                flushLagNanos,
                minSlackMillis);
    }

    private long sum(ToLongFunction<MountStats> of) {
        long sum = 0;
        for (int i = 0; i < audiences.length(); i++) {
            Audience audience = audiences.get(i);
            if (audience != null) {
                sum += of.applyAsLong(audience.stats());
            }
        }
        return sum;
    }

    private static int ringBytes(Duration retain, int kbps) {
        long audio = retain.toMillis() * kbps / 8;
        return (int) Math.max(MIN_RING_BYTES, audio + audio / 50 + 64 * 1024); // history, and a little for VBR
    }
}
