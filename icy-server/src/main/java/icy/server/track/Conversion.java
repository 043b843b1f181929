package icy.server.track;

import icy.server.encode.EncodedFormat;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;

/**
 * Makes MP3 of a mount's format out of files that are not.
 *
 * <p>Thread: any that may wait for a disk and an encoder.
 */
@FunctionalInterface
public interface Conversion {
    /** There is no encoder. */
    Conversion NONE = (file, format, startUnits) -> {
        throw new IOException("there is no encoder for it: install ffmpeg");
    };

    /**
     * A file as frames of that format. Returns once there is a beginning; what is not made yet is waited for by whoever
     * reads it.
     *
     * @param format of MP3
     * @param startUnits the moment of the music to begin at, in 1/28,224,000 s
     * @throws IOException with a reason for people, when it cannot be converted
     */
    Converted open(Path file, EncodedFormat format, long startUnits) throws IOException;

    /**
     * What became of a file.
     *
     * @param frames nothing but frames, each of which stands alone; reading fails when the encoder has
     * @param startUnits the moment of the music at which the first of them begins: within half a frame of what was asked
     */
    record Converted(ReadableByteChannel frames, long startUnits) {}
}
