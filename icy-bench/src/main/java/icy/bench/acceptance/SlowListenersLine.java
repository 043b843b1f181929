package icy.bench.acceptance;

import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.OnAir;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Listeners who stall, crawl and vanish, beside others who must not notice. */
final class SlowListenersLine implements Line {
    private static final int STALLED = 50;
    private static final int CRAWLING = 20;
    private static final int VANISHING = 20;
    private static final int GOOD = 110;
    private static final double FULL_SECONDS = 600;
    private static final double QUICK_SECONDS = 60;
    /** Memory counts as flat when its last fifth is, on average, no more than this above its second fifth. */
    private static final double MAX_GROWTH_MEGABYTES = 4;

    private static final double MEMORY_EVERY_SECONDS = 1;
    private static final Pattern LAG_LOGGED =
            Pattern.compile("listener .* (dropped|skipped ahead): .* \\d+\\.\\d s behind the live edge");

    private final Lab lab;

    SlowListenersLine(Lab lab) {
        this.lab = lab;
    }

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public String promise() {
        return "50 who never read, 20 who crawl and 20 who reset cost 110 others nothing, and memory stays flat";
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        double seconds = quick ? QUICK_SECONDS : FULL_SECONDS;
        List<Double> megabytes = new ArrayList<>();
        // A short run needs a short patience to see anybody dropped.
        Icy server = quick ? new Icy(lab).with("--retain", "10s") : new Icy(lab);
        try (OnAir icy = server.start();
                Crowd crowd = new Crowd(icy.port(), icy.mount())) {
            crowd.join(GOOD, STALLED, CRAWLING, VANISHING);
            long beganNanos = System.nanoTime();
            double nextMemory = 0;
            double at = 0;
            while (at < seconds) {
                crowd.turn();
                at = (System.nanoTime() - beganNanos) / (double) TimeUnit.SECONDS.toNanos(1);
                if (at >= nextMemory) {
                    megabytes.add(icy.usage().residentBytes() / 1e6);
                    nextMemory += MEMORY_EVERY_SECONDS;
                }
            }
            return verdict(crowd, megabytes, icy);
        }
    }

    private static Verdict verdict(Crowd crowd, List<Double> megabytes, OnAir icy) throws IOException {
        int fifth = megabytes.size() / 5;
        double before = mean(megabytes.subList(fifth, 2 * fifth));
        double after = mean(megabytes.subList(4 * fifth, megabytes.size()));
        long logged = icy.log()
                .lines()
                .filter(line -> LAG_LOGGED.matcher(line).find())
                .count();
        List<String> harmed = crowd.harmed();
        return new Verdict(
                harmed.isEmpty() && after - before <= MAX_GROWTH_MEGABYTES && logged >= STALLED,
                String.format(
                        Locale.ROOT,
                        "%d of %d good listeners missed nothing in %.1f MB each%s; memory from %.1f to %.1f MB"
                                + " (at most %.0f more); %d drops and skips logged with their lag (at least %d); %d resets",
                        GOOD - harmed.size(),
                        GOOD,
                        crowd.comparedBytes() / 1e6,
                        harmed.isEmpty() ? "" : " (" + harmed.get(0) + ")",
                        before,
                        after,
                        MAX_GROWTH_MEGABYTES,
                        logged,
                        STALLED,
                        crowd.resets()));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
