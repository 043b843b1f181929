package icy.server.cover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverCacheTest {
    @TempDir
    private Path folder;

    @Test
    void whatWasNotAskedForLongestGoesFirst() throws IOException {
        CoverCache cache = new CoverCache(folder.resolve("covers"), 300);
        cache.keep(name('a'), new byte[100]);
        cache.keep(name('b'), new byte[100]);
        cache.keep(name('c'), new byte[100]);
        assertThat(cache.find(name('a'))).isPresent();
        cache.keep(name('d'), new byte[100]);
        assertThat(cache.find(name('b'))).isEmpty();
        assertThat(cache.find(name('a'))).contains(new byte[100]);
        assertThat(files()).containsExactlyInAnyOrder(name('a'), name('c'), name('d'));
    }

    @Test
    void itGoesOnWithWhatIsThereAndClearsAwayWhatIsNotWhole() throws IOException {
        Path covers = Files.createDirectory(folder.resolve("covers"));
        for (char each : new char[] {'a', 'b', 'c'}) {
            Path file = Files.write(covers.resolve(name(each)), new byte[] {(byte) each});
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000L * each));
        }
        Files.write(covers.resolve(name('d') + "123.part"), new byte[50]);
        Files.createFile(covers.resolve(name('f')));
        CoverCache cache = new CoverCache(covers, 3);
        assertThat(cache.find(name('f'))).isEmpty();
        assertThat(cache.find(name('c'))).contains(new byte[] {'c'});
        cache.keep(name('e'), new byte[] {'e'});
        assertThat(files()).containsExactlyInAnyOrder(name('b'), name('c'), name('e'));
    }

    @Test
    void aFolderThatIsTakenAwayCostsNothing() throws IOException {
        CoverCache cache = new CoverCache(folder.resolve("covers"), 300);
        cache.keep(name('a'), new byte[1]);
        Files.delete(folder.resolve("covers").resolve(name('a')));
        assertThat(cache.find(name('a'))).isEmpty();
        Files.delete(folder.resolve("covers"));
        Files.writeString(folder.resolve("covers"), "no folder");
        cache.keep(name('b'), new byte[1]);
        assertThat(cache.find(name('b'))).isEmpty();
    }

    private Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("covers"))) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    private static String name(char letter) {
        return String.valueOf(letter).repeat(40);
    }
}
