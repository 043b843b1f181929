package icy.server.source;

import icy.core.mpeg.FrameFormat;
import icy.core.ring.StreamTime;
import icy.server.loop.EventLoop;
import icy.server.loop.Workers;
import icy.server.track.TrackReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a programme's items ahead of the air: some seconds of what plays, and always the beginning of what follows, so
 * that going on to it takes no disk.
 *
 * <pre>
 *   wanted   what was asked for out of turn: read before all else
 *   current  what plays
 *   upcoming what follows it, in order; thrown away where the programme has changed
 * </pre>
 *
 * <p>One read is under way at a time. The disk can't stop the air: one that takes too long while the queue runs dry is
 * given up, with its item, and another worker goes on with the next.
 *
 * <p>It is long because the three are filled by the same read, and each may take another's place.
 *
 * <p>Thread: the mount's home loop.
 */
final class ReadAhead {
    /** Frames held ready: a disk may take this long to wake up. */
    private static final long AHEAD_UNITS = 12 * StreamTime.UNITS_PER_SECOND;

    static final long BATCH_UNITS = 4 * StreamTime.UNITS_PER_SECOND;
    /** With less than this queued, a slow read is taken for a stuck one. */
    private static final long SHORT_UNITS = 5 * StreamTime.UNITS_PER_SECOND;

    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Reads that may be stuck while another one is tried; then others have the air until one comes back. */
    private static final int MAX_STUCK = Workers.AIR_THREADS_A_MOUNT - 1;

    private static final long FIRST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(6);
    private static final long LAST_RETRY_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final Logger log = LoggerFactory.getLogger(ReadAhead.class);

    private final String mount;
    private final EventLoop home;
    private final Workers workers;
    private final Programme programme;
    private final FormatGate formats;
    private final Complaints complaints;
    private final BiConsumer<TrackFeed, String> unplayable;
    private final Runnable changed;
    private final Deque<TrackFeed> upcoming = new ArrayDeque<>();
    private @Nullable TrackFeed current;
    private @Nullable TrackFeed wanted;
    /** What was the current one last. */
    private Programme.@Nullable Item played;
    /** What the programme was last asked to follow. */
    private Programme.@Nullable Item tail;

    private @Nullable TrackFeed reading;
    private long readingSinceNanos;
    private int stuck;
    private int failedInARow;
    /** Before this nothing is read: there was nothing to play. */
    private long retryNanos;

    private long retryAfterNanos = FIRST_RETRY_NANOS;
    private boolean saidNothing;
    private @Nullable FrameFormat format;
    private boolean closed;

    /**
     * @param unplayable told of an item of which nothing can be played, and why
     * @param changed called when there is more to play than before
     */
    ReadAhead(
            String mount,
            EventLoop home,
            Workers workers,
            Programme programme,
            FormatGate formats,
            Complaints complaints,
            BiConsumer<TrackFeed, String> unplayable,
            Runnable changed) {
        this.mount = mount;
        this.home = home;
        this.workers = workers;
        this.programme = programme;
        this.formats = formats;
        this.complaints = complaints;
        this.unplayable = unplayable;
        this.changed = changed;
    }

    /** The format of the first frames that were read; null before. */
    @Nullable
    FrameFormat format() {
        return format;
    }

    @Nullable
    TrackFeed current() {
        return current;
    }

    /** What follows the current one, as far as it is known and prepared. */
    @Nullable
    TrackFeed next() {
        return upcoming.peek();
    }

    /** What was asked for out of turn and is not on the air yet. */
    @Nullable
    TrackFeed wanted() {
        return wanted;
    }

    /** All that can be aired without a gap and without a read. */
    long queuedUnits() {
        TrackFeed playing = current;
        long units = playing == null ? 0 : playing.queuedUnits();
        boolean joined = playing == null || playing.ended();
        for (TrackFeed feed : upcoming) {
            if (!joined) {
                break;
            }
            units += feed.queuedUnits();
            joined = feed.ended();
        }
        return units;
    }

    /** Whether the programme has been read to its end, and has one. */
    boolean endIsQueued() {
        TrackFeed playing = current;
        return wanted == null
                && (playing == null || playing.ended())
                && upcoming.stream().allMatch(TrackFeed::ended)
                && programme.after(tail).isEmpty();
    }

