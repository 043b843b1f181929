package icy.core.ogg;

import java.io.ByteArrayOutputStream;

/**
 * A frame of FLAC: how many samples its header says it has, and how a silent one is written.
 *
 * <pre>
 *   sync and blocking strategy 16 | block size 4, rate 4 | channels 4, sample size 3, 0 | number 8 to 56
 *   | block size − 1, 8 or 16 | rate 0 to 16 | CRC-8 | a subframe for each channel | CRC-16
 * </pre>
 *
 * <p>RFC 9639 §9.
 *
 * <p>Thread: any.
 */
final class FlacFrame {

    private FlacFrame() {}

    /** 0 for what is no frame. */
    static int samples(byte[] bytes, int offset, int length) {
        if (length < 6 || bytes[offset] != -1 || (bytes[offset + 1] & 0xFE) != 0xF8) {
            return 0;
        }
        int code = bytes[offset + 2] >>> 4 & 15;
        int behindNumber = offset + 4 + numberBytes(bytes[offset + 4]);
        if (code <= 1) {
            return code * 192;
        } else if (code <= 5) {
            return 576 << (code - 2);
        } else if (code >= 8) {
            return 256 << (code - 8);
        } else if (behindNumber + code - 5 > offset + length) {
            return 0;
        }
        int high = bytes[behindNumber] & 0xFF;
        return 1 + (code == 6 ? high : high << 8 | bytes[behindNumber + 1] & 0xFF);
    }

    /**
     * A frame in which every channel is constantly zero.
     *
     * @param variable whether the stream numbers its frames by their first sample
     * @param number of the frame, or of its first sample
     */
    static byte[] silence(int channels, int bitsPerSample, int samples, boolean variable, long number) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(32 + 5 * channels);
        frame.write(0xFF);
        frame.write(variable ? 0xF9 : 0xF8);
        frame.write(7 << 4); // the block size in 16 bits behind the number; the rate as in STREAMINFO
        frame.write((channels - 1) << 4); // each channel apart; the sample size as in STREAMINFO
        writeNumber(frame, number);
        frame.write((samples - 1) >>> 8);
        frame.write(samples - 1);
        frame.write(crc(frame.toByteArray(), 8, 0x07));
        int constantBits = channels * (8 + bitsPerSample); // a subframe: 8 bits that say "constant", and its value
        for (int i = 0; i < (constantBits + 7) / 8; i++) {
            frame.write(0);
        }
        int crc = crc(frame.toByteArray(), 16, 0x8005);
        frame.write(crc >>> 8);
        frame.write(crc);
        return frame.toByteArray();
    }

    /** As UTF-8 would write it, up to 36 bits. */
    private static void writeNumber(ByteArrayOutputStream out, long unbounded) {
        long number = unbounded & (1L << 36) - 1;
        if (number < 0x80) {
            out.write((int) number);
            return;
        }
        int following = 1;
        while (number >>> (6 * following + 6 - following) != 0 && following < 6) {
            following++;
        }
        out.write((int) (0xFF00 >>> (following + 1) & 0xFF | number >>> 6 * following));
        for (int i = following - 1; i >= 0; i--) {
            out.write((int) (0x80 | number >>> 6 * i & 0x3F));
        }
    }

    private static int numberBytes(byte first) {
        int ones = Integer.numberOfLeadingZeros(~first << 24);
        return ones == 0 ? 1 : Math.min(ones, 7);
    }

    private static int crc(byte[] bytes, int width, int polynomial) {
        int crc = 0;
        for (byte next : bytes) {
            crc ^= (next & 0xFF) << (width - 8);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> (width - 1) & 1) != 0 ? crc << 1 ^ polynomial : crc << 1;
            }
        }
        return crc & (1 << width) - 1;
    }
}
