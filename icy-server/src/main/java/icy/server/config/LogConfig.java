package icy.server.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, and where. The log always goes to standard error; with a folder, to rolling files too.
 *
 * <p>Thread: any.
 *
 * @param level the least that is logged; default {@link Level#INFO}: one line per on-air event
 * @param dir folder for {@code icy.log} and {@code access.log}; null (the default): no files
 * @param fileBytes size in bytes at which a file is put aside and a new one begun, 64 KiB to 1 GiB; default 10 MiB, which
 *     any editor opens
 * @param files how many files put aside are kept of each log, 1 to 20; default 10, so that logs never fill the disk
 * @param access whether requests are logged on standard error too; default false: they would bury the on-air events.
 *     With a folder they always go to {@code access.log}
 */
public record LogConfig(Level level, @Nullable Path dir, long fileBytes, int files, boolean access) {

    /** On-air events on standard error, nothing else. */
    public static final LogConfig DEFAULT = new LogConfig(Level.INFO, null, 10 << 20, 10, false);

    /** How much is said. */
    public enum Level {
        /** Only what somebody must act upon. */
        ERROR,
        /** Also what went wrong and mended itself. */
        WARN,
        /** Also what happens on the air. */
        INFO,
        /** Also what happens to each connection, and where a fault came from. */
        DEBUG
    }

    public LogConfig {
        ConfigKey.LOG_FILE_SIZE.requireWithin(fileBytes, 64 << 10, 1L << 30);
        ConfigKey.LOG_FILES.requireWithin(files, 1, 20);
    }

    /** The same log, saying more or less. */
    public LogConfig withLevel(Level other) {
        return new LogConfig(other, dir, fileBytes, files, access);
    }
}
