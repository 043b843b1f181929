package icy.server.tags;

import icy.core.tracks.AudioKind;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Finds out what a file says of itself, whatever it holds: a bad one is an {@link IOException} with a reason for people.
 *
 * <p>Thread: any that may wait for a disk.
 */
public final class AudioFactReader {
    private final TaggedFiles tagged = new TaggedFiles();

    /** Of a file of that kind, which is not {@link AudioKind#MP3}. */
    public AudioFacts read(Path file, AudioKind kind) throws IOException {
        return switch (kind) {
            case MP3 -> throw new IllegalArgumentException(file + " is for the readers of icy.core.mpeg");
            case OPUS -> OggFacts.read(file); // the library of tags does not know it
            case AAC -> AdtsFacts.read(file);
            case OGG, FLAC, M4A, WAV, AIFF -> tagged.read(file);
        };
    }
}
