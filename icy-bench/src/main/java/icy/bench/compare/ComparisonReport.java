package icy.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What a {@link Comparison} found: as a table, as JSON, and as the ratios that are promised. */
public record ComparisonReport(List<Measured> all) {
    private static final double MEGABYTE = 1e6;

    public ComparisonReport {
        all = List.copyOf(all);
    }

    /** The measurements of one server under loads of so many listeners and joins a second. */
    public List<Measured> of(String server, int listeners, boolean storm) {
        return all.stream()
                .filter(m -> m.server().equals(server)
                        && m.load().listeners() == listeners
                        && m.load().joinsPerSecond() >= 2500 == storm)
                .toList();
    }

    /** CPU of one server by CPU of another, each round by itself. */
    public List<Double> cpuRatios(String server, String by, int listeners) {
        List<Double> ratios = new ArrayList<>();
        for (Measured one : of(server, listeners, /* storm= */ false)) {
            for (Measured other : of(by, listeners, /* storm= */ false)) {
                if (one.load().equals(other.load()) && one.round() == other.round() && other.cpuCores() > 0) {
                    ratios.add(one.cpuCores() / other.cpuCores());
                }
            }
        }
        return ratios;
    }

    /** The middle one, or the mean of the two in the middle. */
    public static OptionalDouble median(List<Double> values) {
        if (values.isEmpty()) {
            return OptionalDouble.empty();
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return OptionalDouble.of(
                sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }

    public String table() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, List<Measured>> group : byLoad().entrySet()) {
            Load load = group.getValue().get(0).load();
            text.append(String.format(
                    Locale.ROOT,
                    "%n%s (%d a second join, counted for %d s)%n",
                    group.getKey(),
                    load.joinsPerSecond(),
                    load.windowSeconds()));
            text.append(String.format(
                    Locale.ROOT,
                    "  %-9s %5s %7s %8s %8s   %-20s   %-23s   %s%n",
                    "server",
                    "round",
                    "CPU",
                    "memory",
                    "peak",
                    "bytes/s a listener",
                    "first byte, ms",
                    "listeners"));
            text.append(String.format(
                    Locale.ROOT,
                    "  %-9s %5s %7s %8s %8s   %6s %6s %6s   %7s %7s %7s   %s%n",
                    "",
                    "",
                    "cores",
                    "MB",
                    "MB",
                    "min",
                    "median",
                    "max",
                    "median",
                    "p99",
                    "max",
                    "silent failed closed"));
            group.getValue().forEach(m -> text.append(row(m)));
        }
        ratioLine(text, "floor", 15_000);
        ratioLine(text, "floor", 5_000);
        ratioLine(text, "icecast2", 5_000);
        return text.toString();
    }

    public String json() {
        return all.stream()
                .map(ComparisonReport::json)
                .reduce((a, b) -> a + ",\n" + b)
                .map(rows -> "[\n" + rows + "\n]")
                .orElse("[]");
    }

    private Map<String, List<Measured>> byLoad() {
        Map<String, List<Measured>> groups = new LinkedHashMap<>();
        for (Measured measured : all) {
            groups.computeIfAbsent(measured.load().name(), name -> new ArrayList<>())
                    .add(measured);
        }
        return groups;
    }

    private void ratioLine(StringBuilder text, String by, int listeners) {
        List<Double> ratios = cpuRatios("icy", by, listeners);
        median(ratios).ifPresent(median -> {
            text.append(String.format(
                    Locale.ROOT, "%nCPU of icy by CPU of %s, %,d listeners: %.2f", by, listeners, median));
            if (ratios.size() > 1) {
                text.append(" (");
                text.append(String.join(
                        ", ",
                        ratios.stream()
                                .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                                .toList()));
                text.append(')');
            }
        });
    }

    private static String row(Measured m) {
        Heard heard = m.heard();
        return String.format(
                Locale.ROOT,
                "  %-9s %5d %7.3f %8.1f %8.1f   %6d %6d %6d   %7.1f %7.1f %7.1f   %6d %6d %6d%n",
                m.server(),
                m.round(),
                m.cpuCores(),
                m.residentBytes() / MEGABYTE,
                m.peakResidentBytes() / MEGABYTE,
                heard.minBps(),
                heard.medianBps(),
                heard.maxBps(),
                heard.firstByteMedianMillis(),
                heard.firstByteP99Millis(),
                heard.firstByteMaxMillis(),
                heard.silent(),
                heard.failed(),
                heard.closed());
    }

    private static String json(Measured m) {
        Heard heard = m.heard();
        return String.format(
                Locale.ROOT,
                "{\"server\":\"%s\",\"listeners\":%d,\"joinsPerSecond\":%d,\"windowSeconds\":%.1f,\"round\":%d,"
                        + "\"cpuCores\":%.4f,\"residentBytes\":%d,\"peakResidentBytes\":%d,"
                        + "\"bytesPerSecond\":{\"min\":%d,\"median\":%d,\"max\":%d},"
                        + "\"firstByteMillis\":{\"median\":%.1f,\"p99\":%.1f,\"max\":%.1f},"
                        + "\"silent\":%d,\"failed\":%d,\"closed\":%d}",
                m.server(),
                heard.listeners(),
                m.load().joinsPerSecond(),
                heard.windowSeconds(),
                m.round(),
                m.cpuCores(),
                m.residentBytes(),
                m.peakResidentBytes(),
                heard.minBps(),
                heard.medianBps(),
                heard.maxBps(),
                heard.firstByteMedianMillis(),
                heard.firstByteP99Millis(),
                heard.firstByteMaxMillis(),
                heard.silent(),
                heard.failed(),
                heard.closed());
    }
}
