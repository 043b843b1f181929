package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.Primer;
import icy.core.ring.StreamTime;
import icy.core.tracks.Rotation;
import icy.server.config.MountConfig;
import icy.server.loop.Workers;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import java.nio.file.Path;
import java.time.Instant;
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
 * Plays files: keeps some seconds of frames ahead, and appends each when its time has come.
 *
 * <pre>
 *   has a scan worker look for tracks, again and again ({@link TrackWatch})
 *   asks an air worker for a batch whenever less than READ_AHEAD is queued
 *   on the air: a title where a track begins, and its frames
 *   off the air: stands still; after a minute it goes on with the next track, for nobody wants the middle of a song
 *   nothing can be played: not ready; tries again after a while
 * </pre>
 *
 * <p>The disk can't stop the air: a read that takes too long while the queue runs dry is given up, with its track, and
 * another worker goes on with the next.
 *
 * <p>It is long because reading ahead, airing and giving up are one clockwork.
 *
 * <p>Thread: the mount's home loop; {@link #view} any.
 */
final class Playout implements Source {
    /** Frames held ready: a disk may take this long to wake up. */
    private static final long READ_AHEAD_UNITS = 12 * StreamTime.UNITS_PER_SECOND;

    private static final long BATCH_UNITS = 4 * StreamTime.UNITS_PER_SECOND;
    /** With less than this queued, a slow read is taken for a stuck one. */
    private static final long SHORT_UNITS = 5 * StreamTime.UNITS_PER_SECOND;
    /** With this queued it can take the air over again. */
    private static final long ENOUGH_UNITS = StreamTime.UNITS_PER_SECOND;

    private static final long READ_DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Reads that may be stuck while another one is tried; then others have the air until one comes back. */
    private static final int MAX_STUCK = Workers.AIR_THREADS_A_MOUNT - 1;

    private static final long FIRST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(6);
    private static final long LAST_RETRY_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** When another source was on the air, how far to look for a frame that can be begun at: more than any needs. */
    private static final int MOST_FRAMES_TO_PRIME = 40;

    private static final Logger log = LoggerFactory.getLogger(Playout.class);

    private final Kind kind;
    private final Mount mount;
    private final MountConfig config;
    private final Workers workers;
    private final Runnable changed;
    private final Rotation rotation;
    private final Deque<FrameBatch> queue = new ArrayDeque<>();
    private final TrackWatch watch;
    private final Instant since = Instant.now();
    private TrackReader reader;
    private long queuedUnits;
    private int frame;
    private int nextStart;
    private boolean reading;
    private long readingSinceNanos;
    private int stuck;
    private StreamTitle title = StreamTitle.NONE;
    private int kbps;
    private boolean beginsAnew;
    private long leftNanos;
    /** Before this nothing is read: there was nothing to play. */
    private long retryNanos;

    private long retryAfterNanos = FIRST_RETRY_NANOS;
    private List<Path> hopeless = List.of();
    /** Everything has been appended. */
    private boolean over;

    private boolean closed;
    /** Of the first frames that were read. */
    private @Nullable FrameFormat format;

    private volatile boolean onAir;
    private volatile String playing = "nothing yet";

    /**
     * Plays what the mount's config names.
     *
     * @param changed called when there is more to play than before
     */
    static Playout of(Mount mount, Workers workers, Runnable changed) {
        MountConfig config = mount.config();
        return new Playout(
                Kind.PLAYOUT,
                mount,
                workers,
                changed,
                config.playout().paths(),
                config.playout().shuffle(),
                config.playout().once());
    }

    /** Plays one file over and over. */
    static Playout looped(Mount mount, Workers workers, Runnable changed, Path file) {
        return new Playout(Kind.FALLBACK_FILE, mount, workers, changed, List.of(file), false, false);
    }

