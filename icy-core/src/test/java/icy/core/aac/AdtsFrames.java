package icy.core.aac;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes valid frames of every kind, and streams out of them. */
final class AdtsFrames {

    static final AdtsFormat CD = new AdtsFormat(2, 44100, 2);

    private AdtsFrames() {}

    /** One frame: a true header, and a body of noise in which nothing looks like a header. */
    static byte[] frame(AdtsFormat format, int frameBytes, int blocks, boolean crc, Random random) {
        byte[] frame = noise(frameBytes, random.nextLong());
        int rate = AdtsHeader.sampleRateIndex(format.sampleRate());
        int channels = format.channelConfiguration();
        frame[0] = (byte) 0xFF;
        frame[1] = (byte) (random.nextInt(2) << 3 | 0xF0 | (crc ? 0 : 1));
        frame[2] = (byte) ((format.objectType() - 1) << 6 | rate << 2 | channels >> 2);
        frame[3] = (byte) ((channels & 3) << 6 | frameBytes >> 11);
        frame[4] = (byte) (frameBytes >> 3);
        frame[5] = (byte) (frameBytes << 5 | random.nextInt(31));
        frame[6] = (byte) (random.nextInt(63) << 2 | (blocks - 1));
        return frame;
    }

    static List<byte[]> run(AdtsFormat format, int count, Random random) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean huge = random.nextInt(40) == 0;
            int bytes = huge ? AdtsHeader.MAX_FRAME_BYTES - random.nextInt(20) : 18 + random.nextInt(1500);
            frames.add(frame(format, bytes, 1 + random.nextInt(4), random.nextBoolean(), random));
        }
        return frames;
    }

    static Arbitrary<List<byte[]>> runs(int min, int max) {
        Arbitrary<AdtsFormat> formats = Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(96000, 48000, 44100, 32000, 24000, 22050, 7350),
                        Arbitraries.integers().between(0, 7))
                .as(AdtsFormat::new);
        return Combinators.combine(
                        formats,
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
        return new byte[] {
            'I',
            'D',
            '3',
            4,
            0,
            0,
            (byte) (size >> 21 & 127),
            (byte) (size >> 14 & 127),
            (byte) (size >> 7 & 127),
            (byte) (size & 127)
        };
    }
}
