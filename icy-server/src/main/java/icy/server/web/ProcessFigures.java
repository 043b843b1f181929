package icy.server.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What the system knows of this process, from {@code /proc}; elsewhere than on Linux most is unknown.
 *
 * <p>Thread: any that may block.
 */
final class ProcessFigures {
    private static final Path SELF = Path.of("/proc/self");
    private static final int BYTES_PER_KILOBYTE = 1024;

    private ProcessFigures() {}

    static OptionalDouble residentBytes() {
        return status("VmRSS:", BYTES_PER_KILOBYTE); // "VmRSS:     123456 kB"
    }

    static OptionalDouble threads() {
        return status("Threads:", 1);
    }

    static OptionalDouble openFiles() {
        try (Stream<Path> files = Files.list(SELF.resolve("fd"))) {
            return OptionalDouble.of((double) files.count());
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    static OptionalDouble cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().stream()
                .mapToDouble(used -> used.toNanos() / 1e9)
                .findFirst();
    }

    private static OptionalDouble status(String key, int unit) {
        try (Stream<String> lines = Files.lines(SELF.resolve("status"))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToDouble(line -> unit * Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }
}
