package icy.server.tags;

import icy.core.mpeg.TrackTags;
import icy.core.tracks.AudioKind;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jaudiotagger.audio.AudioFile;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.audio.AudioHeader;
import org.jaudiotagger.tag.FieldKey;
import org.jaudiotagger.tag.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Reads tags with jaudiotagger. It is given nothing but a file: whatever it throws, and it throws much, is a reason why
 * the file cannot be read.
 *
 * <p>Thread: any that may wait for a disk.
 */
final class TaggedFiles {
    private static final double MOST_SECONDS = Duration.ofDays(30).toSeconds();

    /** Held, for a logger that nobody holds forgets what it was told. */
    private final Logger itsLogger = Logger.getLogger("org.jaudiotagger");

    TaggedFiles() {
        itsLogger.setLevel(Level.OFF); // it writes pages about each file
    }

    AudioFacts read(Path file, AudioKind kind) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "it is gone");
        }
        try {
            AudioFile read = AudioFileIO.read(new File(file.toString()));
            return facts(kind, read.getAudioHeader(), read.getTag());
        } catch (EOFException e) {
            throw new NotMusicException("it ends in the middle of its headers", e);
        } catch (IOException e) {
            throw e;
        } catch (Exception | OutOfMemoryError | StackOverflowError e) { // lengths that lie make it ask for any memory
            throw new NotMusicException("its headers make no sense: " + firstLine(e), e);
        }
    }

    private static AudioFacts facts(AudioKind kind, AudioHeader header, @Nullable Tag tag) {
        double seconds = header.getPreciseTrackLength();
        boolean isLength = seconds > 0 && seconds < MOST_SECONDS;
        return new AudioFacts(
                tag == null ? TrackTags.NONE : tags(tag),
                codec(kind, header.getEncodingType()),
                header.getSampleRateAsNumber(),
                channels(header.getChannels()),
                (int) Math.max(0, Math.min(Integer.MAX_VALUE, header.getBitRateAsNumber())),
                isLength ? Duration.ofMillis(Math.round(seconds * 1000)) : Duration.ZERO);
    }

    private static TrackTags tags(Tag tag) {
        return new TrackTags(
                first(tag, FieldKey.TITLE),
                all(tag, FieldKey.ARTIST),
                first(tag, FieldKey.ALBUM),
                first(tag, FieldKey.ALBUM_ARTIST),
                first(tag, FieldKey.TRACK),
                first(tag, FieldKey.YEAR),
                first(tag, FieldKey.GENRE),
                !tag.getArtworkList().isEmpty());
    }

    private static String first(Tag tag, FieldKey key) {
        return Words.tidy(tag.hasField(key) ? tag.getFirst(key) : "");
    }

    private static String all(Tag tag, FieldKey key) {
        return tag.hasField(key) ? Words.tidy(String.join(", ", tag.getAll(key))) : "";
    }

    /** It says "Ogg Vorbis v1", "Apple Lossless" or "WAV-RIFF 16 bits", among others. */
    private static String codec(AudioKind kind, @Nullable String text) {
        String said = String.valueOf(text).toLowerCase(Locale.ROOT);
        return switch (kind) {
            case OGG -> said.contains("flac") ? "FLAC" : said.contains("opus") ? "Opus" : "Vorbis";
            case M4A -> said.contains("lossless") || said.contains("alac") ? "ALAC" : "AAC";
            case MP3, FLAC, OPUS, AAC, WAV, AIFF -> kind.name();
        };
    }

    /** It says "2", "Stereo" or "Joint Stereo", by the kind of file. */
    private static int channels(String text) {
        String said = text.toLowerCase(Locale.ROOT);
        if (!said.isEmpty() && said.chars().allMatch(Character::isDigit) && said.length() < 3) {
            return Integer.parseInt(said);
        }
        return said.contains("mono") ? 1 : 2;
    }

    private static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return Words.tidy(message.lines().findFirst().orElse(""))
                .replaceAll("^.*?:", "")
                .strip();
    }
}