    /** Whether it is worth waiting for. */
    boolean hasHope() {
        return retryNanos == 0 && stuck < MAX_STUCK && (current != null || wanted != null || !upcoming.isEmpty());
    }

    boolean isStuck() {
        return stuck > 0;
    }

    /** The {@linkplain #next next} one, which there must be, is the current one from now on. */
    TrackFeed advance() {
        forget();
        TrackFeed next = upcoming.remove();
        current = next;
        played = next.item();
        return next;
    }

    /** There is no current one any more; what follows it stays prepared. */
    void forget() {
        TrackFeed last = current;
        current = null;
        if (last != null) {
            drop(last);
        }
    }

    /** Asks for {@code item} out of turn: the one that is prepared, if it is that. */
    void want(Programme.Item item) {
        wantNothing();
        TrackFeed next = upcoming.peek();
        wanted = next != null && next.item().equals(item) ? upcoming.remove() : new TrackFeed(item);
        tryAgain();
    }

    /** What was asked for out of turn is not wanted any more. */
    void wantNothing() {
        TrackFeed before = wanted;
        wanted = null;
        if (before != null) {
            drop(before);
        }
    }

    /** What was wanted is the current one from now on, and the programme goes on behind it. */
    TrackFeed takeWanted() {
        TrackFeed taken = Objects.requireNonNull(wanted, "nothing is wanted");
        forget();
        wanted = null;
        current = taken;
        played = taken.item();
        reconsider();
        return taken;
    }

    /** The programme may have changed: what is prepared and does not come next any more is thrown away. */
    void reconsider() {
        Programme.Item at = played;
        boolean kept = true;
        for (Iterator<TrackFeed> feeds = upcoming.iterator(); feeds.hasNext(); ) {
            TrackFeed feed = feeds.next();
            kept = kept && programme.after(at).filter(feed.item()::equals).isPresent();
            if (kept) {
                at = feed.item();
            } else {
                feeds.remove();
                drop(feed);
            }
        }
        tail = at;
        tryAgain();
    }

    /** Asks a worker for more if there is not enough, and gives one up that does not answer. */
    void tend(long now, long firstUnits) {
        giveUpStuckRead(now);
        if (reading != null || closed || (retryNanos != 0 && now - retryNanos < 0)) {
            return;
        }
        TrackFeed hungry = hungriest(Math.max(AHEAD_UNITS, firstUnits));
        if (hungry == null) {
            return;
        }
        long units = format == null ? firstUnits : BATCH_UNITS;
        readingSinceNanos = now;
        boolean taken = workers.air().tryExecute(() -> {
            TrackFeed.Reading read = hungry.read(units, formats);
            home.execute(() -> accept(hungry, read));
        });
        reading = taken ? hungry : null;
    }

    /** All that was read is read anew, from where it stands: it is to sound otherwise. */
    void startOver() {
        TrackFeed playing = current;
        Programme.Item item = wanted != null ? wanted.item() : playing == null ? null : playing.item();
        long position = wanted != null || playing == null ? 0 : playing.positionUnits();
        upcoming.forEach(this::drop);
        upcoming.clear();
        forget();
        wantNothing();
        tail = played;
        format = null;
        if (item != null) {
            want(position == 0 ? item : item.at(position));
        }
    }

    void close() {
        closed = true;
        forget();
        wantNothing();
        upcoming.forEach(this::drop);
        upcoming.clear();
    }

    private void tryAgain() {
        retryNanos = 0;
        failedInARow = 0;
    }

    /** Which one is to be read next; the programme is followed as far as that takes. */
    private @Nullable TrackFeed hungriest(long aheadUnits) {
        TrackFeed first = wanted;
        if (first != null && !first.ended() && first.queuedUnits() < BATCH_UNITS) {
            return first;
        }
        TrackFeed playing = current;
        if (playing != null && isHungry(playing, aheadUnits)) {
            return playing;
        }
        long missing = playing == null ? aheadUnits : missingAfter(playing, aheadUnits);
        for (TrackFeed feed : upcoming) {
            if (isHungry(feed, Math.max(missing, BATCH_UNITS))) {
                return feed;
            }
            missing = missingAfter(feed, missing);
        }
        return missing > 0 || upcoming.isEmpty() ? following() : null;
    }

