package icy.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Text from strangers who do not say its encoding: UTF-8 where it is well-formed, otherwise Latin-1, which every byte is.
 *
 * <p>Thread: any.
 */
public final class WireText {
    private WireText() {}

    /** The text of {@code bytes[from]} to {@code bytes[to - 1]}. */
    public static String decode(byte[] bytes, int from, int to) {
        if (isAscii(bytes, from, to)) {
            return new String(bytes, from, to - from, ISO_8859_1);
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, from, to - from, ISO_8859_1);
        }
    }

    static boolean isAscii(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
