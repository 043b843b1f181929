package icy.core.mpeg;

import static icy.core.mpeg.Frames.ascii;
import static icy.core.mpeg.Frames.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TagReaderTest {

    @ParameterizedTest
    @MethodSource("titled")
    void showsTheTitleThatTheManifestPromises(TestData.Promise promise) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(promise.file())) {
            String fileName = promise.file().getFileName().toString();
            assertThat(TagReader.read(channel).displayTitle(fileName)).isEqualTo(promise.title());
        }
    }

    static List<TestData.Promise> titled() {
        return TestData.manifest().stream()
                .filter(promise -> !promise.title().equals("-"))
                .toList();
    }

    @Test
    void findsTheNextFrameWhereASizeLies() {
        byte[] liar = join(frame("TXXX", 20, 0), new byte[33]);
        for (int i = 30; i < liar.length; i++) {
            liar[i] = 'x';
        }
        assertThat(read(tag(3, 0, join(liar, textFrame(3, "TIT2", "Found")))).title())
                .isEqualTo("Found");
        // The flag of an extended header, and none there.
        assertThat(read(tag(3, 0x40, join(frame("UFID", 5, 0), new byte[5], textFrame(3, "TIT2", "Found"))))
                        .title())
                .isEmpty();
    }

    @Test
    void readsNoCover() {
        byte[] cover = join(frame("APIC", 5_000_000, 0), new byte[5_000_000]);
        byte[] title = textFrame(3, "TIT2", "After the picture");
        MemoryChannel file = new MemoryChannel(tag(3, 0, join(cover, title)));
        TrackTags tags = read(file);
        assertThat(tags.title()).isEqualTo("After the picture");
        assertThat(tags.hasCover()).isTrue();
        assertThat(file.bytesRead).isLessThan(60_000);
    }

    @Test
    void takesUtf8ThatIsCalledLatin1ForUtf8() {
        assertThat(titleOf(0, "Ágætis byrjun".getBytes(StandardCharsets.UTF_8))).isEqualTo("Ágætis byrjun");
    }

    @Test
    void takesLatin1ForWindowsText() {
        assertThat(titleOf(0, "It’s “é” – café".getBytes(Charset.forName("windows-1252"))))
                .isEqualTo("It’s “é” – café");
        assertThat(titleOf(0, new byte[] {'c', 'a', 'f', (byte) 0xE9})).isEqualTo("café");
        assertThat(titleOf(3, new byte[] {'c', 'a', 'f', (byte) 0xE9})).isEqualTo("café");
    }

    @Test
    void readsUtf16WithEitherMarkAndWithout() {
        String title = "Ночной трамвай";
        byte[] little = title.getBytes(StandardCharsets.UTF_16LE);
        byte[] big = title.getBytes(StandardCharsets.UTF_16BE);
        assertThat(titleOf(1, join(new byte[] {-1, -2}, little))).isEqualTo(title);
        assertThat(titleOf(1, join(new byte[] {-2, -1}, big))).isEqualTo(title);
        assertThat(titleOf(2, big)).isEqualTo(title);
        assertThat(titleOf(1, "No mark".getBytes(StandardCharsets.UTF_16LE))).isEqualTo("No mark");
        assertThat(titleOf(1, "No mark".getBytes(StandardCharsets.UTF_16BE))).isEqualTo("No mark");
        assertThat(titleOf(1, join(new byte[] {-1, -2}, little, new byte[] {0x3D})))
                .isEqualTo(title);
    }

    @Test
    void readsVersion4SizesThatAreNotInSevenBits() {
        String longTitle = "x".repeat(200);
        byte[] plain = join(ascii("TIT2"), bigEndian(201), new byte[2], new byte[] {3}, ascii(longTitle));
        byte[] artist = textFrame(4, "TPE1", "Behind it");
        TrackTags tags = read(tag(4, 0, join(plain, artist)));
        assertThat(tags.title()).isEqualTo(longTitle);
        assertThat(tags.artist()).isEqualTo("Behind it");
    }

    @Test
    void cutsUtf8OfATooShortFieldOnACharacter() {
        byte[] tooLong = ("x" + "á".repeat(20)).getBytes(StandardCharsets.UTF_8);
        byte[] tag = join(ascii("TAG"), Arrays.copyOf(tooLong, 30), new byte[95]);
        assertThat(read(tag).title()).isEqualTo("x" + "á".repeat(14));
    }

    @Test
    void givesGenresInWords() {
        assertThat(read(tag(3, 0, textFrame(3, "TCON", "(17)"))).genre()).isEqualTo("Rock");
        assertThat(read(tag(3, 0, textFrame(3, "TCON", "(17)Slow Rock"))).genre())
                .isEqualTo("Slow Rock");
        assertThat(read(tag(3, 0, textFrame(3, "TCON", "(17)(39)"))).genre()).isEqualTo("Rock, Noise");
        assertThat(read(tag(4, 0, textFrame(4, "TCON", "26"))).genre()).isEqualTo("Ambient");
        assertThat(read(tag(4, 0, textFrame(4, "TCON", "26\0RX"))).genre()).isEqualTo("Ambient, Remix");
        assertThat(read(tag(4, 0, textFrame(4, "TCON", "Post-Everything"))).genre())
                .isEqualTo("Post-Everything");
        assertThat(Id3Genres.name(191)).isEqualTo("Psybient");
        assertThat(Id3Genres.name(79)).isEqualTo("Hard Rock");
        assertThat(Id3Genres.name(255)).isEmpty();
    }

    @Test
    void aBombOfACompressedFrameStaysSmall() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(new byte[] {3, 'O', 'K', 0});
            deflater.write(new byte[50_000_000]);
        }
        byte[] body = join(bigEndian(50_000_004), out.toByteArray());
        byte[] tag = tag(3, 0, join(ascii("TIT2"), bigEndian(body.length), new byte[] {0, (byte) 0x80}, body));
        assertThat(read(tag).title()).isEqualTo("OK");
    }

    @Test
    void showsTheFileNameWhereThereIsNoTitle() {
        assertThat(TrackTags.NONE.displayTitle("/music/07 - Night Tram.mp3")).isEqualTo("07 - Night Tram");
        assertThat(TrackTags.NONE.displayTitle("Mr. Blue")).isEqualTo("Mr. Blue");
        assertThat(TrackTags.NONE.displayTitle(".mp3")).isEqualTo(".mp3");
    }

    @Property(tries = 500)
    void noBytesMakeItFail(@ForAll @Size(max = 300) byte[] noise, @ForAll @IntRange(max = 3) int where) {
        byte[] start = ascii(List.of("ID3\3\0\0\0\0\7\7", "ID3\4\0\u00c0\0\0\7\7", "APETAGEX", "RIFF....WAVE")
                .get(where));
        byte[] end =
                ascii(List.of("LYRICS200", "3DI\4\0\0\0\0\1\0", "LYRICSEND", "").get(where));
        assertThat(read(join(start, noise, end))).isNotNull();
    }

    @Property(tries = 500)
    void noDamageMakesItFail(
            @ForAll @IntRange(max = 1000) int which, @ForAll @IntRange(max = 10_000) int at, @ForAll byte value) {
        List<TestData.Promise> files = titled();
        byte[] file = files.get(which % files.size()).bytes();
        byte[] small = file.length < 8000
                ? file
                : join(Arrays.copyOf(file, 4000), Arrays.copyOfRange(file, file.length - 4000, file.length));
        small[at % small.length] = value;
        assertThat(read(small).displayTitle("x")).isNotEmpty();
    }

    private static String titleOf(int encoding, byte[] text) {
        byte[] body = join(new byte[] {(byte) encoding}, text);
        return read(tag(3, 0, join(frame("TIT2", body.length, 0), body))).title();
    }

    private static TrackTags read(byte[] file) {
        return read(new MemoryChannel(file));
    }

    private static TrackTags read(MemoryChannel file) {
        try {
            return TagReader.read(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] tag(int version, int flags, byte[] body) {
        int size = body.length;
        byte[] header = {
            'I',
            'D',
            '3',
            (byte) version,
            0,
            (byte) flags,
            (byte) (size >> 21 & 127),
            (byte) (size >> 14 & 127),
            (byte) (size >> 7 & 127),
            (byte) (size & 127)
        };
        return join(header, body);
    }

    private static byte[] textFrame(int version, String id, String text) {
        byte[] body = join(new byte[] {3}, text.getBytes(StandardCharsets.UTF_8));
        return join(frame(id, body.length, 0), body);
    }

    private static byte[] frame(String id, int size, int flags) {
        return join(ascii(id), bigEndian(size), new byte[] {0, (byte) flags});
    }

    private static byte[] bigEndian(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
