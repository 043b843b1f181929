package icy.core.mpeg;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text out of tags, whose stated encodings are often wrong.
 *
 * <p>Thread: any.
 */
final class TagText {

    /** ID3's "ISO-8859-1" is what Windows called ANSI: 0x80 to 0x9F hold curly quotes and dashes, not controls. */
    private static final Charset ANSI = Charset.forName("windows-1252");

    private TagText() {}

    /**
     * An ID3v2 text: an encoding byte, then one or more values with zeros between them, which are joined by ", ".
     * Encodings: 0 Latin-1, 1 UTF-16 with byte order mark, 2 UTF-16BE, 3 UTF-8 (id3v2.4.0-structure §4).
     */
    static String id3(byte[] bytes, int length) {
        if (length == 0) {
            return "";
        }
        String text = switch (bytes[0]) {
            case 0 -> latin1(bytes, 1, length - 1);
            case 1 -> utf16(bytes, 1, length - 1, /* hasMark= */ true);
            case 2 -> utf16(bytes, 1, length - 1, /* hasMark= */ false);
            case 3 -> utf8(bytes, 1, length - 1);
            default -> latin1(bytes, 0, length); // no encoding byte at all
        };
        return joinValues(text);
    }

    /** Values with zeros between them, joined by ", ". */
    static String joinValues(String text) {
        StringBuilder joined = new StringBuilder();
        for (String value : text.split("\0", -1)) {
            String tidy = tidy(value);
            if (!tidy.isEmpty()) {
                joined.append(joined.isEmpty() ? "" : ", ").append(tidy);
            }
        }
        return joined.toString();
    }

    /** Latin-1 as stated; but what is valid UTF-8 beyond ASCII is UTF-8, which hardly ever happens by chance. */
    static String latin1(byte[] bytes, int offset, int length) {
        return utf8(bytes, offset, length);
    }

    /** UTF-8 as stated, perhaps cut inside its last character; what is not valid is taken for Windows text. */
    static String utf8(byte[] bytes, int offset, int length) {
        try {
            return strictUtf8(bytes, offset, length);
        } catch (CharacterCodingException e) {
            // An answer, not an error: either the field was too short for the text, or this is not UTF-8.
            return cutUtf8(bytes, offset, length);
        }
    }

    private static String cutUtf8(byte[] bytes, int offset, int length) {
        for (int cut = 1; cut <= Math.min(3, length); cut++) {
            boolean isLead = (bytes[offset + length - cut] & 0xC0) == 0xC0;
            if (isLead) {
                try {
                    String text = strictUtf8(bytes, offset, length - cut);
                    if (text.length() < length - cut) {
                        return text; // it has characters beyond ASCII, so it is UTF-8 for certain
                    }
                } catch (CharacterCodingException e) {
                    break; // not UTF-8 at all
                }
            }
        }
        return new String(bytes, offset, length, ANSI);
    }

    private static String strictUtf8(byte[] bytes, int offset, int length) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes, offset, length))
                .toString();
    }

    /** Without control characters; each run of blanks and controls is one blank, and none stand at the ends. */
    static String tidy(String text) {
        StringBuilder tidy = new StringBuilder(text.length());
        boolean blank = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isBlank = Character.isISOControl(c)
                    || Character.isWhitespace(c)
                    || c == '\u00a0'
                    || c == '\ufeff'
                    || c == '\u2028'
                    || c == '\u2029';
            if (isBlank) {
                blank = true;
                continue;
            }
            if (blank && !tidy.isEmpty()) {
                tidy.append(' ');
            }
            blank = false;
            tidy.append(isLoneSurrogate(text, i) ? '\ufffd' : c);
        }
        return tidy.toString();
    }

    private static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private static String utf16(byte[] bytes, int offset, int length, boolean hasMark) {
        boolean littleEndian = hasMark && looksLittleEndian(bytes, offset, length);
        StringBuilder text = new StringBuilder(length / 2);
        for (int at = offset; at + 1 < offset + length; at += 2) {
            int first = bytes[at] & 0xFF;
            int second = bytes[at + 1] & 0xFF;
            if (first == 0xFF && second == 0xFE) {
                littleEndian = true; // each value may have its own mark
            } else if (first == 0xFE && second == 0xFF) {
                littleEndian = false;
            } else {
                text.append((char) (littleEndian ? second << 8 | first : first << 8 | second));
            }
        }
        return text.toString();
    }

    /** Without the mark that should be there: text has more zeros, or the smaller numbers, in its high bytes. */
    private static boolean looksLittleEndian(byte[] bytes, int offset, int length) {
        int evenZeros = 0;
        int oddZeros = 0;
        for (int at = offset; at + 1 < offset + length; at += 2) {
            evenZeros += bytes[at] == 0 ? 1 : 0;
            oddZeros += bytes[at + 1] == 0 ? 1 : 0;
        }
        return oddZeros >= evenZeros;
    }
}
