package icy.server.track;

import icy.core.icy.StreamTitle;
import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.TrackGlance;
import icy.core.mpeg.TrackIndex;
import icy.core.mpeg.TrackTags;
import icy.core.ring.StreamTime;
import icy.core.tracks.AudioKind;
import icy.server.tags.AudioFactReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens tracks so that their frames fit where they go: an MP3 that does is read as it is, all else through a {@link
 * Conversion}.
 *
 * <p>Thread: a worker's; several may use it at once.
 */
public final class TrackOpener {
    private static final Logger log = LoggerFactory.getLogger(TrackOpener.class);

    private final Conversion conversion;
    private final AudioFactReader facts = new AudioFactReader();

    public TrackOpener(Conversion conversion) {
        this.conversion = conversion;
    }

    /**
     * Opens a file.
     *
     * @param startUnits the moment of the music to begin at, in 1/28,224,000 s
     * @throws IOException with a reason for the log
     */
    public TrackReader open(Path file, long startUnits, Carriage carriage) throws IOException {
        Optional<AudioKind> kind = AudioKind.of(file).filter(found -> found != AudioKind.MP3);
        if (kind.isPresent()) {
            StreamTitle title = title(file, kind.get());
            Conversion.Converted converted = conversion.open(file, carriage.target(), startUnits);
            return new TrackReader(file, title, converted, carriage::carries);
        }
        TrackReader plain =
                new TrackReader(file, startUnits, carriage::carries, fromUnits -> rest(file, fromUnits, carriage));
        Optional<FrameFormat> foreign = plain.foreignFormat();
        if (foreign.isEmpty() || !carriage.convertsMp3()) {
            return plain;
        }
        plain.close();
        try {
            Conversion.Converted converted = conversion.open(file, carriage.target(), startUnits);
            return new TrackReader(file, plain.title(), converted, carriage::carries);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            return new TrackReader(file, startUnits, format -> carriage.carriesUnconverted(format, why));
        }
    }

    private Optional<Conversion.Converted> rest(Path file, long fromUnits, Carriage carriage) {
        if (!carriage.convertsMp3()) {
            return Optional.empty();
        }
        try {
            return Optional.of(conversion.open(file, carriage.target(), fromUnits));
        } catch (IOException e) {
            log.warn("{} changes its format, and what follows is left out: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** The format of an MP3, as far as its beginning tells; empty for all else. */
    public Optional<FrameFormat> formatOf(Path file) {
        if (AudioKind.of(file).filter(kind -> kind == AudioKind.MP3).isEmpty() || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file)) {
            return Optional.ofNullable(TrackGlance.of(channel).format());
        } catch (IOException | RuntimeException e) {
            log.debug("{} cannot be looked at", file, e); // it will be skipped with a reason when its turn comes
            return Optional.empty();
        }
    }

    /** How long it sounds, in 1/28,224,000 s, as exactly as it can be had: a file may be read through for it. */
    public long musicUnits(Path file) throws IOException {
        Optional<AudioKind> kind = AudioKind.of(file).filter(found -> found != AudioKind.MP3);
        if (kind.isPresent()) {
            return StreamTime.ofDuration(facts.read(file, kind.get()).duration());
        }
        try (FileChannel channel = FileChannel.open(file)) {
            return TrackIndex.of(channel).musicUnits();
        }
    }

    private StreamTitle title(Path file, AudioKind kind) {
        String name = String.valueOf(file.getFileName());
        try {
            return StreamTitle.of(facts.glance(file, kind).tags().displayTitle(name));
        } catch (IOException e) {
            log.debug("{}: its tags cannot be read", file, e); // its sound may be good all the same
            return StreamTitle.of(TrackTags.NONE.displayTitle(name));
        }
    }
}
