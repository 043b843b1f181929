package icy.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many files, and so sockets, this process may have open.
 *
 * <p>Read from {@code /proc}, which takes microseconds; the management bean that knows it too would load some hundred
 * classes before the first byte of audio.
 *
 * <p>Thread: any.
 */
final class OpenFiles {

    /** Where {@code /proc} does not tell: what most systems other than Linux grant at least. */
    private static final long ELSEWHERE = 1024;

    private OpenFiles() {}

    /** The limit in force; the JVM has raised it to what the system allows before this can be asked. */
    static long limit() {
        try {
            return parse(Files.readString(Path.of("/proc/self/limits"), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return ELSEWHERE;
        }
    }

    /** Finds the soft limit in {@code Max open files            1024                 1048576              files}. */
    static long parse(String limits) {
        for (String line : limits.lines().toList()) {
            if (line.startsWith("Max open files")) {
                String soft = line.substring("Max open files".length()).trim().split("\\s+", 2)[0];
                return soft.equals("unlimited") ? Integer.MAX_VALUE : Long.parseLong(soft);
            }
        }
        return ELSEWHERE;
    }
}
