package icy.bench.acceptance;

import icy.bench.compare.Comparison;
import icy.bench.compare.ComparisonReport;
import icy.bench.compare.Heard;
import icy.bench.compare.Measured;
import icy.bench.server.Lab;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** 15,000 listeners, joins by the thousand, and the price of both beside the floor and icecast2. */
final class LoadLine implements Line {
    private static final double MAX_BY_FLOOR = 1.4;
    private static final double MAX_BY_ICECAST = 0.2;
    private static final double MAX_MEGABYTES = 110;
    private static final double MAX_FIRST_BYTE_MEDIAN_MILLIS = 1;
    private static final double MAX_FIRST_BYTE_P99_MILLIS = 15;
    private static final double FAIRNESS = 0.01;
    private static final double BYTES_PER_SECOND = 16_001; // and one of metadata

    private final Lab lab;
    private final PrintWriter progress;

    LoadLine(Lab lab, PrintWriter progress) {
        this.lab = lab;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "load";
    }

    @Override
    public String promise() {
        return "15,000 listeners for at most 1.4 times the CPU of the cheapest fan-out, each within 1 % of the bitrate";
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        ComparisonReport report =
                new ComparisonReport(new Comparison(lab, quick).run(Comparison.serverNames(), progress::println));
        progress.println(report.table());
        List<Measured> steady = report.of("icy", 15_000, /* storm= */ false);
        List<Measured> storm = report.of("icy", 15_000, /* storm= */ true);
        double byFloor = ComparisonReport.median(report.cpuRatios("icy", "floor", 15_000))
                .orElseThrow();
        double byIcecast = ComparisonReport.median(report.cpuRatios("icy", "icecast2", 5_000))
                .orElseThrow();
        double megabytes =
                steady.stream().mapToLong(Measured::residentBytes).max().orElseThrow() / 1e6;
        double unfairness =
                steady.stream().mapToDouble(LoadLine::unfairness).max().orElseThrow();
        double median = worst(storm, true);
        double p99 = worst(storm, false);
        boolean complete =
                steady.stream().allMatch(Measured::complete) && storm.stream().allMatch(Measured::complete);

        List<String> failures = new ArrayList<>();
        require(failures, byFloor <= MAX_BY_FLOOR, "CPU by floor");
        require(failures, byIcecast <= MAX_BY_ICECAST, "CPU by icecast2");
        require(failures, megabytes <= MAX_MEGABYTES, "memory");
        require(
                failures,
                unfairness <= (quick ? 0.1 : FAIRNESS),
                "fairness"); // a short window counts a write more or less
        require(failures, median <= MAX_FIRST_BYTE_MEDIAN_MILLIS, "first byte, median");
        require(failures, p99 <= MAX_FIRST_BYTE_P99_MILLIS, "first byte, p99");
        require(failures, complete, "listeners lost");
        return new Verdict(
                failures.isEmpty(),
                String.format(
                        Locale.ROOT,
                        "%.2f × floor (at most 1.4), %.2f × icecast2 at 5,000 (at most 0.2), %.0f MB (at most 110),"
                                + " farthest from the bitrate %.1f %%, first byte in the storm %.1f ms median (1),"
                                + " %.1f ms p99 (15)%s",
                        byFloor,
                        byIcecast,
                        megabytes,
                        100 * unfairness,
                        median,
                        p99,
                        failures.isEmpty() ? "" : "; missed: " + String.join(", ", failures)));
    }

    private static void require(List<String> failures, boolean kept, String what) {
        if (!kept) {
            failures.add(what);
        }
    }

    private static double unfairness(Measured measured) {
        Heard heard = measured.heard();
        return Math.max(heard.maxBps() - BYTES_PER_SECOND, BYTES_PER_SECOND - heard.minBps()) / BYTES_PER_SECOND;
    }

    private static double worst(List<Measured> storms, boolean median) {
        return storms.stream()
                .map(Measured::heard)
                .mapToDouble(heard -> median ? heard.firstByteMedianMillis() : heard.firstByteP99Millis())
                .max()
                .orElseThrow();
    }
}
