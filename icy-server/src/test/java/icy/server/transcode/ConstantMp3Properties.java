package icy.server.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.mpeg.FrameHeader;
import icy.server.encode.EncodedFormat;
import icy.server.encode.OutputCodec;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class ConstantMp3Properties {

    @Property
    void everyByteBelongsToTheFrameAroundIt(
            @ForAll("layouts") ConstantMp3 layout, @ForAll @LongRange(max = 1L << 34) long any) {
        long offset = any % layout.length();
        long frame = layout.frameAt(offset);

        assertThat(frame).isBetween(0L, layout.frames() - 1);
        assertThat(offset).isBetween(layout.offset(frame), layout.offset(frame) + layout.bytes(frame) - 1);
    }

    @Property
    void theyAreAsLongAsTheirBitrateSays(@ForAll("layouts") ConstantMp3 layout) {
        double seconds =
                (double) layout.sampleOf(layout.frames()) / layout.format().sampleRate();

        assertThat((double) layout.length())
                .isBetween(seconds * layout.bitrateBps() / 8 - 1, seconds * layout.bitrateBps() / 8 + 1);
    }

    @Property
    void anEncoderThatBeginsAtAnEntryPadsAsOneThatBeganAtTheStart(
            @ForAll("layouts") ConstantMp3 layout, @ForAll @LongRange(max = 1L << 34) long any) {
        long frame = any % layout.frames();
        long entry = layout.entryFor(frame);

        assertThat(entry).isBetween(0L, frame);
        assertThat(frame - entry).isLessThan(ConstantMp3.WARM_UP_FRAMES + layout.period());
        assertThat(entry == 0 || frame - entry >= ConstantMp3.WARM_UP_FRAMES).isTrue();
        for (int i = 0; i < 2 * layout.period(); i++) {
            assertThat(layout.bytes(entry + i)).isEqualTo(layout.bytes(i));
        }
    }

    @Property
    void silenceIsAFrameAsLongAsTheOneItStandsFor(
            @ForAll("layouts") ConstantMp3 layout, @ForAll @LongRange(max = 1L << 34) long any) {
        long frame = any % layout.frames();
        FrameHeader header = new FrameHeader();

        assertThat(header.parse(layout.silence(frame), 0)).isTrue();
        assertThat(layout.fits(header, frame)).isTrue();
    }

    @Provide
    static Arbitrary<ConstantMp3> layouts() {
        Arbitrary<EncodedFormat> mpeg1 = formats(
                Arbitraries.of(44_100, 48_000, 32_000),
                Arbitraries.of(32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320));
        Arbitrary<EncodedFormat> mpeg2 = formats(
                Arbitraries.of(22_050, 24_000, 16_000),
                Arbitraries.of(8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160));
        return Combinators.combine(
                        Arbitraries.oneOf(mpeg1, mpeg2), Arbitraries.longs().between(0, 1L << 32))
                .as((format, samples) -> ConstantMp3.holding(samples, format));
    }

    private static Arbitrary<EncodedFormat> formats(Arbitrary<Integer> rates, Arbitrary<Integer> kbps) {
        return Combinators.combine(rates, kbps, Arbitraries.of(1, 2))
                .as((rate, bitrate, channels) -> new EncodedFormat(OutputCodec.MP3, bitrate * 1000, rate, channels));
    }
}
