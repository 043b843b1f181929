package icy.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process has used, by the kernel's count (proc(5)).
 *
 * @param cpuSeconds user and system time since it began; the kernel counts in ticks of 10 ms
 * @param residentBytes memory it holds now (VmRSS)
 * @param peakResidentBytes the most it ever held (VmHWM)
 * @param threads how many it has
 */
public record Usage(double cpuSeconds, long residentBytes, long peakResidentBytes, int threads) {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, on every Linux there is
    // Counted from the field after the command, which is the only one that may hold spaces.
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    static Usage of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        long ticks = ticks(Files.readString(process.resolve("stat")));
        String status = Files.readString(process.resolve("status"));
        return new Usage(
                ticks / TICKS_PER_SECOND, number(status, "VmRSS:") * 1024, number(status, "VmHWM:") * 1024, (int)
                        number(status, "Threads:"));
    }

    /** Of the threads whose names begin with one of these, as long as they live. */
    static double cpuSecondsOfThreads(long pid, List<String> names) throws IOException {
        long ticks = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                ticks += names.stream().anyMatch(name::startsWith) ? ticks(stat) : 0;
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static long ticks(String stat) {
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return Long.parseLong(fields.get(USER_TICKS)) + Long.parseLong(fields.get(SYSTEM_TICKS));
    }

    private static long number(String status, String key) {
        return status.lines()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
