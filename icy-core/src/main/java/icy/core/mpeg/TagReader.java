package icy.core.mpeg;

import icy.core.mpeg.TagFields.Field;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Reads a file's tags: ID3v2 first, APE next, ID3v1 as the last resort, each filling in what those before it did not
 * say. Tags are looked for where they stand by custom, none of which needs the file to be read through:
 *
 * <pre>
 *  [ID3v2]* [APE]  ... frames ...  [APE] [Lyrics3] [ID3v2 with footer] [TAG+] [TAG]
 * </pre>
 *
 * <p>At most 64 kB of a text are read, covers are jumped over, and a bad tag is as good as none: whatever the bytes are,
 * the only exception is the channel's own.
 *
 * <p>Thread: whoever owns the channel.
 */
public final class TagReader {

    /** Programs that do not find each other's tags add more and more; nobody needs more of them than this. */
    private static final int MOST_TAGS = 8;

    private static final int ID3V1_BYTES = 128;
    private static final int ENHANCED_BYTES = 227;
    private static final int LYRICS_MARK_BYTES = 9;
    private static final int LYRICS_SIZE_BYTES = 6;
    /** Lyrics3 v1: at most 5,100 bytes of text between the marks. */
    private static final int LYRICS_V1_MOST_BYTES = 5100 + 11 + LYRICS_MARK_BYTES;

    private final TagInput input;
    private final TagFields fields = new TagFields();
    private final TagFields lastResort = new TagFields();

    private TagReader(TagInput input) {
        this.input = input;
    }

    /** Reads the tags of an open file; the channel's position is not kept. */
    public static TrackTags read(SeekableByteChannel channel) throws IOException {
        TagReader reader = new TagReader(new TagInput(channel));
        reader.readFront();
        reader.readBack();
        return reader.merged();
    }

    private TrackTags merged() {
        TrackTags last = lastResort.toTags();
        fields.put(Field.TITLE, last.title());
        fields.put(Field.ARTIST, last.artist());
        fields.put(Field.ALBUM, last.album());
        fields.put(Field.TRACK_NUMBER, last.trackNumber());
        fields.put(Field.YEAR, last.year());
        fields.put(Field.GENRE, last.genre());
        return fields.toTags();
    }

    private void readFront() throws IOException {
        long position = startOfRiffTag();
        for (int i = 0; i < MOST_TAGS; i++) {
            long length = new Id3v2Reader(input, fields).read(position);
            if (length == 0) {
                length = new ApeTagReader(input, fields).read(position) - position;
            }
            if (length == 0) {
                return;
            }
            position += length;
        }
    }

    private void readBack() throws IOException {
        long end = input.fileBytes();
        for (int i = 0; i < MOST_TAGS; i++) {
            long before = beforeLastTag(end);
            if (before == end) {
                return;
            }
            end = before;
        }
    }

    /** Reads the tag that ends at {@code end}, if there is one, and gives where it begins. */
    private long beforeLastTag(long end) throws IOException {
        if (text(end - ID3V1_BYTES, 3).equals("TAG")) {
            boolean enhanced = text(end - ID3V1_BYTES - ENHANCED_BYTES, 4).equals("TAG+");
            readId3v1(end - ID3V1_BYTES, enhanced);
            return end - ID3V1_BYTES - (enhanced ? ENHANCED_BYTES : 0);
        }
        String mark = text(end - LYRICS_MARK_BYTES, LYRICS_MARK_BYTES);
        if (mark.equals("LYRICS200") || mark.equals("LYRICSEND")) {
            return beforeLyrics(end, mark);
        }
        if (text(end - Id3v2Reader.HEADER_BYTES, 3).equals("3DI")) {
            return beforeFooter(end);
        }
        long mightBeApe = end - ApeTagReader.MARK_BYTES;
        long before = mightBeApe < 0 ? mightBeApe : new ApeTagReader(input, fields).read(mightBeApe);
        return before == mightBeApe ? end : before;
    }

