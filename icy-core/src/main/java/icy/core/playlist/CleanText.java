package icy.core.playlist;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Turns the bytes and texts of strangers into text that every format can carry.
 *
 * <p>Thread: any.
 */
final class CleanText {

    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private CleanText() {}

    /**
     * Reads at most {@link Playlist#MAX_BYTES}: what a byte order mark says, else UTF-8 if it is that, else Latin-1, which
     * any bytes are (old Winamp wrote its own code page and said nothing about it).
     */
    static String decode(byte[] bytes) {
        int length = Math.min(bytes.length, Playlist.MAX_BYTES);
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return new String(bytes, 3, length - 3, StandardCharsets.UTF_8);
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return new String(bytes, 2, length - 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return new String(bytes, 2, length - 2, StandardCharsets.UTF_16BE);
        }
        return strictly(StandardCharsets.UTF_8, ByteBuffer.wrap(bytes, 0, length), bytes);
    }

    private static String strictly(Charset charset, ByteBuffer text, byte[] bytes) {
        try {
            return charset.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            // Not an error: this is how one tells the two apart.
            return new String(bytes, 0, text.limit(), StandardCharsets.ISO_8859_1);
        }
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** Without control characters, line ends included. */
    static String oneLine(String text) {
        return clean(text, false);
    }

    /** Without control characters other than line feeds; CR LF and CR are line feeds too. */
    static String lines(String text) {
        return clean(text.replace("\r\n", "\n").replace('\r', '\n'), true);
    }

    private static String clean(String text, boolean keepLineFeeds) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(c).append(text.charAt(++i));
            } else if (c == '\n' && keepLineFeeds) {
                clean.append(c);
            } else if (Character.isISOControl(c)) {
                clean.append(' ');
            } else if (Character.isSurrogate(c) || c == '\uFFFE' || c == '\uFFFF') {
                clean.append(REPLACEMENT); // neither UTF-8 nor XML has these
            } else if (c != BYTE_ORDER_MARK) {
                clean.append(c);
            }
        }
        return clean.toString().strip();
    }

    /** At most {@code maxChars} of it, never half of a surrogate pair. */
    static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(maxChars - 1));
        return text.substring(0, splitsPair ? maxChars - 1 : maxChars);
    }
}
