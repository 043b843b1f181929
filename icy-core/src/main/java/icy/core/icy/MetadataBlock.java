package icy.core.icy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The bytes of one metadata block.
 *
 * <pre>
 *   ┌───┬──────────────────────────────────────────────┬───────┐
 *   │ L │ StreamTitle='…';StreamUrl='…';               │ 0 … 0 │
 *   └───┴──────────────────────────────────────────────┴───────┘
 *   1 byte            16 × L bytes, at least one of them 0
 * </pre>
 *
 * <p>There is no escape: a value ends at {@code ';} for ffmpeg, VLC, ExoPlayer and Kodi alike, so an apostrophe before a
 * semicolon inside a value becomes U+2019. Other apostrophes stay. The block never fills its last byte (ffmpeg and Kodi
 * write a terminator behind it), and text that does not fit is cut between characters.
 *
 * <p>Thread: any.
 */
public final class MetadataBlock {
    /**
     * 127 × 16, half of what the length byte could say: streamripper 1.64.6 takes that byte for a signed one and gives up
     * the stream at 128 and more; and a Kodi buffer holds 255 × 16 bytes and no terminator.
     */
    public static final int MAX_TEXT_BYTES = 127 * 16;

    /** "Nothing changed": a length of zero and no text. */
    static final byte[] UNCHANGED = {0};

    private static final String BEFORE_TITLE = "StreamTitle='";
    private static final String BEFORE_URL = "StreamUrl='";
    private static final String AFTER_VALUE = "';";

    private MetadataBlock() {}

    /** The block for a title, length byte included. Characters the charset lacks become {@code ?}. */
    public static byte[] encode(StreamTitle title, Charset charset) {
        byte[] head = BEFORE_TITLE.getBytes(charset);
        byte[] tail = tail(title.url()).getBytes(charset);
        if (tail.length > MAX_TEXT_BYTES / 2) { // an absurd address must not cost the title
            tail = AFTER_VALUE.getBytes(charset);
        }
        byte[] text = encodeAtMost(value(title.text()), charset, MAX_TEXT_BYTES - 1 - head.length - tail.length);
        int used = head.length + text.length + tail.length;
        int sixteenths = used / 16 + 1; // always leaves a zero byte
        ByteBuffer block = ByteBuffer.allocate(1 + 16 * sixteenths);
        block.put((byte) sixteenths).put(head).put(text).put(tail);
        return block.array();
    }

    /**
     * Reads the text of a block (without its length byte): the keys in lower case, in order. Lenient as players are: a
     * value ends at {@code ';} or at the end; text that is no valid UTF-8 is taken as windows-1252.
     */
    public static Map<String, String> decode(byte[] text) {
        int length = text.length;
        while (length > 0 && text[length - 1] == 0) {
            length--;
        }
        String all = decodeText(Arrays.copyOf(text, length));
        Map<String, String> values = new LinkedHashMap<>();
        int at = 0;
        int equals = all.indexOf("='");
        while (equals >= 0) {
            String key = all.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            int end = all.indexOf(AFTER_VALUE, equals + 2);
            if (end < 0) {
                String rest = all.substring(equals + 2);
                values.put(key, rest.endsWith("'") ? rest.substring(0, rest.length() - 1) : rest);
                break;
            }
            values.put(key, all.substring(equals + 2, end));
            at = end + 2;
            equals = all.indexOf("='", at);
        }
        return values;
    }

    private static String tail(String url) {
        return url.isEmpty() ? AFTER_VALUE : AFTER_VALUE + BEFORE_URL + value(url) + AFTER_VALUE;
    }

    private static String value(String raw) {
        return raw.replace("';", "\u2019;");
    }

    private static byte[] encodeAtMost(String text, Charset charset, int maxBytes) {
        CharsetEncoder encoder = charset.newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer out = ByteBuffer.allocate(maxBytes);
        // An encoder never writes a part of a character: what does not fit whole is left out.
        if (encoder.encode(CharBuffer.wrap(text), out, true).isUnderflow()) {
            encoder.flush(out);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static String decodeText(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, Charset.forName("windows-1252"));
        }
    }
}
