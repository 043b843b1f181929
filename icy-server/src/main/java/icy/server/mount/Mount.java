package icy.server.mount;

import icy.core.icy.StreamTitle;
import icy.core.icy.TitleMark;
import icy.core.ring.StreamRing;
import icy.core.ring.StreamTime;
import icy.server.config.ListenersConfig;
import icy.server.config.MountConfig;
import icy.server.config.StationInfo;
import icy.server.http.AccessLog;
import icy.server.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One public stream, whoever feeds it: what it is called, who may listen, and the stretch of audio that is on the air.
 *
 * <pre>
 *            begin, ready                 end
 *   OFF AIR ──────────────> ON AIR ─────────────────> ENDED     nothing will ever follow
 *      ^                      │
 *      └────── offAir ────────┘   the next {@link StreamRun} starts afresh
 * </pre>
 *
 * <p>Everything that changes the stream happens on the mount's home loop, so that a ring has one writer by construction
 * and a change of source needs no lock. Listeners may be on any loop.
 *
 * <p>It is long because it is what all others know of a stream: each method is a line or two.
 *
 * <p>Thread: {@link #feed} to {@link #end} the home loop; everything else any.
 */
public final class Mount implements MountView {
    /**
     * How long tones and silence hold back at first, while something better may be on its way: longer than a first file
     * that cannot be read.
     */
    public static final Duration FIRST_CHANCE = Duration.ofSeconds(8);

    /**
     * Kept beyond the retained window, so that one who joins at its far end, or is found too slow there, is not overtaken
     * while the answer is on its way.
     */
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(Mount.class);

    private final String serverRun;
    private final List<EventLoop> loops;
    private final EventLoop home;
    private final List<FlushBudget> budgets;
    private final Admission admission;
    private final AccessLog accessLog;
    private final LongSupplier nanoClock;
    /** By loop. */
    private final List<MountStats> stats;

    private final Attendance attendance;
    private final TitleHistory history = new TitleHistory();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile Feed feed = now -> {};
    private int runs;
    private volatile MountConfig config;
    private volatile StationInfo info;
    private volatile boolean lastResort;
    private volatile @Nullable StreamRun run;
    private final AtomicInteger waiting = new AtomicInteger();
    /** By listeners, for whom a mount may have so many and no more. */
    private final AtomicInteger placesTaken = new AtomicInteger();

    /**
     * @param serverRun tells this run's positions and times from those of another
     * @param home one of {@code loops}
     * @param budgets one for each loop, in the same order
     */
    Mount(
            MountConfig config,
            String serverRun,
            EventLoop home,
            List<EventLoop> loops,
            List<FlushBudget> budgets,
            Admission admission,
            AccessLog accessLog,
            LongSupplier nanoClock) {
        this.config = config;
        this.info = config.info();
        this.serverRun = serverRun;
        this.home = home;
        this.loops = loops;
        this.budgets = budgets;
        this.admission = admission;
        this.accessLog = accessLog;
        this.nanoClock = nanoClock;
        this.stats = Stream.generate(MountStats::new).limit(loops.size()).toList();
        this.attendance = new Attendance(nanoClock.getAsLong());
    }

    public MountConfig config() {
        return config;
    }

    /** Another config of the same mount is in force from now on; what it sizes at the start of a run stays until the next. */
    public void config(MountConfig next) {
        config = next;
        info = next.info();
    }

    @Override
    public String name() {
        return config.name();
    }

    /** The loop on which everything happens that changes the stream. */
    public EventLoop home() {
        return home;
    }

    /** Completes when the mount is on the air for the first time. */
    public CompletableFuture<Void> begun() {
        return begun;
    }

    /** Completes when the mount is over: no source will follow. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Whether it can be listened to now. */
    public boolean onAir() {
        StreamRun present = run;
        return present != null && present.canBeHeard();
    }

    /** Whether a stretch has begun, heard or not yet. */
    public boolean hasRun() {
        return run != null;
    }

    /** Whoever appends at first. Before anybody knows of the mount. */
    void firstFeed(Feed first) {
        feed = first;
    }

    /** Whoever appends from now on. */
    public void feed(Feed next) {
        assert home.inLoop();
        feed = next;
    }

    /**
     * A new stretch of stream: its ring is allocated and its clock starts.
     *
     * @param declared what listeners are told; it stays for the whole stretch
     * @param kbps expected bitrate; sizes the ring, which grows when it is exceeded
     * @param headStart stream time that is due at once, so that the first to join get a burst too
     */
    public void begin(StreamFormat declared, int kbps, Duration headStart) {
        assert home.inLoop();
        if (run != null) {
            throw new IllegalStateException("mount " + name() + " is on the air already");
        }
        String id = runs++ == 0 ? serverRun : serverRun + "." + runs;
        StreamRun next = new StreamRun(id, config, declared, kbps, loops.size());
        next.clock().begin(home.nowNanos(), StreamTime.ofDuration(headStart));
        run = next;
    }

    /**
     * As {@link #begin}, by the clock of another mount's present stretch: the same stream time means the same moment in
     * both.
     *
     * @param stretch of the other mount
     * @param fromTime stream time of the first unit
     * @return false when the other one is not there any more
     */
    public boolean beginBeside(Mount other, String stretch, StreamFormat declared, int kbps, long fromTime) {
        assert home.inLoop();
        StreamRun its = other.run();
        if (run != null || its == null || !its.id().equals(stretch)) {
            return false;
        }
        String id = its.id() + name().substring(name().lastIndexOf('/')) + "." + ++runs;
        run = its.beside(id, config, declared, kbps, fromTime);
        return true;
    }

    /** Tells the stretch that is on the air from all others; empty off the air. */
    public String stretch() {
        StreamRun now = run;
        return now == null ? "" : now.id();
    }

    /** The mount can be listened to from now on: the first audio has been appended. */
    public void ready() {
        StreamRun now = requireRun();
        now.ready();
        begun.complete(null);
        log.info("mount {}: on the air with {}", name(), now.format());
    }

    /** Appends one whole unit at the live edge. Copies it. */
    public void append(byte[] bytes, int offset, int length, long durationUnits) {
        assert home.inLoop();
        requireRun().ring().append(bytes, offset, length, durationUnits);
    }

    /** Those header pages, which end at the live edge, are what one who begins later must be given first. */
    public void preamble(byte[] pages) {
        assert home.inLoop();
        StreamRun now = requireRun();
        long edge = now.ring().edgePosition();
        now.preambles().add(new Preambles.Preamble(edge - pages.length, edge, pages));
        now.preambles().forgetBefore(now.ring().retainedFromPosition());
    }

    /** The newest header pages; null when there are none. */
    public byte @Nullable [] preamble() {
        StreamRun now = run;
        Preambles.Preamble newest = now == null ? null : now.preambles().at(Long.MAX_VALUE);
        return newest == null ? null : newest.pages();
    }

    /** A title that is in force from the live edge on, and the bitrate of what is played under it (0: as before). */
    public void title(StreamTitle title, int kbps) {
        show(title);
        history.add(title.text(), Instant.now());
        if (kbps > 0) {
            requireRun().bitrateKbps(kbps);
        }
    }

    /** As {@link #title}, of something that is no track of its own: a message, or what was shown before it. */
    public void show(StreamTitle title) {
        assert home.inLoop();
        StreamRun now = requireRun();
        now.titles().add(now.ring().edgePosition(), title);
        now.titles().forgetBefore(now.ring().retainedFromPosition());
    }

    /** Whether what is on the air is only there for want of anything better. */
    public void lastResort(boolean now) {
        lastResort = now;
    }

    public boolean lastResort() {
        return lastResort;
    }

    /** What the source on the air says of itself holds where the config says nothing. */
    public void describe(StationInfo bySource) {
        info = config.info().orElse(bySource);
    }

    /** How the mount introduces itself now. */
    public StationInfo info() {
        return info;
    }

    /** Stream time due at {@code nowNanos} of the loops' clock; 0 off the air. */
    public long dueTime(long nowNanos) {
        StreamRun now = run;
        return now == null ? 0 : now.clock().timeAt(nowNanos);
    }

    /** Stream time due now; 0 off the air. */
    public long dueTime() {
        return dueTime(nanoClock.getAsLong());
    }

    /** Stream time up to which units have been appended. */
    public long edgeTime() {
        return requireRun().ring().edgeTime();
    }

    /** Where in the stream the next unit will be. */
    public long edgePosition() {
        return requireRun().ring().edgePosition();
    }

    /** What is declared to listeners; null off the air. */
    public @Nullable StreamFormat format() {
        StreamRun now = run;
        return now == null ? null : now.format();
    }

    /** Gives up {@code units} of stream time that can't be caught up with; negative: takes them back. */
    public void slip(long units) {
        assert home.inLoop();
        requireRun().clock().slip(units);
    }

    /** Lets the clock gain some millionths, to follow a live source's own. */
    public void slew(int ppm) {
        assert home.inLoop();
        requireRun().clock().slew(home.nowNanos(), ppm);
    }

    /** The stretch is over: every listener gets its last byte, then the close. Another one may begin later. */
    public void offAir() {
        assert home.inLoop();
        StreamRun last = run;
        if (last != null) {
            run = null;
            info = config.info();
            last.end(loops, CloseReason.SOURCE_ENDED, DRAIN);
            log.info("mount {}: off the air", name());
        }
    }

    /** The mount is over: as {@link #offAir}, and nothing will follow. */
    public void end() {
        assert home.inLoop();
        ended.complete(null);
        log.info("mount {}: the stream has ended", name());
        StreamRun last = run;
        if (last != null) {
            last.end(loops, CloseReason.SOURCE_ENDED, DRAIN);
        }
    }

    /** Any thread. The server stops: listeners get what is there, at most for {@code within}. */
    public void stop(Duration within) {
        ended.complete(null);
        StreamRun last = run;
        if (last != null) {
            last.end(loops, CloseReason.SERVER_STOPS, within);
        }
    }

    @Override
    public MountSnapshot snapshot() {
        StreamRun from = run;
        MountSnapshot.Audience audience = audienceFigures(from);
        if (from == null) {
            return MountSnapshot.offAir(name(), serverRun, config.info(), terms(), feed.supply(), audience);
        }
        StreamMoment edge =
                new StreamMoment(from.ring().edgePosition(), from.ring().edgeTime());
        TitleMark title = from.titles().newest();
        StreamFormat format = from.format();
        return new MountSnapshot(
                name(),
                from.id(),
                info,
                terms(),
                from.canBeHeard(),
                from.began(),
                new MountSnapshot.Format(
                        format.contentType(), from.bitrateKbps(), format.sampleRate(), format.channels()),
                feed.supply(),
                title.title(),
                title.position(),
                edge,
                from.clock().wallMillis(edge.timeUnits(), nanoClock.getAsLong(), System.currentTimeMillis()),
                momentAtTime(edge.timeUnits()
                        - StreamTime.ofDuration(config.delivery().retain())),
                audience);
    }

    @Override
    public StreamMoment momentAt(long position) {
        StreamRun from = run;
        return from == null
                ? StreamMoment.BEGINNING
                : moment(from.ring(), from.ring().unitAtPosition(position));
    }

    @Override
    public StreamMoment momentAtTime(long timeUnits) {
        StreamRun from = run;
        return from == null
                ? StreamMoment.BEGINNING
                : moment(from.ring(), from.ring().unitAtTime(timeUnits));
    }

    @Override
    public StreamTitle titleAt(long position) {
        StreamRun from = run;
        return from == null ? StreamTitle.NONE : from.titles().at(position).title();
    }

    @Override
    public List<PlayedTitle> history() {
        return history.newestFirst();
    }

    /** Its connections one by one. */
    public Roster roster() {
        return new Roster(this, loops);
    }

    /** The stretch that is on the air; null off the air. */
    @Nullable
    StreamRun run() {
        return run;
    }

    Admission admission() {
        return admission;
    }

    AccessLog accessLog() {
        return accessLog;
    }

    /** What is counted on the caller's loop. */
    MountStats stats(EventLoop loop) {
        return stats.get(loops.indexOf(loop));
    }

    /** The audience on the caller's loop; null while the mount is not on the air. */
    @Nullable
    Audience audience(EventLoop loop) {
        StreamRun on = run;
        if (on == null || ended.isDone()) {
            return null;
        }
        int index = loops.indexOf(loop);
        return on.audience(this, loop, index, budgets.get(index));
    }

    /** As {@link #audience}, if anybody has been there. */
    @Nullable
    Audience presentAudience(EventLoop loop) {
        StreamRun on = run;
        return on == null ? null : on.audience(loops.indexOf(loop));
    }

    /** Who listens. */
    Attendance attendance() {
        return attendance;
    }

    /** Brings the live edge up to date where that is possible: on the home loop. */
    void advance(long nowNanos) {
        if (home.inLoop()) {
            feed.advance(nowNanos);
        }
    }

    /** A connection has left. */
    void left() {
        admission.leave();
    }

    /** Takes one of the mount's own places if there is one; to be given back by {@link #leavePlace}. */
    boolean tryTakePlace() {
        if (placesTaken.incrementAndGet() <= config.listeners().max()) {
            return true;
        }
        placesTaken.decrementAndGet();
        return false;
    }

    /** Takes a place in any case: an operator has moved somebody here. */
    void takePlace() {
        placesTaken.incrementAndGet();
    }

    void leavePlace() {
        placesTaken.decrementAndGet();
    }

    /** Somebody who is no listener wants it to be on the air, or ({@code -1}) does so no more. */
    public void waiting(int change) {
        waiting.addAndGet(change);
    }

    /** Whether anybody listens, or waits to, or listens to a mount that falls back on this one. */
    public boolean hasAudience() {
        return waiting.get() > 0 || connections() > 0;
    }

    /** Whether one who comes while it is off the air may be asked to wait: there will be a stream, or there may be. */
    public boolean comesOnDemand() {
        return !config.relay().upstreams().isEmpty() || feed.comesOnDemand();
    }

    /** The name of the mount of whose stream this one is made; empty for those with sources of their own. */
    public String variantOf() {
        return feed.variantOf();
    }

    /** What listeners are likely to be sent, while it is off the air. */
    String expectedContentType() {
        return feed.contentType();
    }

    /** Sockets that are sent the stream now. */
    public long connections() {
        return sum(each -> each.connections.get());
    }

    /** Those of them whose loop does not bring the live edge up to date by itself. */
    public boolean hasConnectionsElsewhere() {
        return connections() > stats(home).connections.get();
    }

    private MountSnapshot.Terms terms() {
        ListenersConfig listeners = config.listeners();
        String fallback = config.handover().fallback();
        boolean onDemand = feed.comesOnDemand()
                || (!config.relay().upstreams().isEmpty() && config.relay().onDemand());
        return new MountSnapshot.Terms(
                listeners.hidden(),
                onDemand,
                onDemand || config.handover().idle().mayBeOff(),
                Math.min(listeners.max(), admission.limit()),
                listeners.passwords() != null,
                fallback == null ? "" : fallback,
                feed.variantOf());
    }

    private StreamRun requireRun() {
        StreamRun present = run;
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

    private MountSnapshot.Audience audienceFigures(@Nullable StreamRun of) {
        Map<String, Long> endings = new HashMap<>();
        for (CloseReason reason : CloseReason.values()) {
            endings.put(reason.text(), sum(each -> each.closes(reason).get()));
        }
        long flushLagNanos = 0;
        long minSlackMillis = config.delivery().retain().toMillis();
        for (int i = 0; i < loops.size(); i++) {
            if (of != null && of.audience(i) != null) {
                flushLagNanos = Math.max(flushLagNanos, stats.get(i).flushLagNanos());
                minSlackMillis = Math.min(minSlackMillis, stats.get(i).minSlackMillis());
            }
        }
        return new MountSnapshot.Audience(
                attendance.listeners(),
                attendance.unique(),
                attendance.peak(),
                attendance.averageSeconds(nanoClock.getAsLong()),
                attendance.relays(),
                (int) connections(),
                sum(each -> each.joins.get()),
                sum(each -> each.bytesSent.get()),
                sum(each -> each.skips.get()),
                endings,
                flushLagNanos,
                minSlackMillis);
    }

    private long sum(ToLongFunction<MountStats> of) {
        return stats.stream().mapToLong(of).sum();
    }
}
