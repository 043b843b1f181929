package icy.core.mpeg;

import icy.core.mpeg.TagFields.Field;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text frames of an ID3v2.2, 2.3 or 2.4 tag and jumps over all else.
 *
 * <pre>
 *  v2.2  3 id │ 3 size │ ...
 *  v2.3  4 id │ 4 size │ 2 flags: .. 80 compressed, 40 encrypted, 20 grouped │ [4 length] [1 method] [1 group] │ ...
 *  v2.4  4 id │ 4 size, seven bits each │ 2 flags: .. 40 grouped, 08 compressed, 04 encrypted, 02 unsynchronised,
 *        01 data length │ [1 group] [1 method] [4 data length] │ ...
 * </pre>
 *
 * <p>Sources: id3v2-00 (2.2) §3, id3v2.3.0 §3, id3v2.4.0-structure §4. Beyond them: sizes in plain in v2.4 (iTunes) and
 * in seven bits in v2.3 are recognised by what follows; v2.2's names in a v2.3 tag are understood; where the frames do
 * not follow each other as they should, the next one that is wanted is looked for.
 *
 * <p>Thread: whoever owns the object.
 */
final class Id3v2Reader {

    static final int HEADER_BYTES = 10;

    /** More frames than any honest tag has; each costs a jump. */
    private static final int MOST_FRAMES = 2000;
    /** How far a lost frame is looked for. */
    private static final int MOST_BYTES_OF_NONSENSE = 4096;
    /** Texts are read up to here; a stream's title can carry 4,080 bytes at most. */
    private static final int MOST_TEXT_BYTES = 65_536;
    /** Taking zeros out of an unsynchronised tag means reading it, cover and all: up to here. */
    private static final long MOST_UNSYNCHRONISED_BYTES = 32L << 20;

    private final TagInput input;
    private final TagFields fields;
    private final byte[] text = new byte[MOST_TEXT_BYTES];
    private int version;
    private boolean tagUnsynchronised;

    Id3v2Reader(TagInput input, TagFields fields) {
        this.input = input;
        this.fields = fields;
    }

    /**
     * Reads the tag at {@code position}, if there is one.
     *
     * @return how long it is, or 0 if there is none
     */
    long read(long position) throws IOException {
        byte[] header = new byte[HEADER_BYTES];
        input.part(position, Long.MAX_VALUE, false);
        if (input.read(header, HEADER_BYTES) < HEADER_BYTES
                || header[0] != 'I'
                || header[1] != 'D'
                || header[2] != '3'
                || header[3] == -1
                || header[4] == -1
                || !Syncsafe.isAt(header, 6)) {
            return 0;
        }
        version = header[3];
        int flags = header[5];
        long size = Syncsafe.at(header, 6);
        tagUnsynchronised = (flags & 0x80) != 0;
        boolean compressedTag = version == 2 && (flags & 0x40) != 0; // id3v2-00 §3.1: to be ignored
        if (version >= 2 && version <= 4 && !compressedTag) {
            boolean whole = tagUnsynchronised && version < 4;
            long end = position + HEADER_BYTES + size;
            if (whole) {
                end = Math.min(end, position + MOST_UNSYNCHRONISED_BYTES);
            }
            input.part(position + HEADER_BYTES, end, whole);
            if (version > 2 && (flags & 0x40) != 0) {
                skipExtendedHeader();
            }
            readFrames();
        }
        return HEADER_BYTES + size + ((flags & 0x10) != 0 ? HEADER_BYTES : 0);
    }

    private void skipExtendedHeader() throws IOException {
        long size = input.number(4);
        // v2.3 does not count these four bytes; v2.4 does, in seven bits.
        input.skip(version == 3 ? size : Math.max(0, Syncsafe.of(size) - 4));
    }

    private void readFrames() throws IOException {
        byte[] id = new byte[4];
        int idBytes = version == 2 ? 3 : 4;
        for (int i = 0; i < MOST_FRAMES && input.read(id, idBytes) == idBytes; i++) {
            String name = name(id, idBytes);
            if (name.isEmpty()) {
                boolean isPadding = id[0] == 0;
                name = isPadding ? "" : findFrame(id, idBytes);
            }
            if (name.isEmpty()) {
                return;
            }
            long size = version == 2 ? input.number(3) : input.number(4);
            int flags = version == 2 ? 0 : (int) input.number(2);
            size = believableSize(size);
            if (size > input.left() && !tagUnsynchronised) {
                return;
            }
            readFrame(name, flags, size);
        }
    }