    private Playout(
            Kind kind,
            Mount mount,
            Workers workers,
            Runnable changed,
            List<Path> paths,
            boolean shuffle,
            boolean once) {
        this.kind = kind;
        this.mount = mount;
        this.config = mount.config();
        this.workers = workers;
        this.changed = changed;
        this.rotation = new Rotation(shuffle, once, new Random());
        this.reader = newReader();
        this.watch = new TrackWatch(
                mount, paths, rotation, workers.scan(), () -> tend(mount.home().nowNanos()));
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public SourceView view() {
        return SourceView.own(
                kind,
                (kind == Kind.PLAYOUT ? "playout of " : "fallback file ") + playing,
                onAir,
                Codec.MP3.contentType(),
                since);
    }

    @Override
    public void tend(long nowNanos) {
        if (closed) {
            return;
        }
        watch.look(nowNanos);
        giveUpStuckRead(nowNanos);
        if (beginsAnew && !onAir && nowNanos - leftNanos > STALE_NANOS) {
            goOnWithNextTrack();
        }
        askForMore(nowNanos);
    }

    /** What goes out at once at first is the burst; a second read need not be there in time for it. */
    @Override
    public boolean ready() {
        if (over || format == null || queuedUnits == 0) {
            return false;
        }
        long enough = mount.hasRun()
                ? ENOUGH_UNITS
                : StreamTime.ofDuration(config.delivery().burst()) + BATCH_UNITS;
        return queuedUnits >= enough || endIsQueued() || stuck > 0;
    }

    @Override
    public boolean present() {
        boolean canPlay = retryNanos == 0 && stuck < MAX_STUCK;
        return kind == Kind.PLAYOUT && !over && canPlay;
    }

    @Override
    public long stockUnits() {
        return queuedUnits;
    }

    @Override
    public @Nullable StreamFormat format() {
        FrameFormat first = format;
        return first == null ? null : new StreamFormat(Codec.MP3, first.sampleRate(), first.channels());
    }

    @Override
    public int kbps() {
        FrameBatch first = queue.peek();
        return kbps > 0 || first == null || first.starts().isEmpty()
                ? kbps
                : first.kbps(first.starts().get(0));
    }

    @Override
    public void enter() {
        onAir = true;
        if (!title.equals(StreamTitle.NONE)) {
            mount.title(title, kbps);
        }
    }

    @Override
    public Step step(long due) {
        FrameBatch batch = queue.peek();
        if (batch == null) {
            return over ? Step.OVER : Step.DRY;
        }
        if (frame == batch.frames()) {
            nextBatch(batch);
            return Step.AIRED;
        }
        int duration = batch.durationUnits(frame);
        if (mount.edgeTime() + duration > due) {
            return Step.EARLY;
        }
        announceStarts(batch);
        if (beginsAnew) {
            beginsAnew = false;
            beginAnew(batch);
            return Step.AIRED;
        }
        mount.append(batch.bytes(), batch.offset(frame), batch.length(frame), duration);
        passFrame(batch);
        return Step.AIRED;
    }

    @Override
    public void leave() {
        onAir = false;
        beginsAnew = true;
        leftNanos = mount.home().nowNanos();
    }

    @Override
    public void close(String why) {
        closed = true;
        reader.giveUp();
        queue.clear();
        queuedUnits = 0;
    }

    private void passFrame(FrameBatch batch) {
        queuedUnits -= batch.durationUnits(frame);
        frame++;
    }

    private void announceStarts(FrameBatch batch) {
        List<FrameBatch.TrackStart> starts = batch.starts();
        while (nextStart < starts.size() && starts.get(nextStart).frame() <= frame) {
            FrameBatch.TrackStart start = starts.get(nextStart++);
            title = start.title();
            kbps = batch.kbps(start);
            playing = start.what();
            mount.title(title, kbps);
            log.info("mount {}: playing {} ({})", mount.name(), title.text(), playing);
        }
    }

    /** A frame may point into data that nobody got: goes on at the first one that can be primed. */
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
                    passFrame(batch);
                }
                return;
            }
        }
    }

    private void goOnWithNextTrack() {
        for (FrameBatch batch = queue.peek(); batch != null; batch = queue.peek()) {
            List<FrameBatch.TrackStart> starts = batch.starts();
            if (nextStart < starts.size()) {
                int to = starts.get(nextStart).frame();
                while (frame < to) {
                    passFrame(batch);
                }
                beginsAnew = false; // a track's first frame points nowhere
                return;
            }
            while (frame < batch.frames()) {
                passFrame(batch);
            }
            nextBatch(batch);
        }
        // The track goes on beyond what is queued: so does the search, with what is read next.
    }

    private void nextBatch(FrameBatch finished) {
        queue.remove();
        frame = 0;
        nextStart = 0;
        over = finished.last();
    }

    private void askForMore(long now) {
        boolean enough = queuedUnits >= READ_AHEAD_UNITS || endIsQueued();
        if (reading || over || enough || !watch.hasLooked()) {
            return;
        }
        if (retryNanos != 0 && now - retryNanos < 0 && rotation.tracks() == hopeless) {
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
        if (closed) {
            by.close();
            return;
        }
        reading = false;
        if (batch.nothing()) {
            hopeless = rotation.tracks();
            retryNanos = Math.max(1, mount.home().nowNanos() + retryAfterNanos);
            retryAfterNanos = Math.min(2 * retryAfterNanos, LAST_RETRY_NANOS);
        } else if (batch.frames() > 0 || batch.last()) {
            retryNanos = 0;
            retryAfterNanos = FIRST_RETRY_NANOS;
            enqueue(batch, declared);
        }
        changed.run();
        askForMore(mount.home().nowNanos());
    }

    private void enqueue(FrameBatch batch, @Nullable FrameFormat declared) {
        if (batch.last() && batch.frames() == 0 && queue.isEmpty()) {
            over = true;
            return;
        }
        queue.add(batch);
        queuedUnits += batch.units();
        if (format == null) {
            format = declared;
        }
    }

    private void giveUpStuckRead(long now) {
        if (!reading || queuedUnits >= SHORT_UNITS || now - readingSinceNanos <= READ_DEADLINE_NANOS) {
            return;
        }
        if (stuck == MAX_STUCK) {
            return; // no disk answers: somebody else has to be on the air
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

    private TrackReader newReader() {
        return new TrackReader(mount, rotation, format);
    }
}
