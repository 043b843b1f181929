package icy.server.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sound that says of itself where it comes from and when it was made: a tone that rises steadily. Its pitch at any moment
 * tells which source it is of, by the range, and how many seconds of that source came before; so what is missing and what
 * comes twice can be measured in a recording to some milliseconds.
 *
 * <p>Thread: any.
 *
 * @param fromHertz where it begins; different sources must not overlap
 * @param seconds how long it rises, at {@value #HERTZ_PER_SECOND} Hz a second
 */
public record Sweep(double fromHertz, int seconds) {
    private static final int HERTZ_PER_SECOND = 200;
    private static final int SAMPLE_RATE = 44_100;
    private static final double LEVEL = 0.5;
    private static final int ENCODING_SECONDS = 60;

    /** Pitches are measured in windows of this, every so often. */
    private static final int WINDOW_MILLIS = 12;

    private static final int HOP_MILLIS = 4;
    /** Quieter is silence. */
    private static final double AUDIBLE = 0.1;

    /** This much of a rise is measured where two sweeps meet, or a frame of silence stands between. */
    private static final double TOLERANCE_SECONDS = 0.04;

    /**
     * A stretch of one source's sound in a recording.
     *
     * @param source index into the sweeps asked for
     * @param fromMillis where in the recording it begins
     * @param offsetSeconds how far the sweep is ahead of the recording: the mean over the stretch
     */
    public record Stretch(int source, double fromMillis, double toMillis, double offsetSeconds) {
        /** What the sweep had reached where the stretch begins. */
        public double firstSecond() {
            return fromMillis / 1000 + offsetSeconds;
        }

        /** What the sweep had reached where the stretch ends. */
        public double lastSecond() {
            return toMillis / 1000 + offsetSeconds;
        }

        /** How much of the sweep was left out since a stretch before, in seconds; negative if it was heard twice. */
        public double leftOutSince(Stretch before) {
            return offsetSeconds - before.offsetSeconds;
        }

        /** The time in which neither this nor the one before is heard clearly, in milliseconds. */
        public double gapSince(Stretch before) {
            return fromMillis - before.toMillis;
        }
    }

    /** The sweep as MP3 of a constant bitrate: frames and nothing else. The test is skipped where there is no lame. */
    public byte[] mp3(int kbps) {
        return FrameWalk.soundOf(file(kbps));
    }

    /** As {@link #mp3}, with what LAME writes in front of it about delay and padding. */
    public byte[] file(int kbps) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/lame")), "lame is not installed: apt-get install lame");
        try {
            Path folder = Files.createTempDirectory("icy-sweep");
            Path in = folder.resolve("in.raw");
            Path out = folder.resolve("out.mp3");
            Path words = folder.resolve("words.txt");
            try {
                Files.write(in, samples());
                Process lame = new ProcessBuilder(
                                "lame",
                                "-r",
                                "-s",
                                "44.1",
                                "--bitwidth",
                                "16",
                                "--signed",
                                "--little-endian",
                                "-m",
                                "m",
                                "-b",
                                Integer.toString(kbps),
                                "--cbr",
                                "-t",
                                in.toString(),
                                out.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(words.toFile())
                        .start();
                if (!lame.waitFor(ENCODING_SECONDS, TimeUnit.SECONDS) || lame.exitValue() != 0) {
                    lame.destroyForcibly();
                    throw new AssertionError("lame failed: " + Files.readString(words));
                }
                return Files.readAllBytes(out);
            } finally {
                for (Path file : List.of(in, out, words)) {
                    Files.deleteIfExists(file);
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new AssertionError("lame could not be run", e);
        } catch (InterruptedException e) {
            throw new AssertionError("nothing interrupts a test", e);
        }
    }

    /** What of which sweep is heard when. A stretch ends where the sound stops, jumps or changes its source. */
    public static List<Stretch> stretches(Pcm recording, List<Sweep> sweeps) {
        List<Stretch> stretches = new ArrayList<>();
        long window = recording.frameAtMillis(WINDOW_MILLIS);
        for (double at = 0; recording.frameAtMillis(at) + window < recording.lengthFrames(); at += HOP_MILLIS) {
            long frame = recording.frameAtMillis(at);
            double hertz =
                    recording.rms(frame, frame + window) < AUDIBLE * LEVEL ? 0 : recording.pitch(frame, frame + window);
            int source = sourceOf(hertz, sweeps);
            if (source >= 0) {
                double second = (hertz - sweeps.get(source).fromHertz) / HERTZ_PER_SECOND;
                add(stretches, source, at, second - (at + WINDOW_MILLIS / 2.0) / 1000);
            }
        }
        // Where one sound becomes another a window or two measure neither of them.
        stretches.removeIf(stretch -> stretch.toMillis() - stretch.fromMillis() < 2 * WINDOW_MILLIS);
        return joined(stretches);
    }

    private static void add(List<Stretch> stretches, int source, double at, double offset) {
        int last = stretches.size() - 1;
        if (last >= 0) {
            Stretch open = stretches.get(last);
            boolean goesOn = open.source() == source
                    && Math.abs(offset - open.offsetSeconds()) < TOLERANCE_SECONDS
                    && at - open.toMillis() < 2 * WINDOW_MILLIS;
            if (goesOn) {
                double windows = (at - open.fromMillis()) / HOP_MILLIS + 1;
                double mean = open.offsetSeconds() + (offset - open.offsetSeconds()) / windows;
                stretches.set(last, new Stretch(source, open.fromMillis(), at, mean));
                return;
            }
        }
        stretches.add(new Stretch(source, at, at, offset));
    }

    /** A measurement that failed, and even a click, tears a stretch in two that are one. */
    private static List<Stretch> joined(List<Stretch> stretches) {
        List<Stretch> joined = new ArrayList<>();
        for (Stretch next : stretches) {
            Stretch last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            boolean goesOn = last != null
                    && last.source() == next.source()
                    && Math.abs(next.leftOutSince(last)) < TOLERANCE_SECONDS / 2
                    && next.gapSince(last) < 3 * WINDOW_MILLIS;
            if (goesOn) {
                joined.set(
                        joined.size() - 1,
                        new Stretch(last.source(), last.fromMillis(), next.toMillis(), last.offsetSeconds()));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    private static int sourceOf(double hertz, List<Sweep> sweeps) {
        for (int i = 0; i < sweeps.size(); i++) {
            Sweep sweep = sweeps.get(i);
            if (hertz >= sweep.fromHertz && hertz < sweep.fromHertz + sweep.seconds * HERTZ_PER_SECOND) {
                return i;
            }
        }
        return -1;
    }

    private byte[] samples() {
        ByteBuffer samples =
                ByteBuffer.allocate(seconds * SAMPLE_RATE * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < seconds * SAMPLE_RATE; i++) {
            double t = (double) i / SAMPLE_RATE;
            double phase = 2 * Math.PI * (fromHertz * t + HERTZ_PER_SECOND * t * t / 2);
            samples.putShort((short) (LEVEL * Short.MAX_VALUE * Math.sin(phase)));
        }
        return samples.array();
    }
}
