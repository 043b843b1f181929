package icy.server.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks recorded Layer III audio from header to header, with none of the server's code: the second opinion on whether
 * listeners get whole frames and nothing else.
 *
 * <p>Thread: any.
 */
public final class FrameWalk {
    private static final int[] KBPS_MPEG1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] KBPS_MPEG2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    private static final int[] HERTZ_MPEG1 = {44_100, 48_000, 32_000};

    private FrameWalk() {}

    /** One frame: where it lies in the recording, how long it is, and how far back its data begins. */
    public record Frame(int offset, int bytes, int sampleRate, int channels, int samples, int mainDataBegin) {
        public int end() {
            return offset + bytes;
        }

        public double millis() {
            return 1000.0 * samples / sampleRate;
        }
    }

    /**
     * All whole frames; the last one may be cut off by the end of the recording.
     *
     * @throws AssertionError if any byte, the first one included, is not part of a frame
     */
    public static List<Frame> frames(byte[] audio) {
        List<Frame> frames = new ArrayList<>();
        int at = 0;
        while (audio.length - at >= 4 + 2 + 2) {
            Frame frame = frameAt(audio, at);
            if (frame.end() > audio.length) {
                break;
            }
            frames.add(frame);
            at = frame.end();
        }
        return frames;
    }

    /** A file's frames without what lies before and behind them, and without the Info frame that LAME puts in front. */
    public static byte[] soundOf(byte[] file) {
        int from = 0;
        while (from + 10 < file.length && file[from] == 'I' && file[from + 1] == 'D' && file[from + 2] == '3') {
            int size = (file[from + 6] & 0x7F) << 21
                    | (file[from + 7] & 0x7F) << 14
                    | (file[from + 8] & 0x7F) << 7
                    | file[from + 9] & 0x7F;
            from += 10 + size;
        }
        Frame first = frameAt(file, from);
        int mark = from + 4 + sideInfoBytes(file, from); // LAME leaves no room for a CRC
        String name = new String(file, mark, 4, ISO_8859_1);
        if (name.equals("Info") || name.equals("Xing")) {
            from = first.end();
        }
        int to = from;
        while (to + 8 <= file.length && isHeader(file, to) && frameAt(file, to).end() <= file.length) {
            to = frameAt(file, to).end();
        }
        return Arrays.copyOfRange(file, from, to);
    }

    private static Frame frameAt(byte[] audio, int at) {
        if (!isHeader(audio, at)) {
            throw new AssertionError(String.format(
                    "byte %d of %d: no frame header but %02x %02x %02x %02x",
                    at, audio.length, audio[at], audio[at + 1], audio[at + 2], audio[at + 3]));
        }
        boolean mpeg1 = (audio[at + 1] & 0x18) == 0x18;
        int versionShift = mpeg1 ? 0 : (audio[at + 1] & 0x18) == 0x10 ? 1 : 2;
        int kbps = (mpeg1 ? KBPS_MPEG1 : KBPS_MPEG2)[(audio[at + 2] & 0xF0) >> 4];
        int hertz = HERTZ_MPEG1[(audio[at + 2] & 0x0C) >> 2] >> versionShift;
        int padding = (audio[at + 2] & 0x02) >> 1;
        int channels = (audio[at + 3] & 0xC0) == 0xC0 ? 1 : 2;
        int samples = mpeg1 ? 1152 : 576;
        int bytes = samples / 8 * kbps * 1000 / hertz + padding;
        int sideInfo = at + ((audio[at + 1] & 1) == 0 ? 6 : 4);
        int mainDataBegin = audio[sideInfo] & 0xFF;
        if (mpeg1) {
            mainDataBegin = mainDataBegin << 1 | (audio[sideInfo + 1] & 0x80) >> 7;
        }
        return new Frame(at, bytes, hertz, channels, samples, mainDataBegin);
    }

    private static boolean isHeader(byte[] audio, int at) {
        return audio[at] == (byte) 0xFF
                && (audio[at + 1] & 0xE6) == 0xE2 // sync and Layer III
                && (audio[at + 1] & 0x18) != 0x08
                && (audio[at + 2] & 0xF0) != 0xF0
                && (audio[at + 2] & 0xF0) != 0
                && (audio[at + 2] & 0x0C) != 0x0C;
    }

    private static int sideInfoBytes(byte[] audio, int at) {
        boolean mono = (audio[at + 3] & 0xC0) == 0xC0;
        boolean mpeg1 = (audio[at + 1] & 0x18) == 0x18;
        return mpeg1 ? (mono ? 17 : 32) : (mono ? 9 : 17);
    }
}
