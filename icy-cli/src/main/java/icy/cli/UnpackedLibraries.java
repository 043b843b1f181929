package icy.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where SQLite's driver unpacks its native library: into the data folder. By itself it takes the system's folder for what is
 * temporary, and a process that is killed leaves a megabyte there each time; here the next start takes it away.
 *
 * <p>Thread: the one that starts the server, before anybody opens a database.
 */
final class UnpackedLibraries {
    private static final String FOLDER = "native";
    private static final String PROPERTY = "org.sqlite.tmpdir";

    private UnpackedLibraries() {}

    /** Does nothing where the folder cannot be used, or another one was named as a property of the JVM. */
    static void keepIn(Path dataDir) {
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        try {
            Path folder = Files.createDirectories(dataDir.resolve(FOLDER));
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "sqlite-*")) {
                for (Path leftover : leftovers) {
                    Files.deleteIfExists(leftover);
                }
            }
            System.setProperty(PROPERTY, folder.toAbsolutePath().toString());
        } catch (IOException e) {
            // then it is the system's folder
        }
    }
}
