package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.Primer;
import icy.core.mpeg.SilentFrame;
import icy.core.ring.StreamTime;
import icy.core.tracks.Rotation;
import icy.server.config.MountConfig;
import icy.server.loop.Timer;
import icy.server.loop.Workers;
import icy.server.mount.Codec;
import icy.server.mount.Feed;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays files to a mount: keeps some seconds of frames ahead, and appends each when its time has come.
 *
 * <pre>
 *   has a scan worker look for tracks, again and again ({@link TrackWatch})
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
    /** Reads that may be stuck while another one is tried; then the test programme is played until one comes back. */
    private static final int MAX_STUCK = Workers.AIR_THREADS_A_MOUNT - 1;

    /** Behind by more than this, the time is given up instead of caught up with. */
    private static final long MAX_CATCH_UP_UNITS = 10 * StreamTime.UNITS_PER_SECOND;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long IDLE_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** After silence, how far to look for a frame that can be begun at: more than any needs. */
    private static final int MOST_FRAMES_TO_PRIME = 40;

    private static final Logger log = LoggerFactory.getLogger(Playout.class);

    private final Mount mount;
    private final MountConfig config;
    private final Workers workers;
    private final Rotation rotation;
    private final Deque<FrameBatch> queue = new ArrayDeque<>();
    private final Timer timer;
    private final TrackWatch watch;
    private TrackReader reader;
    private long queuedUnits;
    private int frame;
    private int nextStart;
    private boolean reading;
    private long readingSinceNanos;
    private int stuck;
    private @Nullable TestProgramme tones;
    private boolean toning;
    /** Everything has been appended. */
    private boolean over;

    private boolean ended;
    private boolean silent;
    /** Of the first frames that were read. */
    private @Nullable FrameFormat firstFormat;
    /** What the mount declares; null until it is on the air. */
    private @Nullable FrameFormat format;

    /** Plays what the mount's config names. */
    public Playout(Mount mount, Workers workers) {
        this.mount = mount;
        this.config = mount.config();
        this.workers = workers;
        this.rotation =
                new Rotation(config.playout().shuffle(), config.playout().once(), new Random());
        this.reader = newReader();
        this.timer = mount.home().timer(this::tick);
        this.watch = new TrackWatch(
                mount, rotation, workers.scan(), () -> askForMore(mount.home().nowNanos()));
    }

    /** Looks for tracks, reads the first ones and puts the mount on the air. Any thread; returns at once. */
    public void start() {
        mount.home().execute(() -> {
            mount.feed(this);
            tick();
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
        try {
            advance(now);
            if (!ended) {
                watch.look(now);
            }
            giveUpStuckRead(now);
            askForMore(now);
        } finally {
            if (!ended) {
                timer.at(now + (mount.connections() > 0 ? TICK_NANOS : IDLE_TICK_NANOS));
            }
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
            if (silent) {
                silent = false;
                log.info("mount {}: frames are there again", mount.name());
                beginAnew(batch);
                continue;
            }
            mount.append(batch.bytes(), batch.offset(frame), batch.length(frame), duration);
            queuedUnits -= duration;
            frame++;
        }
    }

    private void announceStarts(FrameBatch batch) {
        List<FrameBatch.TrackStart> starts = batch.starts();
        while (nextStart < starts.size() && starts.get(nextStart).frame() <= frame) {
            FrameBatch.TrackStart start = starts.get(nextStart++);
            mount.title(start.title(), batch.kbps(start));
            log.info("mount {}: playing {} ({})", mount.name(), start.title().text(), start.what());
        }
    }

    /** After silence a frame may point into data that nobody got: goes on at the first one that can be primed. */
    private void beginAnew(FrameBatch batch) {
        int most = Math.min(batch.frames(), frame + MOST_FRAMES_TO_PRIME);
        int[] offsets = new int[most - frame];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = batch.offset(frame + i);
            Optional<byte[]> primer = Primer.before(batch.bytes(), Arrays.copyOf(offsets, i + 1), i);
            if (primer.isPresent()) {
                byte[] before = primer.get();
                if (before.length > 0) {
                    mount.append(before, 0, before.length, batch.durationUnits(frame + i));
                }
                for (int left = i; left > 0; left--) {
                    queuedUnits -= batch.durationUnits(frame++);
                }
                return;
            }
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
        if (due - mount.edgeTime() >= StreamTime.ofDuration(config.delivery().burst())) {
            ended = true;
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

    private void askForMore(long now) {
        boolean enough = queuedUnits >= READ_AHEAD_UNITS || endIsQueued();
        if (reading || over || ended || enough || !watch.hasLooked()) {
            return;
        }
        TrackReader by = reader;
        long units = format == null ? StreamTime.ofDuration(config.delivery().burst()) + BATCH_UNITS : BATCH_UNITS;
        readingSinceNanos = now;
        reading = workers.air().tryExecute(() -> {
            FrameBatch batch = readGuarded(by, units);
            FrameFormat declared = by.declared();
            mount.home().execute(() -> accept(by, batch, declared));
        });
    }

    /** Whatever happens, the home loop hears of it: it would wait for ever otherwise. */
    private FrameBatch readGuarded(TrackReader by, long units) {
        try {
            return by.read(units);
        } catch (Throwable e) {
            log.error("mount {}: reading {} failed; the next track follows", mount.name(), by.reading(), e);
            by.close();
            return new FrameBatch();
        }
    }

    private boolean endIsQueued() {
        FrameBatch newest = queue.peekLast();
        return newest != null && newest.last();
    }

    private void accept(TrackReader by, FrameBatch batch, @Nullable FrameFormat declared) {
        if (by != reader) {
            stuck--;
            log.info("mount {}: a stuck read of {} has come back", mount.name(), by.reading());
            return;
        }
        reading = false;
        if (batch.frames() > 0 || batch.last()) {
            enqueue(batch, declared);
        }
    }

    private void enqueue(FrameBatch batch, @Nullable FrameFormat declared) {
        queue.add(batch);
        queuedUnits += batch.units();
        if (firstFormat == null) {
            firstFormat = declared;
        }
        // What goes out at once is the burst; a second read need not be there in time for it.
        if (format == null
                && (batch.last()
                        || queuedUnits
                                >= StreamTime.ofDuration(config.delivery().burst()) + BATCH_UNITS)) {
            goOnAir();
        }
        if (!ended) {
            tick();
        }
    }

    private void goOnAir() {
        FrameFormat declared = firstFormat;
        FrameBatch first = queue.peek();
        if (declared == null || first == null || first.frames() == 0) {
            log.info("mount {}: there was nothing to play", mount.name());
            ended = true;
            timer.cancel();
            mount.end();
            return;
        }
        format = declared;
        mount.begin(
                new StreamFormat(Codec.MP3, declared.sampleRate(), declared.channels()),
                first.kbps(first.starts().get(0)),
                config.delivery().burst());
        appendUntil(mount.dueTime(mount.home().nowNanos()));
        mount.ready();
    }

    private void giveUpStuckRead(long now) {
        boolean foldersAreStuck = !watch.hasLooked() && watch.lookingForNanos(now) > READ_DEADLINE_NANOS;
        if (foldersAreStuck && queuedUnits < SHORT_UNITS) {
            playTones();
            return;
        }
        if (!reading || queuedUnits >= SHORT_UNITS || now - readingSinceNanos <= READ_DEADLINE_NANOS) {
            return;
        }
        if (format == null && queuedUnits > 0) {
            goOnAir(); // with what there is
        }
        if (stuck == MAX_STUCK) {
            playTones();
            return;
        }
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

    /** No disk answers: a round of the test programme, which needs none. */
    private void playTones() {
        FrameFormat in = format;
        TestProgramme known = tones;
        toning = toning
                || workers.cpu().tryExecute(() -> {
                    TestProgramme made = known == null ? TestProgramme.in(in) : known;
                    FrameBatch batch = new FrameBatch();
                    batch.start(StreamTitle.of(TestProgramme.TITLE), "the test programme, because no read comes back");
                    made.addTo(batch);
                    mount.home().execute(() -> {
                        tones = made;
                        toning = false;
                        enqueue(batch, made.format());
                        if (format == null) {
                            goOnAir();
                        }
                    });
                });
    }

    private TrackReader newReader() {
        return new TrackReader(config, rotation, format);
    }
}