    private long beforeLyrics(long end, String mark) throws IOException {
        if (mark.equals("LYRICS200")) {
            String digits = text(end - LYRICS_MARK_BYTES - LYRICS_SIZE_BYTES, LYRICS_SIZE_BYTES);
            boolean isNumber =
                    digits.length() == LYRICS_SIZE_BYTES && digits.chars().allMatch(c -> c >= '0' && c <= '9');
            long before = isNumber ? end - LYRICS_MARK_BYTES - LYRICS_SIZE_BYTES - Integer.parseInt(digits) : end;
            return before < 0 ? end : before;
        }
        int length = (int) Math.min(end, LYRICS_V1_MOST_BYTES);
        int begin = text(end - length, length).lastIndexOf("LYRICSBEGIN");
        return begin < 0 ? end : end - length + begin;
    }

    /** An ID3v2.4 tag at the end of a file has its header once more as a footer. */
    private long beforeFooter(long end) throws IOException {
        input.part(end - 4, end, false);
        long size = Syncsafe.of(input.number(4));
        long begin = end - size - 2 * Id3v2Reader.HEADER_BYTES;
        return begin >= 0 && new Id3v2Reader(input, fields).read(begin) > 0 ? begin : end;
    }

    /**
     * ID3v1: 3 "TAG" │ 30 title │ 30 artist │ 30 album │ 4 year │ 30 comment (v1.1: 28, 0, 1 track number) │ 1 genre. The
     * enhanced tag before it: 4 "TAG+" │ 60 more of the title │ 60 of the artist │ 60 of the album │ ...
     */
    private void readId3v1(long position, boolean enhanced) throws IOException {
        long more = position - ENHANCED_BYTES;
        lastResort.put(Field.TITLE, v1Text(position + 3, enhanced ? more + 4 : -1));
        lastResort.put(Field.ARTIST, v1Text(position + 33, enhanced ? more + 64 : -1));
        lastResort.put(Field.ALBUM, v1Text(position + 63, enhanced ? more + 124 : -1));
        lastResort.put(Field.YEAR, v1Text(position + 93, 4, -1));
        byte[] end = new byte[3];
        input.part(position + 125, position + ID3V1_BYTES, false);
        int count = input.read(end, end.length);
        if (count == end.length && end[0] == 0 && end[1] != 0) {
            lastResort.put(Field.TRACK_NUMBER, String.valueOf(end[1] & 0xFF));
        }
        if (count == end.length) {
            lastResort.put(Field.GENRE, Id3Genres.name(end[2] & 0xFF));
        }
    }

    private String v1Text(long position, long morePosition) throws IOException {
        return v1Text(position, 30, morePosition);
    }

    private String v1Text(long position, int length, long morePosition) throws IOException {
        byte[] bytes = new byte[length + 60];
        input.part(position, position + length, false);
        int count = upToZero(bytes, 0, input.read(bytes, length));
        if (morePosition >= 0 && count == length) {
            byte[] more = new byte[60];
            input.part(morePosition, morePosition + more.length, false);
            int moreCount = upToZero(more, 0, input.read(more, more.length));
            System.arraycopy(more, 0, bytes, count, moreCount);
            count += moreCount;
        }
        return TagText.latin1(bytes, 0, count);
    }

    private static int upToZero(byte[] bytes, int from, int length) {
        int end = from;
        while (end < length && bytes[end] != 0) {
            end++;
        }
        return end;
    }

    /** In a RIFF file an ID3v2 tag is a chunk of its own; 0 where there is none, or no RIFF file. */
    private long startOfRiffTag() throws IOException {
        if (!text(0, 4).equals("RIFF") || !text(8, 4).equals("WAVE")) {
            return 0;
        }
        long position = 12;
        for (int i = 0; i < MOST_TAGS * 4; i++) {
            String name = text(position, 4);
            if (name.length() < 4) {
                return 0;
            }
            if (name.equalsIgnoreCase("id3 ")) {
                return position + 8;
            }
            input.part(position + 4, position + 8, false);
            long size = Integer.toUnsignedLong(Integer.reverseBytes((int) input.number(4)));
            position += 8 + size + (size & 1);
        }
        return 0;
    }

    private String text(long position, int length) throws IOException {
        if (position < 0) {
            return "";
        }
        byte[] bytes = new byte[length];
        input.part(position, position + length, false);
        return new String(bytes, 0, input.read(bytes, length), StandardCharsets.ISO_8859_1);
    }
}
