package icy.core.mpeg;

import icy.core.mpeg.TagFields.Field;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text items of an APEv1 or APEv2 tag and jumps over covers.
 *
 * <pre>
 *  header or footer: 8 "APETAGEX" │ 4 version │ 4 size without header │ 4 items │ 4 flags │ 8 zeros
 *  item:             4 size │ 4 flags │ key │ 0 │ value: UTF-8, several values with zeros between them
 * </pre>
 *
 * Numbers are little-endian. Flags of a mark: bit 29 it is the header, bit 31 there is one. Flags of an item: bits 1 and
 * 2 are 0 for text.
 *
 * <p>Thread: whoever owns the object.
 */
final class ApeTagReader {

    static final int MARK_BYTES = 32;

    private static final int MOST_ITEMS = 1000;
    private static final int MOST_KEY_BYTES = 255;
    private static final int MOST_TEXT_BYTES = 65_536;
    private static final int IS_HEADER = 1 << 29;
    private static final int HAS_HEADER = 1 << 31;

    private final TagInput input;
    private final TagFields fields;

    ApeTagReader(TagInput input, TagFields fields) {
        this.input = input;
        this.fields = fields;
    }

    /**
     * Reads the tag whose header or footer is at {@code position}, if one is there.
     *
     * @return where the tag begins if a footer was found, where it ends if a header was; {@code position} if neither
     */
    long read(long position) throws IOException {
        ByteBuffer mark = mark(position);
        if (mark == null) {
            return position;
        }
        long size = mark.getInt(12) & 0xFFFF_FFFFL;
        int flags = mark.getInt(20);
        boolean isHeader = (flags & IS_HEADER) != 0;
        long from = isHeader ? position + MARK_BYTES : position + MARK_BYTES - size;
        long to = isHeader ? position + MARK_BYTES + size : position;
        if (size < MARK_BYTES || from < 0 || to > input.fileBytes()) {
            return position;
        }
        readItems(from, to);
        if (isHeader) {
            return to;
        }
        return (flags & HAS_HEADER) != 0 ? Math.max(0, from - MARK_BYTES) : from;
    }

    private @Nullable ByteBuffer mark(long position) throws IOException {
        byte[] mark = new byte[MARK_BYTES];
        input.part(position, position + MARK_BYTES, false);
        if (position < 0
                || input.read(mark, MARK_BYTES) < MARK_BYTES
                || !new String(mark, 0, 8, StandardCharsets.ISO_8859_1).equals("APETAGEX")) {
            return null;
        }
        return ByteBuffer.wrap(mark).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void readItems(long from, long to) throws IOException {
        input.part(from, to, false);
        byte[] head = new byte[8];
        for (int i = 0; i < MOST_ITEMS && input.read(head, 8) == 8; i++) {
            ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            long size = numbers.getInt(0) & 0xFFFF_FFFFL;
            boolean isText = (numbers.getInt(4) & 6) == 0;
            String key = key();
            if (key.isEmpty() || size > input.left()) {
                return;
            }
            if (key.startsWith("cover art")) {
                fields.cover();
            }
            Field field = isText ? field(key) : null;
            if (field == null || size > MOST_TEXT_BYTES) {
                input.skip(size);
            } else {
                byte[] value = new byte[(int) size];
                fields.put(field, TagText.joinValues(TagText.utf8(value, 0, input.read(value, value.length))));
            }
        }
    }

    /** The item's key in lower case; empty if there is none. */
    private String key() throws IOException {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i <= MOST_KEY_BYTES; i++) {
            int next = input.read();
            if (next == 0) {
                return key.toString().toLowerCase(Locale.ROOT);
            }
            if (next < ' ' || next > '~') {
                return "";
            }
            key.append((char) next);
        }
        return "";
    }

    private static @Nullable Field field(String key) {
        return switch (key) {
            case "title" -> Field.TITLE;
            case "artist" -> Field.ARTIST;
            case "album artist", "albumartist" -> Field.ALBUM_ARTIST;
            case "album" -> Field.ALBUM;
            case "track" -> Field.TRACK_NUMBER;
            case "year" -> Field.YEAR;
            case "genre" -> Field.GENRE;
            default -> null;
        };
    }
}
