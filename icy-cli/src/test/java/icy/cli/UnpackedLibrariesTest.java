package icy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedLibrariesTest {
    private static final String PROPERTY = "org.sqlite.tmpdir";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path data;

    @AfterEach
    void forget() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void whatAKilledProcessLeftIsTakenAway() throws Exception {
        Path folder = Files.createDirectory(data.resolve("native"));
        Path leftover = Files.createFile(folder.resolve("sqlite-3.1-1234-libsqlitejdbc.so"));
        Path another = Files.createFile(folder.resolve("note.txt"));

        UnpackedLibraries.keepIn(data);

        assertThat(leftover).doesNotExist();
        assertThat(another).exists();
        assertThat(System.getProperty(PROPERTY)).isEqualTo(folder.toString());
    }

    @Test
    void anotherFolderMayBeNamed() {
        System.setProperty(PROPERTY, "/elsewhere");

        UnpackedLibraries.keepIn(data);

        assertThat(System.getProperty(PROPERTY)).isEqualTo("/elsewhere");
        assertThat(data).isEmptyDirectory();
    }
}
