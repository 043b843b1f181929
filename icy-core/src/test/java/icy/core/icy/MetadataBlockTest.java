package icy.core.icy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MetadataBlockTest {
    @Test
    void aTitleIsPaddedWithZerosToSixteen() {
        byte[] block = MetadataBlock.encode(StreamTitle.of("AA - Café Song"), StandardCharsets.UTF_8);

        assertThat(block).hasSize(33);
        assertThat(block[0]).isEqualTo((byte) 2);
        assertThat(text(block)).isEqualTo("StreamTitle='AA - Café Song';\0\0");
    }

    @Test
    void noTitleIsOneUnitAsIcecastSendsIt() {
        byte[] block = MetadataBlock.encode(StreamTitle.NONE, StandardCharsets.UTF_8);

        assertThat(block[0]).isEqualTo((byte) 1);
        assertThat(text(block)).isEqualTo("StreamTitle='';\0");
    }

    @Test
    void textThatFillsItsUnitsGetsOneMoreForTheZero() {
        byte[] block = MetadataBlock.encode(StreamTitle.of("x"), StandardCharsets.UTF_8); // 13 + 1 + 2 = 16

        assertThat(block[0]).isEqualTo((byte) 2);
        assertThat(block[block.length - 1]).isZero();
    }

    @Test
    void onlyAnApostropheBeforeASemicolonIsReplaced() {
        assertThat(sent("It's 5 o'clock; don't 'stop'")).isEqualTo("It's 5 o'clock; don't 'stop'");
        assertThat(sent("A';B - C;D'")).isEqualTo("A’;B - C;D'");
        assertThat(sent("';StreamUrl='x")).isEqualTo("’;StreamUrl='x");
    }

    @Test
    void theAddressFollowsTheTitle() {
        byte[] block = MetadataBlock.encode(new StreamTitle("a", "http://e.x/a;b"), StandardCharsets.UTF_8);

        assertThat(MetadataBlock.decode(body(block)))
                .containsExactly(Map.entry("streamtitle", "a"), Map.entry("streamurl", "http://e.x/a;b"));
    }

    @Test
    void aTitleOfNineThousandBytesIsCutOnACharacter() {
        String title = "ß😀".repeat(1500);
        byte[] block = MetadataBlock.encode(StreamTitle.of(title), StandardCharsets.UTF_8);

        assertThat(block.length).isLessThanOrEqualTo(1 + MetadataBlock.MAX_TEXT_BYTES);
        assertThat(block[0])
                .as("a length that is the same read as a signed byte")
                .isPositive();
        assertThat(title).startsWith(sent(title)).doesNotStartWith(sent(title) + "?");
        assertThat(sent(title).length()).isGreaterThan(900);
    }

    @Test
    void aCharsetThatLacksACharacterShowsAQuestionMark() {
        byte[] block = MetadataBlock.encode(StreamTitle.of("Café 日"), StandardCharsets.ISO_8859_1);

        assertThat(new String(body(block), StandardCharsets.ISO_8859_1)).startsWith("StreamTitle='Café ?';");
    }

    @Test
    void readsLatin1AndUnterminatedValuesAsPlayersDo() {
        byte[] latin1 = "StreamTitle='Café".getBytes(Charset.forName("windows-1252"));

        assertThat(MetadataBlock.decode(latin1)).containsEntry("streamtitle", "Café");
        assertThat(MetadataBlock.decode("StreamTitle='a';adw_ad='true';\0\0".getBytes(StandardCharsets.US_ASCII)))
                .containsEntry("adw_ad", "true");
        assertThat(MetadataBlock.decode(new byte[16])).isEmpty();
    }

    @Property
    void anyTitleGivesAValidBlockThatReadsBack(@ForAll String text, @ForAll String url)
            throws CharacterCodingException {
        StreamTitle title = new StreamTitle(text, url);
        byte[] block = MetadataBlock.encode(title, StandardCharsets.UTF_8);

        assertThat(block.length).isEqualTo(1 + 16 * Byte.toUnsignedInt(block[0]));
        assertThat(block[block.length - 1]).isZero();
        String decoded = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body(block)))
                .toString();
        assertThat(decoded).startsWith("StreamTitle='");
        assertThat(decoded.replace("\0", "")).doesNotContain("\n", "\r").endsWith("';");
        assertThat(MetadataBlock.decode(body(block)))
                .containsEntry("streamtitle", title.text().replace("';", "’;"));
    }

    private static String sent(String title) {
        byte[] block = MetadataBlock.encode(StreamTitle.of(title), StandardCharsets.UTF_8);
        return MetadataBlock.decode(body(block)).get("streamtitle");
    }

    private static byte[] body(byte[] block) {
        return Arrays.copyOfRange(block, 1, block.length);
    }

    private static String text(byte[] block) {
        return new String(body(block), StandardCharsets.UTF_8);
    }
}
