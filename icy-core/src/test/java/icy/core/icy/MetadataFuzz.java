package icy.core.icy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a source or an upstream sends between its audio. The first byte chooses the interval. */
class MetadataFuzz {

    private static final class Split implements MetadataSplitter.Sink {
        final ByteArrayOutputStream audio = new ByteArrayOutputStream();
        final List<String> blocks = new ArrayList<>();
        int blockBytes;

        @Override
        public void audio(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                audio.write(bytes.get());
            }
        }

        @Override
        public void metadata(byte[] text) {
            assertThat(text.length).isLessThanOrEqualTo(4080);
            blockBytes += text.length;
            blocks.add(MetadataBlock.decode(text).toString());
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void audioAndTitlesAreTheSameHoweverTheInputIsCut(byte[] input) {
        int metaint = input.length == 0 ? 0 : input[0] & 0xFF;
        Split whole = split(metaint, input, Integer.MAX_VALUE);
        Split pieces = split(metaint, input, 1 + (Arrays.hashCode(input) & 0xFF));
        assertThat(pieces.audio.toByteArray()).isEqualTo(whole.audio.toByteArray());
        assertThat(pieces.blocks).isEqualTo(whole.blocks);
        int lengths = metaint == 0 ? 0 : whole.audio.size() / metaint;
        int unfinished = input.length - whole.audio.size() - whole.blockBytes - lengths;
        assertThat(unfinished).isBetween(metaint == 0 ? 0 : -1, metaint == 0 ? 0 : 4080);
    }

    private static Split split(int metaint, byte[] input, int most) {
        Split split = new Split();
        MetadataSplitter splitter = new MetadataSplitter(metaint, split);
        Random random = new Random(1);
        int from = 0;
        while (from < input.length) {
            int length = Math.min(1 + random.nextInt(most), input.length - from);
            splitter.push(ByteBuffer.wrap(input, from, length));
            from += length;
        }
        return split;
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                "\u0004abcd\u0000efgh\u0002StreamTitle='A - B';\0\0\0\0\0\0\0\0\0\0\0\0\0ijkl\u0000".getBytes(UTF_8),
                "\u0001a\u0003StreamTitle='Don't';StreamUrl='http://e.x/';b\u0000".getBytes(UTF_8),
                "\u0000only audio".getBytes(UTF_8));
    }
}