    private static boolean isHungry(TrackFeed feed, long wantedUnits) {
        return !feed.ended() && feed.queuedUnits() < wantedUnits;
    }

    /** How much of what follows a feed must be read, for all together to be enough. */
    private static long missingAfter(TrackFeed feed, long wantedUnits) {
        return feed.ended() ? wantedUnits - feed.queuedUnits() : 0;
    }

    private @Nullable TrackFeed following() {
        int most = Math.max(1, programme.size());
        if (!programme.endsAfterLast() && failedInARow >= most) {
            nothingToPlay();
            return null;
        }
        Optional<Programme.Item> next = programme.after(tail);
        if (next.isEmpty()) {
            if (current == null && !programme.endsAfterLast()) {
                nothingToPlay();
            }
            return null;
        }
        tail = next.get();
        TrackFeed feed = new TrackFeed(tail);
        upcoming.add(feed);
        return feed;
    }

    private void nothingToPlay() {
        if (!saidNothing) {
            saidNothing = true;
            log.warn(
                    programme.size() == 0
                            ? "mount {}: there is nothing to play"
                            : failedInARow == 0
                                    ? "mount {}: everything has been played"
                                    : "mount {}: none of the tracks can be played",
                    mount);
        }
        failedInARow = 0;
        tail = played;
        retryNanos = Math.max(1, home.nowNanos() + retryAfterNanos);
        retryAfterNanos = Math.min(2 * retryAfterNanos, LAST_RETRY_NANOS);
        changed.run();
    }

    private void accept(TrackFeed feed, TrackFeed.Reading read) {
        if (feed != reading) {
            stuck--;
            log.info(
                    "mount {}: a stuck read of {} has come back",
                    mount,
                    feed.item().file());
            closeLater(read.reader());
            return;
        }
        reading = null;
        if (closed || feed.abandoned()) {
            closeLater(read.reader());
            return;
        }
        if (feed.accept(read)) {
            accepted(feed, read);
        } else {
            closeLater(read.reader());
            failed(feed, read.unplayable());
        }
        changed.run();
    }

    private void accepted(TrackFeed feed, TrackFeed.Reading read) {
        if (read.batch().frames() > 0) {
            tryAgain();
            retryAfterNanos = FIRST_RETRY_NANOS;
            saidNothing = false;
            format = format == null ? formats.declared() : format;
        }
        feed.damage().ifPresent(damage -> complaints.about(feed.item().file(), "is damaged: " + damage));
    }

    /** Nothing of it can be played: the one after it takes its place. */
    private void failed(TrackFeed feed, String reason) {
        complaints.about(feed.item().file(), "skipped: " + reason);
        failedInARow++;
        upcoming.remove(feed);
        if (feed == wanted) {
            wanted = failedInARow < Math.max(1, programme.size())
                    ? programme.after(feed.item()).map(TrackFeed::new).orElse(null)
                    : null;
        }
        unplayable.accept(feed, reason);
    }

    private void giveUpStuckRead(long now) {
        TrackFeed feed = reading;
        if (feed == null || now - readingSinceNanos <= DEADLINE_NANOS || stuck == MAX_STUCK) {
            return; // with as many stuck as may be, no disk answers: somebody else has to be on the air
        }
        if (feed != wanted && queuedUnits() >= SHORT_UNITS) {
            return;
        }
        log.warn(
                "mount {}: reading {} has taken {} s and is given up; the next track follows",
                mount,
                feed.item().file(),
                TimeUnit.NANOSECONDS.toSeconds(now - readingSinceNanos));
        stuck++;
        reading = null;
        if (feed == current) {
            feed.cutOff();
        } else {
            failed(feed, "its disk does not answer");
        }
    }

    /** One that is being read is closed when that comes back. */
    private void drop(TrackFeed feed) {
        feed.abandon();
        if (feed != reading) {
            closeLater(feed.reader());
        }
    }

    /** With all workers stuck, the garbage collector does it. */
    private void closeLater(@Nullable TrackReader reader) {
        if (reader != null && !reader.isClosed()) {
            workers.air().tryExecute(reader::close);
        }
    }
}
