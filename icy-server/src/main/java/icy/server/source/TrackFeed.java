package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.core.mpeg.Primer;
import icy.server.track.FrameBatch;
import icy.server.track.TrackReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One item of a programme on its way to the air: the frames that were read ahead, and how far they have been aired.
 *
 * <p>Thread: the mount's home loop, save {@link #read}, which is a worker's, one at a time; {@link #positionUnits} and {@link
 * #title} any.
 */
final class TrackFeed {
    /** Frames before one that is begun at which are kept to prime it; more than any needs. */
    private static final int FRAMES_KEPT = 12;

    /** How far to look for a frame that can be begun at, where those before it are gone. */
    private static final int MOST_FRAMES_TO_PRIME = 40;

    private static final Logger log = LoggerFactory.getLogger(TrackFeed.class);

    /**
     * What a worker found.
     *
     * @param reader null if the file could not be opened
     * @param unplayable why there is nothing to play; empty if there is
     */
    record Reading(@Nullable TrackReader reader, FrameBatch batch, String unplayable) {}

    private final Programme.Item item;
    private final Deque<FrameBatch> batches = new ArrayDeque<>();
    private @Nullable FrameBatch passed;
    private @Nullable TrackReader reader;
    private long queuedUnits;
    private int frame;
    private boolean ended;
    private boolean abandoned;
    private int kbps;
    private volatile StreamTitle title = StreamTitle.NONE;
    private volatile long positionUnits;

    TrackFeed(Programme.Item item) {
        this.item = item;
        this.positionUnits = item.startUnits();
    }

    Programme.Item item() {
        return item;
    }

    /** Reads on. On a worker; whatever happens it returns, for somebody waits for it. */
    Reading read(long units, FormatGate formats) {
        TrackReader open = reader;
        try {
            if (open == null) {
                open = formats.open(item.file(), item.startUnits());
            }
            FrameBatch batch = open.read(units);
            return new Reading(open, batch, open.whyUnplayable().orElse(""));
        } catch (IOException e) {
            return new Reading(null, nothing(), String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            log.error("reading {} failed", item.file(), e);
            return new Reading(open, nothing(), "reading it failed: " + e);
        }
    }

    private static FrameBatch nothing() {
        return new FrameBatch();
    }

    /** Takes what a worker has read; false if nothing of the file can be played. */
    boolean accept(Reading read) {
        TrackReader open = read.reader();
        if (reader == null && open != null) {
            reader = open;
            title = open.title();
            positionUnits = open.startUnits();
        }
        FrameBatch batch = read.batch();
        if (batch.frames() > 0) {
            kbps = batches.isEmpty() && kbps == 0 ? batch.kbps() : kbps;
            batches.add(batch);
            queuedUnits += batch.units();
        }
        ended = batch.last() || !read.unplayable().isEmpty();
        return read.unplayable().isEmpty();
    }

    /** What is wrong with the file, known at its end. */
    Optional<String> damage() {
        TrackReader open = reader;
        return open == null ? Optional.empty() : open.damage();
    }

    StreamTitle title() {
        return title;
    }

    /** Average bitrate of what was read first; 0 before. */
    int kbps() {
        return kbps;
    }

    /** How far into the track the next frame is. */
    long positionUnits() {
        return positionUnits;
    }

    /** What has been read and not aired. */
    long queuedUnits() {
        return queuedUnits;
    }

    /** Whether all of it has been read. */
    boolean ended() {
        return ended;
    }

    /** Whether all of it has been aired. */
    boolean isOver() {
        return ended && queuedUnits == 0;
    }

    /** Whether it could be on the air for {@code units}, or to its end. */
    boolean has(long units) {
        return queuedUnits > 0 && (queuedUnits >= units || ended);
    }

    /** The batch with the next frame; null when there is none now. */
    @Nullable
    FrameBatch batch() {
        FrameBatch first = batches.peek();
        if (first != null && frame == first.frames()) {
            passed = batches.remove();
            frame = 0;
            first = batches.peek();
        }
        return first;
    }

    /** Which frame of {@link #batch} is next. */
    int frame() {
        return frame;
    }

    /** The next frame has been aired, or left out. */
    void pass() {
        FrameBatch batch = batches.element();
        long units = batch.durationUnits(frame);
        queuedUnits -= units;
        positionUnits += units;
        frame++;
    }

    /**
     * What must be aired before the next frame, since foreign ones were aired before it; an array of no bytes if nothing
     * must. Frames that cannot be begun at are passed.
     */
    byte[] primer() {
        FrameBatch batch = batches.element();
        FrameBatch before = passed;
        int kept = Math.min(FRAMES_KEPT, frame);
        int keptBefore = before == null ? 0 : Math.min(FRAMES_KEPT - kept, before.frames());
        int ahead = Math.min(batch.frames() - frame, MOST_FRAMES_TO_PRIME);
        int beforeFrom = before == null ? 0 : before.offset(before.frames() - keptBefore);
        int beforeBytes = before == null ? 0 : before.bytesUsed() - beforeFrom;
        int from = batch.offset(frame - kept);
        byte[] bytes = Arrays.copyOf(
                before == null ? new byte[0] : Arrays.copyOfRange(before.bytes(), beforeFrom, before.bytesUsed()),
                beforeBytes + batch.offset(frame + ahead) - from);
        System.arraycopy(batch.bytes(), from, bytes, beforeBytes, bytes.length - beforeBytes);
        int[] offsets = new int[keptBefore + kept + ahead];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = before != null && i < keptBefore
                    ? before.offset(before.frames() - keptBefore + i) - beforeFrom
                    : beforeBytes + batch.offset(frame - kept + i - keptBefore) - from;
        }
        for (int i = 0; i < ahead; i++) {
            Optional<byte[]> primer = Primer.before(bytes, offsets, keptBefore + kept + i);
            if (primer.isPresent()) {
                for (int left = i; left > 0; left--) {
                    pass();
                }
                return primer.get();
            }
        }
        return new byte[0];
    }

    /** It is not wanted any more, also by whoever may be reading it. */
    void abandon() {
        abandoned = true;
        batches.clear();
        queuedUnits = 0;
    }

    boolean abandoned() {
        return abandoned;
    }

    /** Nothing more can be read of it: what there is is heard, and then it is over. */
    void cutOff() {
        ended = true;
    }

    /** Whoever drops it has this closed on a worker: a dead disk may take its time. */
    @Nullable
    TrackReader reader() {
        return reader;
    }
}
