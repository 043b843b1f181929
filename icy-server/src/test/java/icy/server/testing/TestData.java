package icy.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of {@code testdata/} and what its manifest says of them.
 *
 * <p>Thread: any.
 */
public final class TestData {
    private static final String NOTHING_PROMISED = "-";

    private TestData() {}

    /**
     * One line of the manifest. {@code frames} is 0 and {@code version} is "-" where nothing is promised of the sound;
     * {@code title} is "-" where there is nothing to play.
     */
    public record Entry(
            String path, String version, int layer, int sampleRate, int channels, int frames, String title) {
        public boolean isPlayable() {
            return !title.equals(NOTHING_PROMISED);
        }
    }

    public static Path path(String relative) {
        return Path.of(System.getProperty("icy.root", "..")).resolve("testdata").resolve(relative);
    }

    public static byte[] bytes(String relative) {
        try {
            return Files.readAllBytes(path(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The frames of an undamaged LAME-made file, without tags and Info frame: what a listener should get of it. */
    public static byte[] sound(String relative) {
        return FrameWalk.soundOf(bytes(relative));
    }

    public static List<Entry> manifest() {
        try {
            List<Entry> entries = new ArrayList<>();
            for (String line : Files.readAllLines(path("MANIFEST.tsv"))) {
                String[] cells = line.split("\t", 7);
                if (!cells[0].equals("path")) {
                    entries.add(new Entry(
                            cells[0],
                            cells[1],
                            number(cells[2]),
                            number(cells[3]),
                            number(cells[4]),
                            number(cells[5]),
                            cells[6]));
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(String cell) {
        return cell.equals(NOTHING_PROMISED) ? 0 : Integer.parseInt(cell);
    }
}
