package icy.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What fuzzing begins with: the files of testdata, cut to a length that lets a fuzzer try thousands a second. */
public final class Seeds {

    private static final Path TESTDATA =
            Path.of(System.getProperty("icy.root", "..")).resolve("testdata");
    private static final int MOST_BYTES = 16_384;

    private Seeds() {}

    /** The first bytes of every file in a folder of testdata whose name ends in one of {@code suffixes}. */
    public static Stream<byte[]> of(String folder, String... suffixes) {
        try (Stream<Path> files = Files.list(TESTDATA.resolve(folder))) {
            List<Path> chosen = files.filter(file -> Arrays.stream(suffixes)
                            .anyMatch(suffix -> file.toString().endsWith(suffix)))
                    .sorted()
                    .toList();
            return chosen.stream().map(Seeds::start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] start(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return Arrays.copyOf(bytes, Math.min(bytes.length, MOST_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
