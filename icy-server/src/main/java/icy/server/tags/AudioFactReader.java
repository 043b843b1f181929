package icy.server.tags;

import icy.core.mpeg.TagReader;
import icy.core.tracks.AudioKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Finds out what a file says of itself, whatever it holds: a bad one is a {@link NotMusicException} with a reason for
 * people, and any other {@link IOException} is the disk's.
 *
 * <p>Thread: any that may wait for a disk.
 */
public final class AudioFactReader {
    private final TaggedFiles tagged = new TaggedFiles();

    /**
     * Whether {@link #glance} tells all there is to know of files of that kind; of others the duration takes reading them
     * through.
     */
    public static boolean isSoonTold(AudioKind kind) {
        return kind != AudioKind.OPUS && kind != AudioKind.AAC;
    }

    /** What its beginning says, of a file of that kind, which is not {@link AudioKind#MP3}. */
    public AudioFacts glance(Path file, AudioKind kind) throws IOException {
        return switch (kind) {
            case MP3 -> throw new IllegalArgumentException(file + " is for the readers of icy.core.mpeg");
            case OPUS -> read(file, channel -> OggFacts.ofBeginning(channel)); // the library of tags does not know it
            case AAC -> read(file, channel -> AdtsFacts.ofBeginning(TagReader.read(channel), channel.position(0)));
            case OGG, FLAC, M4A, WAV, AIFF -> tagged.read(file, kind);
        };
    }

    /** All there is to know. */
    public AudioFacts read(Path file, AudioKind kind) throws IOException {
        return read(file, kind, channel -> channel);
    }

    /** As above, where files that must be read through are read as {@code pace} reads them. */
    public AudioFacts read(Path file, AudioKind kind, UnaryOperator<SeekableByteChannel> pace) throws IOException {
        return switch (kind) {
            case OPUS -> read(file, channel -> OggFacts.of(pace.apply(channel)));
            case AAC -> read(file, channel -> AdtsFacts.of(TagReader.read(channel), pace.apply(channel.position(0))));
            case MP3, OGG, FLAC, M4A, WAV, AIFF -> glance(file, kind);
        };
    }

    private interface Reading {
        AudioFacts of(SeekableByteChannel channel) throws IOException;
    }

    private static AudioFacts read(Path file, Reading reading) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return reading.of(channel);
        } catch (RuntimeException e) { // whatever a file holds, it is no defect of ours to whoever asks
            throw new NotMusicException("a defect in the reader: " + e, e);
        }
    }
}
