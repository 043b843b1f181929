package icy.bench.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A folder of music as collectors have it: artists, ten albums of each, ten short tracks on each album, all with tags.
 * The same words come again in many of them, as they do in music.
 *
 * <p>Thread: one.
 */
final class SmallFiles {
    private static final int ALBUMS_EACH = 10;
    private static final int TRACKS_EACH = 10;
    private static final int WORDS = 3_000;
    private static final List<String> SYLLABLES = List.of(
            "ba", "con", "da", "el", "fo", "gri", "ha", "lu", "mar", "no", "pe", "quin", "ro", "sta", "té", "vo");
    private static final int HEADER_BYTES = 10;
    private static final int LENGTH_BITS = 7; // of those in which a tag says its length

    private final byte[] audio;
    private final Random random = new Random(1);
    private final List<String> words =
            IntStream.range(0, WORDS).mapToObj(i -> word()).toList();

    /** @param music whose audio each file gets: an MP3 file with an ID3v2 tag in front */
    SmallFiles(byte[] music) {
        int tag = HEADER_BYTES
                + (music[6] << 3 * LENGTH_BITS | music[7] << 2 * LENGTH_BITS | music[8] << LENGTH_BITS | music[9]);
        this.audio = Arrays.copyOfRange(music, tag, music.length);
    }

    /** Writes so many of them. */
    void write(Path folder, int files) throws IOException {
        for (int artist = 0; artist * ALBUMS_EACH * TRACKS_EACH < files; artist++) {
            String name = title(2);
            Path itsFolder = folder.resolve("%04d %s".formatted(artist, name));
            for (int album = 0; album < ALBUMS_EACH; album++) {
                int before = (artist * ALBUMS_EACH + album) * TRACKS_EACH;
                album(itsFolder, name, 1960 + album, Math.min(TRACKS_EACH, files - before));
            }
        }
    }

    private void album(Path artistFolder, String artist, int year, int tracks) throws IOException {
        String album = title(2);
        Path folder = Files.createDirectories(artistFolder.resolve("%d %s".formatted(year, album)));
        for (int track = 1; track <= tracks; track++) {
            String title = title(1 + random.nextInt(4));
            byte[] tag =
                    tag(List.of("TIT2", title, "TPE1", artist, "TALB", album, "TYER", year + "", "TRCK", track + ""));
            ByteBuffer file =
                    ByteBuffer.allocate(tag.length + audio.length).put(tag).put(audio);
            Files.write(folder.resolve("%02d %s.mp3".formatted(track, title)), file.array());
        }
    }

    /** Words that are in names and tags, some often and many seldom. */
    String commonWord() {
        double place = random.nextDouble();
        return words.get((int) (WORDS * place * place));
    }

    private String title(int length) {
        return String.join(
                " ", IntStream.range(0, length).mapToObj(i -> commonWord()).toList());
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = 0, length = 2 + random.nextInt(3); i < length; i++) {
            word.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
        }
        return word.toString();
    }

    /** ID3v2.3 of these frames: names and texts in turn. */
    private static byte[] tag(List<String> namesAndTexts) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndTexts.size(); i += 2) {
            byte[] text = namesAndTexts.get(i + 1).getBytes(ISO_8859_1);
            frames.writeBytes(ByteBuffer.allocate(HEADER_BYTES + 1 + text.length)
                    .put(namesAndTexts.get(i).getBytes(ISO_8859_1))
                    .putInt(1 + text.length)
                    .putShort((short) 0)
                    .put((byte) 0) // ISO 8859-1
                    .put(text)
                    .array());
        }
        int length = frames.size();
        return ByteBuffer.allocate(HEADER_BYTES + length)
                .put(new byte[] {'I', 'D', '3', 3, 0, 0})
                .put((byte) (length >> 3 * LENGTH_BITS & 0x7F))
                .put((byte) (length >> 2 * LENGTH_BITS & 0x7F))
                .put((byte) (length >> LENGTH_BITS & 0x7F))
                .put((byte) (length & 0x7F))
                .put(frames.toByteArray())
                .array();
    }
}
