package icy.core.mpeg;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes valid frames of every kind, and files out of them. */
final class Frames {

    static final FrameFormat CD = new FrameFormat(MpegVersion.MPEG_1, 3, 44100, 2);

    private Frames() {}

    /** One frame: a true header, and a body of noise in which nothing looks like a header. */
    static byte[] frame(FrameFormat format, int bitrateIndex, boolean padding, boolean crc, Random random) {
        int mode = format.channels() == 1 ? 3 : random.nextInt(3);
        int word = FrameHeader.compose(format, bitrateIndex, mode) | (padding ? 1 << 9 : 0);
        if (crc) {
            word &= ~(1 << 16);
        }
        FrameHeader header = new FrameHeader();
        if (!header.parse(word)) {
            throw new AssertionError(Integer.toHexString(word));
        }
        byte[] frame = new byte[header.frameBytes()];
        ByteBuffer.wrap(frame).putInt(word);
        for (int i = 4; i < frame.length; i++) {
            frame[i] = (byte) random.nextInt(255); // never 0xFF
        }
        return frame;
    }

    static byte[] frame(FrameFormat format, int bitrateIndex) {
        return frame(format, bitrateIndex, false, false, new Random(1));
    }

    /** {@code count} frames of any bitrate, padding and CRC. */
    static List<byte[]> run(FrameFormat format, int count, Random random) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(frame(format, 1 + random.nextInt(14), random.nextBoolean(), random.nextBoolean(), random));
        }
        return frames;
    }

    /** Frames that a decoder could play: silent, each standing alone. */
    static List<byte[]> silence(FrameFormat format, int count) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] frame = SilentFrame.of(format, 128_000);
            frame[frame.length - 1] = (byte) i; // ancillary data, so that they can be told apart
            frames.add(frame);
        }
        return frames;
    }

    static Arbitrary<FrameFormat> formats() {
        List<FrameFormat> all = new ArrayList<>();
        for (MpegVersion version : MpegVersion.values()) {
            for (int layer = 1; layer <= 3; layer++) {
                for (int rate : FrameHeader.sampleRates(version)) {
                    all.add(new FrameFormat(version, layer, rate, 1));
                    all.add(new FrameFormat(version, layer, rate, 2));
                }
            }
        }
        return Arbitraries.of(all);
    }

    /** Homogeneous runs of at least {@code min} frames. */
    static Arbitrary<List<byte[]>> runs(int min, int max) {
        return Combinators.combine(
                        formats(),
                        Arbitraries.integers().between(min, max),
                        Arbitraries.longs().between(0, 1L << 40))
                .as((format, count, seed) -> run(format, count, new Random(seed)));
    }

    static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        return join(List.of(parts));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Bytes without any 0xFF. */
    static byte[] noise(int length, long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(255);
        }
        return bytes;
    }

    static byte[] id3v2(int size) {
        byte[] tag = Frames.join(
                new byte[] {
                    'I',
                    'D',
                    '3',
                    3,
                    0,
                    0,
                    (byte) (size >> 21 & 127),
                    (byte) (size >> 14 & 127),
                    (byte) (size >> 7 & 127),
                    (byte) (size & 127)
                },
                new byte[0]);
        return tag;
    }
}
