package icy.server.variant;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.VariantFormat;
import icy.server.variant.Shape.Channel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShapingTest {
    private static final PcmFormat STEREO = new PcmFormat(44_100, 2);
    private static final PcmFormat MONO = new PcmFormat(44_100, 1);

    @Test
    void channelsAreTakenApartAndPutTogether() {
        assertThat(shaped(0, Channel.LEFT, STEREO, 100, -200, 300, -400)).containsExactly(100, 300);
        assertThat(shaped(0, Channel.RIGHT, STEREO, 100, -200, 300, -400)).containsExactly(-200, -400);
        assertThat(shaped(0, Channel.MONO, STEREO, 100, -200, 300, 400)).containsExactly(-50, 350);
        assertThat(shaped(0, Channel.STEREO, MONO, 5, 6)).containsExactly(5, 5, 6, 6);
        assertThat(shaped(0, Channel.LEFT, MONO, 5, 6)).containsExactly(5, 6);
    }

    @Test
    void gainIsInDecibelsAndEndsWhereSamplesEnd() {
        assertThat(shaped(-6, Channel.ALL, MONO, 1000, -1000)).containsExactly(501, -501);
        assertThat(shaped(12, Channel.ALL, STEREO, 30_000, -30_000)).containsExactly(32_767, -32_768);
    }

    @Test
    void namesSayWhatIsDifferent() {
        VariantFormat mp3 = VariantFormat.parse("mp3-128");
        assertThat(new Shape(mp3, -6, Channel.LEFT).label()).isEqualTo("mp3-128~gain-6~left");
        assertThat(new Shape(mp3, 3, Channel.ALL).label()).isEqualTo("mp3-128~gain+3");
        assertThat(Shape.of(mp3).label()).isEqualTo("mp3-128");
    }

    private static int[] shaped(int gain, Channel channel, PcmFormat format, int... samples) {
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int sample : samples) {
            bytes.putShort((short) sample);
        }
        Shape shape = new Shape(VariantFormat.parse("wav"), gain, channel);
        byte[] shaped = new Shaping(shape, format).apply(bytes.array(), samples.length / format.channels());
        ShortBuffer values =
                ByteBuffer.wrap(shaped).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        return IntStream.range(0, values.limit()).map(values::get).toArray();
    }
}
