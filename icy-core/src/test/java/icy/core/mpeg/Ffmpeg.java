package icy.core.mpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** An independent decoder: what it says and hears. Tests that need it are skipped where it is not installed. */
final class Ffmpeg {

    /** @param complaints what it printed at level error */
    record Decoded(float[] samples, String complaints) {}

    private Ffmpeg() {}

    static void assumeInstalled() {
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

    /** All channels, interleaved; in floating point, which is not dithered, so that equal frames give equal samples. */
    static Decoded decode(byte[] stream) {
        try {
            Path folder = Files.createTempDirectory("icy-ffmpeg");
            Path in = Files.write(folder.resolve("in.mp3"), stream);
            Path out = folder.resolve("out.f32");
            Path errors = folder.resolve("errors.txt");
            List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
            command.addAll(List.of("-f", "mp3", "-c:a", "mp3float", "-i", in.toString()));
            command.addAll(List.of("-f", "f32le", "-c:a", "pcm_f32le", out.toString()));
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("ffmpeg did not end");
            }
            byte[] pcm = Files.exists(out) ? Files.readAllBytes(out) : new byte[0];
            float[] samples = new float[pcm.length / 4];
            ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(samples);
            String complaints = Files.readString(errors);
            for (Path path : List.of(in, out, errors, folder)) {
                Files.deleteIfExists(path);
            }
            return new Decoded(samples, complaints);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
