package icy.server.relay;

import icy.core.ring.StreamTime;
import icy.server.config.RelayConfig;
import icy.server.config.StationInfo;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import icy.server.source.LiveInput;
import icy.server.source.Source;
import icy.server.source.SourceView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another server's stream, fetched and put on the air of a mount. Of several upstreams the first in the list that can be
 * had.
 *
 * <pre>
 *              somebody listens                                      it ended: the next line takes over where it
 *   DORMANT ────────────────────> FETCHING: a line is opened ──> heard <──┐ stopped, if need be to another upstream
 *      ^                             │      back-off between tries  │ └───┘ a better upstream has filled its buffer
 *      └─── nobody, for a while ─────┴──────────────────────────────┘
 * </pre>
 *
 * <p>Two {@linkplain RelayLine lines} at the most: {@link #present} is played, {@link #next} is to take its place. While
 * an upstream that is not the first is played, better ones are tried every half minute, in the background.
 *
 * <p>Thread: the mount's home loop; {@link #view} any.
 */
final class Relay implements Source {
    /** How often better upstreams are tried than the one that is played. */
    static final Duration LOOK_FOR_BETTER = Duration.ofSeconds(30);

    /** So long after the last audio listeners are still kept for it: what a master takes to restart. */
    private static final long HOPE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    private final Mount mount;
    private final UpstreamClient.Network network;
    private final RelayUpstreams upstreams;
    private final boolean onDemand;
    private final long lookForBetterNanos;
    private final long lingerNanos;
    private final Instant made = Instant.now();
    private volatile @Nullable RelayLine present;
    private @Nullable RelayLine next;
    private long wantedNanos;
    private long audioNanos;
    private long lookedForBetterNanos;
    private boolean awake;
    private boolean closed;
    private volatile boolean onAir;
    private volatile long bytesOfEarlierLines;

    /**
     * @param targets the preferred one first
     * @param lookForBetter how often those are tried that are preferred to the one that is played
     * @param random from 0 to 1, for the back-off
     */
    Relay(
            Mount mount,
            UpstreamClient.Network network,
            List<RelayTarget> targets,
            RelayConfig config,
            Duration lookForBetter,
            DoubleSupplier random) {
        this.mount = mount;
        this.network = network;
        this.onDemand = config.onDemand();
        this.lookForBetterNanos = lookForBetter.toNanos();
        this.lingerNanos = config.linger().toNanos();
        this.upstreams = new RelayUpstreams(mount.name(), targets, random);
    }

    @Override
    public Kind kind() {
        return Kind.RELAY;
    }

    @Override
    public SourceView view() {
        RelayLine line = present;
        UpstreamAnswer head = line == null ? null : line.answer();
        LiveInput input = line == null ? null : line.input();
        String url = (line == null ? upstreams.preferred() : line.from()).toString();
        return new SourceView(
                Kind.RELAY,
                "relay of " + url,
                onAir,
                "",
                url,
                head == null ? "" : head.headers().first("Server").orElse(""),
                head == null ? "" : head.mediaType(),
                head == null ? "" : head.audioInfo(),
                input == null ? "" : input.subtype(),
                line == null ? made : line.since(),
                bytesOfEarlierLines + (line == null ? 0 : line.bytesRead()),
                input == null ? 0 : input.bufferedMillis(),
                input == null ? 0 : input.droppedUnits(),
                input == null ? 0 : input.lostBytes());
    }

    @Override
    public void tend(long nowNanos) {
        if (closed) {
            return;
        }
        attendToDemand(nowNanos);
        RelayLine heard = present;
        RelayLine coming = next;
        if (heard != null) {
            heard.tend(nowNanos);
            audioNanos = ready() ? nowNanos : audioNanos;
        }
        if (coming != null) {
            coming.tend(nowNanos);
        }
        settle(nowNanos);
        if (awake) {
            open(nowNanos);
        }
    }

    @Override
    public boolean ready() {
        RelayLine line = present;
        return line != null && line.ready() && (onAir || line.endedWhy() == null); // no leftovers of before
    }

    @Override
    public boolean present() {
        return awake && mount.home().nowNanos() - audioNanos < HOPE_NANOS;
    }

    @Override
    public boolean dormant() {
        return !awake;
    }

    @Override
    public long stockUnits() {
        LiveInput input = input();
        return input == null ? 0 : input.spareUnits();
    }

    @Override
    public @Nullable StreamFormat format() {
        LiveInput input = input();
        return input == null ? null : input.format();
    }

    @Override
    public int kbps() {
        LiveInput input = input();
        return input == null ? 0 : input.kbps();
    }

    @Override
    public StationInfo info() {
        RelayLine line = present;
        return line == null ? StationInfo.DEFAULT : line.info();
    }

    @Override
    public void enter() {
        onAir = true;
        LiveInput input = input();
        if (input != null) {
            input.enter();
            if (mount.edgeTime() > 0) {
                input.freshen(); // listeners have heard others meanwhile; the burst would only make it late
            }
        }
    }

    @Override
    public Step step(long due) {
        LiveInput input = input();
        if (input == null) {
            return Step.DRY;
        }
        Step step = input.step(due);
        if (step != Step.OVER) {
            return step;
        }
        settle(mount.home().nowNanos());
        LiveInput after = input();
        return after == null || after == input ? Step.DRY : Step.AIRED;
    }

    @Override
    public void leave() {
        onAir = false;
        LiveInput input = input();
        if (input != null) {
            input.leave();
        }
        if (!awake) {
            present = null;
        }
    }

    @Override
    public int slewPpm() {
        LiveInput input = input();
        return input == null ? 0 : input.slewPpm();
    }

    @Override
    public void close(String why) {
        closed = true;
        awake = false;
        hangUp(why);
    }

    private @Nullable LiveInput input() {
        RelayLine line = present;
        return line == null ? null : line.input();
    }

    /** Wakes up when somebody listens, and goes to sleep when nobody has for a while. */
    private void attendToDemand(long now) {
        boolean wanted = !onDemand || mount.hasAudience();
        if (wanted) {
            wantedNanos = now;
            if (!awake) {
                awake = true;
                audioNanos = now;
                upstreams.forgetFailures();
            }
        } else if (awake && now - wantedNanos >= lingerNanos) {
            awake = false;
            log.info("mount {}: nobody listens any more, so {} is let go", mount.name(), upstreams.preferred());
            hangUp("nobody listens any more");
        }
    }

    private boolean isOfPresentCodec(RelayLine line) {
        StreamFormat declared = mount.format();
        LiveInput input = line.input();
        StreamFormat its = input == null ? null : input.format();
        return declared == null || its == null || declared.codec() == its.codec();
    }

    /** Notices what has ended, and lets the next line take over when it can. */
    private void settle(long now) {
        RelayLine coming = next;
        RelayLine heard = present;
        boolean goesOn = heard != null && heard.endedWhy() == null;
        if (coming != null && coming.endedWhy() != null && (goesOn || !coming.ready())) {
            ended(coming, now); // if it left anything, no stream that goes on is given up for that
            next = null;
            coming = null;
        }
        if (heard != null && heard.endedWhy() != null && !heard.noted()) {
            heard.note();
            ended(heard, now);
        }
        if (coming == null || !coming.ready() || (onAir && !isOfPresentCodec(coming))) {
            return; // of another codec it has to wait until the slot has somebody else on the air
        }
        boolean isBetter = heard != null && goesOn && rank(coming) < rank(heard);
        if (heard == null || heard.over() || isBetter || !onAir) {
            takeOver(heard, coming);
        }
    }

    private void takeOver(@Nullable RelayLine before, RelayLine line) {
        next = null;
        present = line;
        LiveInput input = line.input();
        LiveInput heard = before == null ? null : before.input();
        if (before == null || heard == null || input == null) {
            log.info("mount {}: relay of {} has begun", mount.name(), line.from());
            return;
        }
        bytesOfEarlierLines += before.bytesRead();
        long repeated = input.takeOverFrom(heard);
        if (before.endedWhy() == null) {
            before.note();
            before.close("a better upstream has been found");
        }
        if (onAir) {
            mount.describe(line.info());
        }
        log.info(
                "mount {}: relay of {} goes on{}",
                mount.name(),
                line.from(),
                repeated == 0 ? "" : ", behind " + StreamTime.toMillis(repeated) + " ms that have been heard");
    }

    /** Opens a line where one is needed and none is under way. */
    private void open(long now) {
        RelayLine heard = present;
        if (next != null) {
            return;
        }
        int candidates = upstreams.count();
        if (heard != null && heard.endedWhy() == null) {
            candidates = rank(heard);
            if (candidates == 0 || now - lookedForBetterNanos < lookForBetterNanos) {
                return;
            }
        }
        lookedForBetterNanos = now;
        RelayLine.Request request = upstreams.choose(now, candidates);
        if (request != null) {
            RelayLine line = new RelayLine(mount, network, request);
            next = line;
            line.open();
        }
    }

    private int rank(RelayLine line) {
        return upstreams.rank(line.request().target());
    }

    private void ended(RelayLine line, long now) {
        upstreams.ended(line, now);
    }

    private void hangUp(String why) {
        RelayLine heard = present;
        RelayLine coming = next;
        next = null;
        if (coming != null) {
            coming.close(why);
        }
        if (heard != null) {
            heard.note();
            heard.close(why);
        }
        if (!onAir) {
            present = null;
        }
    }
}
