package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.TagReader;
import icy.core.mpeg.TrackParser;
import icy.core.mpeg.TrackSummary;
import icy.core.ring.StreamTime;
import icy.core.tracks.Rotation;
import icy.server.config.MixedPolicy;
import icy.server.mount.Mount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads ahead: turns the tracks of a {@link Rotation} into {@link FrameBatch}es, one after the other, across the joints.
 * A file that vanishes, is cut off or is no MP3 costs a line in the log, never the air; when nothing at all can be
 * played, that is said, and the batch says so too.
 *
 * <p>Thread: one air worker at a time.
 */
final class TrackReader {
    private static final int CHUNK_BYTES = 16 * 1024; // a second at 128 kbit/s
    /** A track that began is read so far at least: its bitrate is judged by that. */
    private static final long ENOUGH_UNITS = StreamTime.UNITS_PER_SECOND;

    private static final int MAX_REPORTED = 10_000;
    private static final Logger log = LoggerFactory.getLogger(TrackReader.class);

    private final String mount;
    private final Rotation rotation;
    private final MixedPolicy mixed;
    private final boolean once;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    private final Set<String> reported = new HashSet<>();
    private @Nullable Track open;
    private @Nullable FrameFormat declared;
    private int failedInARow;
    private boolean saidNothing;
    private volatile boolean givenUp;
    private volatile String reading = "the first track";

    /** @param declared the mount's format, or null when the first track is to decide it */
    TrackReader(Mount mount, Rotation rotation, @Nullable FrameFormat declared) {
        this.mount = mount.name();
        this.mixed = mount.config().playout().mixed();
        this.rotation = rotation;
        this.once = rotation.once();
        this.declared = declared;
    }

    /** The format of the first frame there was; a mount declares it. Null before the first batch. */
    @Nullable
    FrameFormat declared() {
        return declared;
    }

    /**
     * The next frames, {@code units} long or a little longer; fewer where a track ends, so that one that cannot be opened
     * does not hold back the one before it.
     */
    FrameBatch read(long units) {
        FrameBatch batch = new FrameBatch();
        boolean more = true;
        while (more && !givenUp) {
            Track track = open;
            if (track == null) {
                openNext(batch);
            } else if (!track.readInto(batch)) {
                open = null;
                more = batch.frames() == 0;
            }
            boolean enough = batch.units() >= units && batch.unitsSinceStart() >= ENOUGH_UNITS;
            more &= !enough && !batch.last() && !batch.nothing();
        }
        if (givenUp) {
            close();
        }
        return batch;
    }

    /** What is being read now, for the log. Any thread. */
    String reading() {
        return reading;
    }

    /** Another reader goes on; this one ends as soon as the disk lets it. Any thread. */
    void giveUp() {
        givenUp = true;
    }

    /** Closes the track that is open. */
    void close() {
        Track track = open;
        if (track != null) {
            track.close();
            open = null;
        }
    }

    private void openNext(FrameBatch batch) {
        boolean allFailed = !once && failedInARow > 0 && failedInARow >= rotation.size();
        Optional<Path> next = allFailed ? Optional.empty() : rotation.next();
        if (next.isPresent()) {
            open(next.get());
        } else if (once) {
            batch.markLast();
        } else {
            failedInARow = 0;
            nothingToPlay();
            batch.markNothing();
        }
    }

    private void nothingToPlay() {
        if (!saidNothing) {
            saidNothing = true;
            log.warn(
                    rotation.size() == 0
                            ? "mount {}: there is nothing to play"
                            : "mount {}: none of the tracks can be played",
                    mount);
        }
    }

    private void open(Path file) {
        reading = file.toString();
        try {
            open = new Track(file);
        } catch (IOException e) {
            failed(file, e instanceof NoSuchFileException ? "it is gone" : "it cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            log.error("mount {}: {} skipped: a defect in the tag reader", mount, file, e);
            failedInARow++;
        }
    }

    private void failed(Path file, String reason) {
        failedInARow++;
        report(file, "skipped: " + reason);
    }

    /** Says a thing about a file once, not in every round. */
    private void report(Path file, String what) {
        if (reported.size() < MAX_REPORTED && reported.add(file + "\n" + what)) {
            log.warn("mount {}: {} {}", mount, file, what);
        } else {
            log.debug("mount {}: {} {}", mount, file, what);
        }
    }

    /** One open file. */
    private final class Track implements TrackParser.Sink {
        private final Path file;
        private final FileChannel channel;
        private final TrackParser parser;
        private final StreamTitle title;
        private @Nullable FrameBatch into;
        private @Nullable FrameFormat announced;
        private boolean started;
        private int damagedPlaces;
        private long damagedBytes;
        private String firstDamage = "";

        Track(Path file) throws IOException {
            this.file = file;
            this.channel = FileChannel.open(file);
            try {
                String name = file.getFileName().toString();
                this.title = StreamTitle.of(TagReader.read(channel).displayTitle(name));
                channel.position(0);
                this.parser = new TrackParser(channel.size(), this);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }

        /** Whether there may be more. */
        boolean readInto(FrameBatch batch) {
            into = batch;
            try {
                if (channel.read(chunk.clear()) >= 0) {
                    parser.push(chunk.flip());
                    return true;
                }
                finished(parser.finish());
            } catch (IOException e) {
                failed(file, "reading it failed: " + e.getMessage());
            } catch (RuntimeException e) {
                log.error("mount {}: {} skipped: a defect in the parser", mount, file, e);
                failedInARow++;
            }
            close();
            return false;
        }

        private void finished(TrackSummary summary) {
            if (summary.whyUnplayable().isPresent()) {
                report(file, "skipped: " + summary.whyUnplayable().get());
            } else if (damagedPlaces > 0) {
                report(
                        file,
                        "is damaged: %d bytes in %d places were left out, the first %s"
                                .formatted(damagedBytes, damagedPlaces, firstDamage));
            }
            failedInARow = started ? 0 : failedInARow + 1;
        }

        @Override
        public void frame(byte[] bytes, int offset, int length, FrameFormat format, long durationUnits, boolean joint) {
            FrameBatch batch = into;
            if (batch == null || !carries(format)) {
                return;
            }
            if (!started) {
                started = true;
                saidNothing = false;
                batch.start(title, file.toString());
            }
            batch.add(bytes, offset, length, durationUnits);
        }

        @Override
        public void damage(long offset, long bytes, String reason) {
            if (damagedPlaces++ == 0) {
                firstDamage = "at byte " + offset + ": " + reason;
            }
            damagedBytes += bytes;
        }

        private boolean carries(FrameFormat format) {
            FrameFormat mounts = declared;
            if (format.layer() != 3) {
                return announce(format, "skipped: " + format + " is not carried by an MP3 mount", /* play= */ false);
            }
            if (mounts == null) {
                declared = format;
                return true;
            }
            if (mounts.sampleRate() == format.sampleRate() && mounts.channels() == format.channels()) {
                return true;
            }
            return mixed == MixedPolicy.PLAY
                    ? announce(format, "is " + format + " on a mount of " + mounts + "; it is played", /* play= */ true)
                    : announce(format, "skipped: it is " + format + " and the mount " + mounts, /* play= */ false);
        }

        /** Says what is done with a run of frames, once for the run. */
        private boolean announce(FrameFormat format, String what, boolean play) {
            if (!format.equals(announced)) {
                announced = format;
                report(file, what);
            }
            return play;
        }

        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("mount {}: closing {}", mount, file, e);
            }
        }
    }
}
