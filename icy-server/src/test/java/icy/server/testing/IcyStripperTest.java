package icy.server.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IcyStripperTest {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Test
    void takesTitlesOutAndLeavesTheAudioWhole() {
        audio("abcd")
                .block("StreamTitle='One';")
                .audio("efgh")
                .block("")
                .audio("ijkl")
                .block("StreamTitle='Two';StreamUrl='x';")
                .audio("mn");

        IcyStripper.Stripped stripped = strip();

        assertThat(stripped.audio()).asString(UTF_8).isEqualTo("abcdefghijklmn");
        assertThat(stripped.titleTexts()).containsExactly("One", "Two");
        assertThat(stripped.titles())
                .extracting(IcyStripper.TitleAt::audioPosition)
                .containsExactly(4L, 12L);
        assertThat(stripped.titleAt(3)).isEmpty();
        assertThat(stripped.titleAt(11)).isEqualTo("One");
        assertThat(stripped.titleAt(12)).isEqualTo("Two");
        assertThat(stripped.blocks()).isEqualTo(3);
    }

    @Test
    void aRecordingMayEndInsideABlockOrBeforeTheFirst() {
        audio("abcd").block("StreamTitle='One';").audio("efgh");
        byte[] whole = body.toByteArray();
        for (int length = 0; length <= whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThat(new String(whole, UTF_8).replaceAll("\\p{Cntrl}|StreamTitle='One';", ""))
                    .startsWith(new String(IcyStripper.strip(part, 4).audio(), UTF_8));
        }
    }

    @Test
    void saysWhereItFellOutOfStep() {
        audio("abcd").block("StreamTitle='One';").audio("xefgh").block("").audio("ijkl");
        assertThatThrownBy(this::strip).hasMessageStartingWith("byte 42: not the beginning of a title: \0ijkl");
    }

    @Test
    void refusesAFirstBlockThatTellsNothing() {
        audio("abcd").block("").audio("efgh");
        assertThatThrownBy(this::strip).hasMessageContaining("byte 4: the first block is empty");
    }

    @Test
    void refusesARepeatedText() {
        audio("abcd")
                .block("StreamTitle='One';")
                .audio("efgh")
                .block("StreamTitle='One';")
                .audio("ijkl");
        assertThatThrownBy(this::strip).hasMessageContaining("repeated");
    }

    @Test
    void refusesATextThatLeavesNoNul() {
        audio("abcd");
        body.write(1);
        body.writeBytes("StreamTitle='1';".getBytes(UTF_8));
        assertThatThrownBy(this::strip).hasMessageContaining("no NUL");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        audio("abcd");
        body.write(2);
        body.writeBytes(Arrays.copyOf("StreamTitle='Björk';".getBytes(ISO_8859_1), 32));
        assertThatThrownBy(this::strip).hasMessageContaining("not UTF-8");
    }

    @Test
    void refusesControlCharactersAndUnfinishedTitles() {
        audio("abcd").block("StreamTitle='One\nTwo';").audio("efgh");
        assertThatThrownBy(this::strip).hasMessageContaining("control character");
        body.reset();
        audio("abcd").block("StreamTitle='One").audio("efgh");
        assertThatThrownBy(this::strip).hasMessageContaining("not a title");
    }

    private IcyStripper.Stripped strip() {
        return IcyStripper.strip(body.toByteArray(), 4);
    }

    private IcyStripperTest audio(String text) {
        body.writeBytes(text.getBytes(UTF_8));
        return this;
    }

    private IcyStripperTest block(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        int units = bytes.length == 0 ? 0 : bytes.length / 16 + 1;
        body.write(units);
        body.writeBytes(Arrays.copyOf(bytes, units * 16));
        return this;
    }
}