    /** Where a size or an extended header lied, goes on at the next frame that is wanted; its name, or empty. */
    private String findFrame(byte[] id, int idBytes) throws IOException {
        for (int i = 0; i < MOST_BYTES_OF_NONSENSE; i++) {
            int next = input.read();
            if (next == TagInput.END) {
                return "";
            }
            System.arraycopy(id, 1, id, 0, idBytes - 1);
            id[idBytes - 1] = (byte) next;
            String name = name(id, idBytes);
            if (name.length() == idBytes && field(name) != null) {
                return name;
            }
        }
        return "";
    }

    private void readFrame(String name, int flags, long size) throws IOException {
        if (name.equals("APIC") || name.equals("PIC")) {
            fields.cover();
        }
        Field field = field(name);
        if (field == null) {
            input.skip(size);
            return;
        }
        int length = input.read(text, (int) Math.min(size, text.length));
        input.skip(size - length);
        byte[] value = content(flags, length);
        if (value.length > 0) {
            fields.put(field, TagText.id3(value, value.length));
        }
    }

    /** The frame's text without what its flags say was done to it; empty if that cannot be undone. */
    private byte[] content(int flags, int length) {
        boolean v3 = version == 3;
        boolean compressed = (flags & (v3 ? 0x80 : 0x08)) != 0;
        boolean encrypted = (flags & (v3 ? 0x40 : 0x04)) != 0;
        boolean grouped = (flags & (v3 ? 0x20 : 0x40)) != 0;
        boolean hasLength = v3 ? compressed : (flags & 0x01) != 0;
        int from = (grouped ? 1 : 0) + (hasLength ? 4 : 0);
        if (encrypted || from >= length) {
            return new byte[0];
        }
        byte[] content = Arrays.copyOfRange(text, from, length);
        if (version == 4 && (tagUnsynchronised || (flags & 0x02) != 0)) {
            content = synchronise(content);
        }
        return compressed ? inflate(content) : content;
    }

    private static byte[] synchronise(byte[] bytes) {
        byte[] out = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean inserted = bytes[i] == 0 && i > 0 && bytes[i - 1] == -1;
            if (!inserted) {
                out[length++] = bytes[i];
            }
        }
        return Arrays.copyOf(out, length);
    }

    private static byte[] inflate(byte[] compressed) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            byte[] out = new byte[MOST_TEXT_BYTES];
            int length = inflater.inflate(out);
            return Arrays.copyOf(out, length);
        } catch (DataFormatException e) {
            return new byte[0]; // a bad tag gives no tags
        } finally {
            inflater.end();
        }
    }

    /** A size in seven bits where it should be plain, or plain where it should not: whatever leads to another frame. */
    private long believableSize(long stated) throws IOException {
        if (version == 2) {
            return stated;
        }
        boolean canBeSyncsafe = (stated & 0x8080_8080L) == 0;
        long sevenBits = canBeSyncsafe ? Syncsafe.of(stated) : stated;
        long first = version == 4 ? sevenBits : stated;
        long second = version == 4 ? stated : sevenBits;
        boolean canLook = version == 4 || !tagUnsynchronised;
        if (first == second || !canLook) {
            return first;
        }
        return leadsOn(first) || !leadsOn(second) ? first : second;
    }

    private boolean leadsOn(long size) throws IOException {
        if (size >= input.left()) {
            return size == input.left();
        }
        long here = input.position();
        byte[] next = new byte[4];
        input.skip(size);
        int count = input.read(next, 4);
        input.skip(here - input.position()); // back
        boolean padding = count < 4 || (next[0] | next[1] | next[2] | next[3]) == 0;
        return padding || !name(next, 4).isEmpty();
    }

    /** A frame's name; iTunes writes v2.2's three letters and a zero into v2.3 tags. Empty if it is none. */
    private static String name(byte[] id, int idBytes) {
        StringBuilder name = new StringBuilder(4);
        for (int i = 0; i < idBytes; i++) {
            boolean isPart = (id[i] >= 'A' && id[i] <= 'Z') || (id[i] >= '0' && id[i] <= '9');
            if (isPart) {
                name.append((char) id[i]);
            } else if (i < 3 || (id[i] != 0 && id[i] != ' ')) {
                return "";
            }
        }
        return name.toString();
    }

    private static @Nullable Field field(String name) {
        return switch (name) {
            case "TIT2", "TT2" -> Field.TITLE;
            case "TPE1", "TP1" -> Field.ARTIST;
            case "TPE2", "TP2" -> Field.ALBUM_ARTIST;
            case "TALB", "TAL" -> Field.ALBUM;
            case "TRCK", "TRK" -> Field.TRACK_NUMBER;
            case "TYER", "TYE", "TDRC" -> Field.YEAR;
            case "TCON", "TCO" -> Field.GENRE;
            default -> null;
        };
    }
}
