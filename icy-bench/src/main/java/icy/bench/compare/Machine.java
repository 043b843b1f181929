package icy.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What figures were taken on: without it they mean nothing. */
public final class Machine {
    private Machine() {}

    /** One line: processors, memory, kernel, Java. */
    public static String describe() throws IOException {
        String model = first(Path.of("/proc/cpuinfo"), "model name");
        long kilobytes =
                Long.parseLong(first(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", ""));
        return String.format(
                Locale.ROOT,
                "%d × %s, %.0f GB, Linux %s, Java %s",
                Runtime.getRuntime().availableProcessors(),
                model.isEmpty() ? System.getProperty("os.arch") : model,
                kilobytes / 1e6,
                System.getProperty("os.version"),
                System.getProperty("java.version"));
    }

    private static String first(Path file, String key) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }
}
