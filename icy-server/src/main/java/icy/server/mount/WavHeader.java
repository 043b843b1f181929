package icy.server.mount;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What stands before samples in a WAV file.
 *
 * <p>Thread: any.
 */
final class WavHeader {
    private static final int BYTES = 44;
    private static final int FORMAT_CHUNK_BYTES = 16;
    private static final int UNCOMPRESSED = 1;

    /** What writers to a pipe put where a length would be: players take it for "until the end". */
    private static final int NO_LENGTH = 0xFFFF_FFFF;

    private WavHeader() {}

    /** For 16 bits a sample, and no end in sight. */
    static byte[] endless(int sampleRate, int channels) {
        int frameBytes = channels * Short.BYTES;
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(NO_LENGTH)
                .put(ascii("WAVEfmt "))
                .putInt(FORMAT_CHUNK_BYTES)
                .putShort((short) UNCOMPRESSED)
                .putShort((short) channels)
                .putInt(sampleRate)
                .putInt(sampleRate * frameBytes)
                .putShort((short) frameBytes)
                .putShort((short) Short.SIZE)
                .put(ascii("data"))
                .putInt(NO_LENGTH)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
