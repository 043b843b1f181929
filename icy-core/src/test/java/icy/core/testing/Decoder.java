package icy.core.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** An independent decoder: what ffmpeg hears and says. Tests that need it are skipped where it is not installed. */
public final class Decoder {

    /**
     * @param samples all channels, interleaved
     * @param complaints what it printed at level warning, save what it says of streams that are as they should be
     */
    public record Decoded(float[] samples, String complaints) {

        public float peak() {
            float peak = 0;
            for (float sample : samples) {
                peak = Math.max(peak, Math.abs(sample));
            }
            return peak;
        }
    }

    private Decoder() {}

    public static void assumeInstalled() {
        boolean installed;
        try {
            installed = new ProcessBuilder("ffmpeg", "-version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            installed = false;
        }
        Assumptions.assumeTrue(installed, "needs ffmpeg on the PATH");
    }

    /**
     * Decodes {@code stream}, which ffmpeg is told to take as {@code format}: mp3, aac, ogg. In floating point, which is
     * not dithered, so that equal frames give equal samples.
     */
    public static Decoded decode(String format, byte[] stream) {
        try {
            Path folder = Files.createTempDirectory("icy-decoder");
            Path in = Files.write(folder.resolve("in." + format), stream);
            Path out = folder.resolve("out.f32");
            Path errors = folder.resolve("errors.txt");
            Process process = new ProcessBuilder(List.of(
                            "ffmpeg",
                            "-v",
                            "warning",
                            "-nostdin",
                            "-y",
                            "-f",
                            format,
                            "-i",
                            in.toString(),
                            "-map",
                            "0:a",
                            "-f",
                            "f32le",
                            "-c:a",
                            "pcm_f32le",
                            out.toString()))
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("ffmpeg did not end");
            }
            byte[] pcm = Files.exists(out) ? Files.readAllBytes(out) : new byte[0];
            float[] samples = new float[pcm.length / 4];
            ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(samples);
            StringBuilder complaints = new StringBuilder();
            for (String line : Files.readAllLines(errors)) {
                // The second: of any two Vorbis files run together of which the first one's end is trimmed.
                if (!line.contains("Estimating duration from bitrate")
                        && !line.contains("non monotonically increasing dts")) {
                    complaints.append(line).append('\n');
                }
            }
            for (Path path : List.of(in, out, errors, folder)) {
                Files.deleteIfExists(path);
            }
            return new Decoded(samples, complaints.toString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
