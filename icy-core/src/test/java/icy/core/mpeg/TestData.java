package icy.core.mpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files in testdata/, and what their manifest promises. */
final class TestData {

    static final Path ROOT = Path.of(System.getProperty("icy.root", "..")).resolve("testdata");

    /** A line of the manifest; a dash in the file means that nothing is promised. */
    record Promise(String path, String version, int layer, int sampleRate, int channels, int frames, String title) {

        boolean hasFrames() {
            return !version.equals("-");
        }

        byte[] bytes() {
            return read(path);
        }

        Path file() {
            return ROOT.resolve(path);
        }

        @Override
        public String toString() {
            return path;
        }
    }

    private TestData() {}

    static List<Promise> manifest() {
        try (Stream<String> lines = Files.lines(ROOT.resolve("MANIFEST.tsv"))) {
            return lines.skip(1).map(TestData::promise).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(String path) {
        try {
            return Files.readAllBytes(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Promise promise(String line) {
        String[] columns = line.split("\t", -1);
        return new Promise(
                columns[0],
                columns[1],
                number(columns[2]),
                number(columns[3]),
                number(columns[4]),
                number(columns[5]),
                columns[6]);
    }

    private static int number(String column) {
        return column.equals("-") ? 0 : Integer.parseInt(column);
    }
}
