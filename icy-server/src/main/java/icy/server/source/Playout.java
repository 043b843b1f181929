package icy.server.source;

import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.SilentFrame;
import icy.core.ring.StreamTime;
import icy.server.config.MountConfig;
import icy.server.loop.Timer;
import icy.server.loop.WorkerPool;
import icy.server.loop.Workers;
import icy.server.mount.Codec;
import icy.server.mount.Feed;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays files to a mount: keeps some seconds of frames ahead, and appends each when its time has come.
 *
 * <pre>
 *   asks an air worker for a batch whenever less than READ_AHEAD is queued
 *   every 20 ms (100 ms while nobody listens), and before each flush:
 *        append frames until the stream time that is due; a title where a track begins
 *   nothing queued and something due: silence of the mount's format, said in the log
 * </pre>
 *
 * <p>The disk can't stop the air: a read that takes too long while the queue runs dry is given up, with its track, and
 * another worker goes on with the next.
 *
 * <p>Thread: home loop; {@link #start} any.
 */
public final class Playout implements Feed {
    /** Frames held ready: a disk may take this long to wake up. */
    private static final long READ_AHEAD_UNITS = 12 * StreamTime.UNITS_PER_SECOND;

    private static final long BATCH_UNITS = 4 * StreamTime.UNITS_PER_SECOND;
    /** With less than this queued, a slow read is taken for a stuck one. */
    private static final long SHORT_UNITS = 5 * StreamTime.UNITS_PER_SECOND;

    private static final long READ_DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Workers that may be lost to stuck reads; then it is waited for one of them. */
    private static final int MAX_STUCK = 3;

    /** Behind by more than this, the time is given up instead of caught up with. */
    private static final long MAX_CATCH_UP_UNITS = 10 * StreamTime.UNITS_PER_SECOND;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long IDLE_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SCAN_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A new file that was written to within this time may still be on its way. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(Playout.class);

    private final Mount mount;
    private final MountConfig config;
    private final Workers workers;
    private final Rotation rotation;
    private final Deque<FrameBatch> queue = new ArrayDeque<>();
    private final Timer timer;
    private final Timer scanTimer;
    private TrackReader reader;
    private long queuedUnits;
    private int frame;
    private int nextStart;
    private boolean reading;
    private boolean scanning;
    private volatile List<String> problems = List.of();
    private long readingSinceNanos;
    private int stuck;
    /** Everything has been appended. */
    private boolean over;

    private boolean ended;
    private boolean silent;
    private @Nullable FrameFormat format;

    /** Plays what the mount's config names. */
    public Playout(Mount mount, Workers workers) {
        this.mount = mount;
        this.config = mount.config();
        this.workers = workers;
        this.rotation = new Rotation(config.shuffle(), config.once(), new Random());
        this.reader = newReader();
        this.timer = mount.home().timer(this::tick);
        this.scanTimer = mount.home().timer(this::scan);
    }

    /** Looks for tracks, reads the first ones and puts the mount on the air. Any thread; returns at once. */
    public void start() {
        workers.air().tryExecute(() -> {
            rescan(Instant.MAX);
            mount.home().execute(() -> {
                mount.feed(this);
                askForMore();
                scanTimer.at(mount.home().nowNanos() + SCAN_NANOS);
            });
        });
    }

    @Override
    public void advance(long nowNanos) {
        FrameFormat on = format;
        if (on == null || ended) {
            return;
        }
        long due = mount.dueTime(nowNanos);
        if (over) {
            endWhenHeard(due);
            return;
        }
        long behind = due - mount.edgeTime();
        if (behind > MAX_CATCH_UP_UNITS) {
            log.warn(
                    "mount {}: held up for {} s, which are left out",
                    mount.name(),
                    Math.round(StreamTime.toSeconds(behind)));
            mount.slip(behind);
            return;
        }
        appendUntil(due);
        if (!over && queue.isEmpty()) {
            appendSilence(on, due);
        }
    }

    private void tick() {
        long now = mount.home().nowNanos();
        advance(now);
        giveUpStuckRead(now);
        askForMore();
        if (!ended) {
            timer.at(now + (mount.connections() > 0 ? TICK_NANOS : IDLE_TICK_NANOS));
        }
    }

    private void appendUntil(long due) {
        FrameBatch batch = queue.peek();
        while (batch != null) {
            if (frame == batch.frames()) {
                nextBatch(batch);
                batch = queue.peek();
                continue;
            }
            int duration = batch.durationUnits(frame);
            if (mount.edgeTime() + duration > due) {
                return;
            }
            announceStarts(batch);
            mount.append(batch.bytes(), batch.offset(frame), batch.length(frame), duration);
            queuedUnits -= duration;
            frame++;
        }
    }

    private void announceStarts(FrameBatch batch) {
        List<FrameBatch.TrackStart> starts = batch.starts();
        while (nextStart < starts.size() && starts.get(nextStart).frame() == frame) {
            FrameBatch.TrackStart start = starts.get(nextStart++);
            if (silent) {
                silent = false;
                log.info("mount {}: frames are there again", mount.name());
            }
            mount.title(start.title(), batch.kbpsFrom(frame));
            log.info("mount {}: playing {} ({})", mount.name(), start.title().text(), start.what());
        }
    }

    private void nextBatch(FrameBatch finished) {
        queue.remove();
        frame = 0;
        nextStart = 0;
        over = finished.last();
    }

    /**
     * The clock has a head start of a burst, so the last frame is appended that much before its time: whoever tunes in
     * meanwhile still hears the end, and a programme shorter than a burst can be heard at all.
     */
    private void endWhenHeard(long due) {
        if (due - mount.edgeTime() >= StreamTime.ofDuration(config.burst())) {
            ended = true;
            scanTimer.cancel();
            timer.cancel();
            mount.end();
        }
    }

    private void appendSilence(FrameFormat on, long due) {
        byte[] silence = SilentFrame.of(on);
        while (mount.edgeTime() + on.frameUnits() <= due) {
            if (!silent) {
                silent = true;
                log.error("mount {}: no frames are ready ({}): silence is on the air", mount.name(), reader.reading());
            }
            mount.append(silence, 0, silence.length, on.frameUnits());
        }
    }

    private void askForMore() {
        if (reading || over || ended || queuedUnits >= READ_AHEAD_UNITS || endIsQueued()) {
            return;
        }
        TrackReader by = reader;
        long units = Math.max(BATCH_UNITS, StreamTime.ofDuration(config.burst()));
        reading = workers.air().tryExecute(() -> {
            FrameBatch batch = by.read(units);
            FrameFormat declared = by.declared();
            mount.home().execute(() -> accept(by, batch, declared));
        });
        readingSinceNanos = mount.home().nowNanos();
        if (!reading && format == null) {
            timer.at(readingSinceNanos + IDLE_TICK_NANOS); // all air workers are busy: ask again soon
        }
    }

    private boolean endIsQueued() {
        FrameBatch newest = queue.peekLast();
        return newest != null && newest.last();
    }

    private void accept(TrackReader by, FrameBatch batch, @Nullable FrameFormat declared) {
        if (by != reader) {
            stuck--;
            workers.air().tryExecute(by::close);
            log.info("mount {}: a stuck read has come back", mount.name());
            return;
        }
        reading = false;
        queue.add(batch);
        queuedUnits += batch.units();
        if (format == null && declared != null) {
            format = declared;
            goOnAir(declared, batch);
        }
        if (format == null) {
            log.info("mount {}: there was nothing to play", mount.name());
            ended = true;
            mount.end();
            return;
        }
        tick();
    }

    private void goOnAir(FrameFormat declared, FrameBatch batch) {
        mount.begin(
                new StreamFormat(Codec.MP3, declared.sampleRate(), declared.channels()),
                batch.kbpsFrom(0),
                config.burst());
        appendUntil(mount.dueTime(mount.home().nowNanos()));
        mount.ready();
    }

    private void giveUpStuckRead(long now) {
        if (reading
                && queuedUnits < SHORT_UNITS
                && now - readingSinceNanos > READ_DEADLINE_NANOS
                && stuck < MAX_STUCK) {
            log.warn(
                    "mount {}: reading {} has taken {} s and is given up; the next track follows",
                    mount.name(),
                    reader.reading(),
                    TimeUnit.NANOSECONDS.toSeconds(now - readingSinceNanos));
            stuck++;
            reader.giveUp();
            reader = newReader();
            reading = false;
        }
    }

    private TrackReader newReader() {
        return new TrackReader(config, rotation, format);
    }

    private void scan() {
        WorkerPool io = workers.io();
        if (ended || config.paths().isEmpty()) {
            return;
        }
        scanning = scanning
                || io.tryExecute(() -> {
                    rescan(Instant.now().minus(SETTLING));
                    mount.home().execute(() -> scanning = false);
                });
        scanTimer.at(mount.home().nowNanos() + SCAN_NANOS);
    }

    /** On a worker, one at a time. */
    private void rescan(Instant settledBefore) {
        MediaScan.Found found = MediaScan.of(config.paths(), settledBefore);
        if (!found.problems().equals(problems)) {
            problems = found.problems();
            problems.forEach(problem -> log.warn("mount {}: {}", mount.name(), problem));
        }
        rotation.replace(found.tracks());
    }
}
