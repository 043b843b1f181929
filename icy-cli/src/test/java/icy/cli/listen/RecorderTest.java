package icy.cli.listen;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.TrackParser;
import icy.core.mpeg.TrackSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

    private static final Path TRACK =
            Path.of(System.getProperty("icy.root"), "testdata", "demo", "01-harbour-lights.mp3");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void everyFileOfAnMp3StreamIsWholeByItself() throws IOException {
        byte[] stream = Files.readAllBytes(TRACK);
        List<Path> files = record(folder, stream, 4096, stream.length / 3, 2 * stream.length / 3);

        assertThat(files)
                .extracting(path -> path.getFileName().toString())
                .containsExactly("title 0 (incomplete).mp3", "title 1.mp3", "title 2 (incomplete).mp3");
        long frames = 0;
        for (Path file : files) {
            TrackSummary summary = parse(Files.readAllBytes(file));
            assertThat(summary.lostBytes()).as(file.toString()).isZero();
            frames += summary.frames();
        }
        long whole = parse(stream).frames();
        // Each cut may add a primer; each end may lose what the scanner could not be sure of.
        assertThat(frames).isBetween(whole, whole + 3);
    }

    @Property(tries = 30)
    void whereTheStreamIsCutIntoReadsChangesNothing(@ForAll @IntRange(min = 1, max = 5000) int readBytes)
            throws IOException {
        byte[] stream = Files.readAllBytes(TRACK);
        byte[] some = java.util.Arrays.copyOf(stream, 60_000);
        Path here = Files.createTempDirectory("icy-recorder");
        Path there = Files.createTempDirectory("icy-recorder");
        try {
            List<Path> pieces = record(here, some, readBytes, 30_000);
            List<Path> atOnce = record(there, some, 30_000, 30_000);

            assertThat(pieces).hasSameSizeAs(atOnce);
            for (int i = 0; i < pieces.size(); i++) {
                assertThat(pieces.get(i)).hasSameBinaryContentAs(atOnce.get(i));
            }
        } finally {
            delete(here);
            delete(there);
        }
    }

    /** Title 0 is known from the start, title n from the nth position on. */
    private static List<Path> record(Path folder, byte[] stream, int readBytes, int... titlePositions)
            throws IOException {
        List<Path> files = new ArrayList<>();
        try (Recorder recorder = new Recorder(folder, "audio/mpeg", files::add)) {
            int at = 0;
            recorder.title("title 0");
            for (int i = 0; i <= titlePositions.length; i++) {
                int end = i < titlePositions.length ? titlePositions[i] : stream.length;
                while (at < end) {
                    int length = Math.min(readBytes, end - at);
                    recorder.audio(ByteBuffer.wrap(stream, at, length));
                    at += length;
                }
                if (i < titlePositions.length) {
                    recorder.title("title " + (i + 1));
                }
            }
        }
        return files;
    }

    private static TrackSummary parse(byte[] file) {
        TrackParser parser = new TrackParser(file.length, new TrackParser.Sink() {
            @Override
            public void frame(
                    byte[] bytes, int offset, int length, FrameFormat format, long durationUnits, boolean joint) {}

            @Override
            public void damage(long offset, long bytes, String reason) {}
        });
        parser.push(ByteBuffer.wrap(file));
        return parser.finish();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
