package icy.server.library;

import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.TagReader;
import icy.core.mpeg.TrackGlance;
import icy.core.mpeg.TrackInfo;
import icy.core.mpeg.TrackTags;
import icy.core.tracks.AudioKind;
import icy.server.tags.AudioFactReader;
import icy.server.tags.AudioFacts;
import icy.server.tags.NotMusicException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files for the library: first their tags and beginning, later all of them. Whatever a file holds, the answer is
 * facts; what is wrong with it is one of them.
 *
 * <p>Thread: the library's.
 */
final class FileReader {
    private static final long UNITS_PER_MILLI = FrameHeader.UNITS_PER_SECOND / 1000;
    private static final String NO_FRAMES = "no MPEG frames at its beginning; all of it is still to be read";
    private static final Logger log = LoggerFactory.getLogger(FileReader.class);

    private final Pace pace;
    private final AudioFactReader others = new AudioFactReader();

    /** @param pace for reading all of a file; the beginning is read at once */
    FileReader(Pace pace) {
        this.pace = pace;
    }

    /** What is to be had at once: tags, format, about how long. */
    FileFacts glance(FoundFile found) throws ClosedByInterruptException {
        Optional<AudioKind> other = other(found);
        if (other.isPresent()) {
            boolean isAll = AudioFactReader.isSoonTold(other.get());
            return facts(found, other.get(), isAll, kind -> others.glance(found.file(), kind));
        }
        return read(found, channel -> {
            TrackTags tags = TagReader.read(channel);
            TrackGlance glance = TrackGlance.of(channel);
            FrameFormat format = glance.format();
            return new FileFacts(
                    found,
                    tags,
                    format == null ? null : format(format, glance.bitrateBps(), glance.variableBitrate()),
                    glance.durationUnits() / UNITS_PER_MILLI,
                    Track.Damage.NONE,
                    format == null ? TrackState.BAD : TrackState.OK,
                    format == null ? NO_FRAMES : "",
                    /* readThrough= */ false,
                    /* unreadable= */ false);
        });
    }

    /** All there is to know; takes its time. */
    FileFacts readThrough(FoundFile found) throws ClosedByInterruptException {
        Optional<AudioKind> other = other(found);
        if (other.isPresent()) {
            return facts(
                    found,
                    other.get(),
                    /* readThrough= */ true,
                    kind -> others.read(found.file(), kind, channel -> new PacedChannel(channel, pace)));
        }
        return read(found, channel -> {
            TrackInfo info = TrackInfo.probe(new PacedChannel(channel, pace));
            boolean isDamaged = info.damageCount() > 0;
            TrackState state =
                    !info.unplayable().isEmpty() ? TrackState.BAD : isDamaged ? TrackState.DAMAGED : TrackState.OK;
            return new FileFacts(
                    found,
                    info.tags(),
                    info.formats().isEmpty()
                            ? null
                            : format(info.formats().get(0), info.averageBitrateBps(), info.variableBitrate()),
                    info.durationUnits() / UNITS_PER_MILLI,
                    new Track.Damage(info.lostBytes(), info.damageCount()),
                    state,
                    state == TrackState.BAD ? info.unplayable() : isDamaged ? damage(info) : "",
                    /* readThrough= */ true,
                    /* unreadable= */ false);
        });
    }

    private static Optional<AudioKind> other(FoundFile found) {
        return AudioKind.of(found.file()).filter(kind -> kind != AudioKind.MP3);
    }

    private interface Facts {
        AudioFacts of(AudioKind kind) throws IOException;
    }

    /** Of what is no MP3. */
    private static FileFacts facts(FoundFile found, AudioKind kind, boolean readThrough, Facts reading)
            throws ClosedByInterruptException {
        try {
            AudioFacts facts = reading.of(kind);
            return new FileFacts(
                    found,
                    facts.tags(),
                    new Track.Format(
                            facts.codec().toLowerCase(Locale.ROOT),
                            facts.sampleRate(),
                            facts.channels(),
                            facts.bitrateKbps(),
                            /* variableBitrate= */ false),
                    facts.duration().toMillis(),
                    Track.Damage.NONE,
                    TrackState.OK,
                    "",
                    readThrough,
                    /* unreadable= */ false);
        } catch (IOException e) {
            if (Thread.currentThread()
                    .isInterrupted()) { // whatever became of it on the way: nobody wants to know any more
                throw new ClosedByInterruptException();
            }
            boolean isDisk = !(e instanceof NotMusicException);
            return bad(found, (isDisk ? "cannot be read: " : "") + reason(e), /* unreadable= */ isDisk);
        }
    }

    /** The last part of a file's name, without its ending: what a file is called whose tags say nothing. */
    static String nameWithoutEnding(String path) {
        return TrackTags.NONE.displayTitle(path);
    }

    private interface Reading {
        FileFacts of(SeekableByteChannel channel) throws IOException;
    }

    private static FileFacts read(FoundFile found, Reading reading) throws ClosedByInterruptException {
        try (FileChannel channel = FileChannel.open(found.file())) {
            return reading.of(channel);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            return bad(found, "cannot be read: " + reason(e), /* unreadable= */ true);
        } catch (RuntimeException e) { // one file must not end the scan of all
            log.error("{}: a defect in the reader; the file is passed over", found.file(), e);
            return bad(found, "a defect in the reader: " + e, /* unreadable= */ false);
        }
    }

    private static FileFacts bad(FoundFile found, String reason, boolean unreadable) {
        return new FileFacts(
                found,
                TrackTags.NONE,
                null,
                0,
                Track.Damage.NONE,
                TrackState.BAD,
                reason,
                /* readThrough= */ true,
                unreadable);
    }

    private static String damage(TrackInfo info) {
        TrackInfo.@Nullable Damage first =
                info.damages().isEmpty() ? null : info.damages().get(0);
        return first == null
                ? ""
                : "%d bytes in %d places do not play, the first at byte %d: %s"
                        .formatted(info.lostBytes(), info.damageCount(), first.position(), first.reason());
    }

    private static Track.Format format(FrameFormat format, int bitrateBps, boolean variable) {
        return new Track.Format(
                "mp" + format.layer(),
                format.sampleRate(),
                format.channels(),
                Math.round(bitrateBps / 1000f),
                variable);
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "it is gone";
        }
        return e instanceof AccessDeniedException ? "icy may not" : String.valueOf(e.getMessage());
    }
}
