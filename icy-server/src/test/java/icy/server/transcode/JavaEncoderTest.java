package icy.server.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import icy.core.tracks.AudioKind;
import icy.server.encode.EncodedFormat;
import icy.server.encode.OutputCodec;
import icy.server.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JavaEncoderTest {
    private final JavaEncoder encoder = new JavaEncoder();
    private final Path file = TestData.path("demo/02-paper-boats.mp3");

    @Test
    void makesTheFramesThatWerePromisedFromTheStartAndFromTheMiddle() throws IOException {
        Recipe recipe = Recipe.of(sound(), OutputCodec.MP3, 64_000);
        ConstantMp3 layout = Objects.requireNonNull(recipe.layout());
        byte[] whole = make(recipe, 0);
        long entry = layout.entryFor(layout.frames() / 2);
        byte[] half = make(recipe, layout.sampleOf(entry));

        assertThat((long) whole.length).isGreaterThanOrEqualTo(layout.length());
        int from = (int) layout.offset(entry + ConstantMp3.WARM_UP_FRAMES);
        int length = (int) layout.length() - from;
        int skipped = (int) layout.offset(ConstantMp3.WARM_UP_FRAMES);
        assertThat(Arrays.copyOfRange(half, skipped, skipped + length))
                .isEqualTo(Arrays.copyOfRange(whole, from, from + length));
    }

    @Test
    void isForMp3OfTheSameSampleRate() throws IOException {
        assertThat(encoder.canMake(OutputCodec.MP3, AudioKind.MP3)).isTrue();
        assertThat(encoder.canMake(OutputCodec.OPUS, AudioKind.MP3)).isFalse();
        assertThat(encoder.canMake(OutputCodec.MP3, AudioKind.FLAC)).isFalse();
        Recipe other = Recipe.of(sound(), new EncodedFormat(OutputCodec.MP3, 64_000, 32_000, 2));
        assertThatThrownBy(() -> encoder.begin(other, 0)).hasMessageContaining("only be changed by ffmpeg");
    }

    private Sound sound() throws IOException {
        return new SoundReader().read(FileStamp.of(file), AudioKind.MP3);
    }

    private byte[] make(Recipe recipe, long fromSample) throws IOException {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        byte[] chunk = new byte[1000];
        try (Encoding encoding = encoder.begin(recipe, fromSample)) {
            for (int count = encoding.read(chunk); count >= 0; count = encoding.read(chunk)) {
                made.write(chunk, 0, count);
            }
        }
        return made.toByteArray();
    }
}
