package icy.cli.load;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * How the listeners fared.
 *
 * @param listeners how many were to join
 * @param served how many got audio
 * @param dropped how many of those the server closed before the end
 * @param failures how many never got audio, by reason
 * @param measuredSeconds length of the window in which bytes were counted
 * @param rates of those served, within the window
 * @param firstByte from the connect to the first byte of the body
 * @param cpuSeconds what the load itself cost
 */
record LoadReport(
        int listeners,
        int served,
        int dropped,
        Map<String, Integer> failures,
        double measuredSeconds,
        Rates rates,
        FirstByte firstByte,
        double cpuSeconds) {

    /** Bytes per second of a listener; all 0 if nothing was measured. */
    record Rates(double min, double p1, double p50, double p99, double max) {}

    /** Milliseconds; all 0 if nobody got one. */
    record FirstByte(double p50, double p90, double p99, double max) {}

    static LoadReport of(
            LoadPlan plan, List<LoadListener> listeners, Histogram firstByteMicros, double measuredSeconds) {
        Map<String, Integer> failures = new TreeMap<>();
        int dropped = 0;
        double[] rates = new double[listeners.size()];
        int served = 0;
        for (LoadListener listener : listeners) {
            switch (listener.state()) {
                case LISTENING, LEFT -> {
                    dropped += listener.state() == LoadListener.State.LEFT ? 1 : 0;
                    rates[served++] = measuredSeconds > 0 ? listener.bytesSinceMark() / measuredSeconds : 0;
                }
                case CONNECTING -> failures.merge("no connection by the end", 1, Integer::sum);
                case IN_HEAD, BEFORE_AUDIO -> failures.merge("no audio by the end", 1, Integer::sum);
                case FAILED -> failures.merge(listener.failure(), 1, Integer::sum);
            }
        }
        double[] sorted = Arrays.copyOf(rates, served);
        Arrays.sort(sorted);
        double cpuSeconds = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(cpu -> cpu.toMillis() / 1e3)
                .orElse(0.0);
        return new LoadReport(
                plan.listeners(),
                served,
                dropped,
                failures,
                measuredSeconds,
                new Rates(at(sorted, 0), at(sorted, 0.01), at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1)),
                firstByte(firstByteMicros),
                cpuSeconds);
    }

    /** Whether everybody got audio and kept it. */
    boolean isClean() {
        return served == listeners && dropped == 0;
    }

    String toText() {
        StringBuilder text = new StringBuilder();
        text.append("listeners      %,d of %,d served, %,d dropped%n".formatted(served, listeners, dropped));
        failures.forEach((reason, count) -> text.append("  failed       %,d: %s%n".formatted(count, reason)));
        if (measuredSeconds > 0) {
            text.append("bytes/s each   min %,.0f   p1 %,.0f   p50 %,.0f   p99 %,.0f   max %,.0f   over %.1f s%n"
                    .formatted(rates.min, rates.p1, rates.p50, rates.p99, rates.max, measuredSeconds));
        }
        text.append("first byte     p50 %.1f ms   p90 %.1f ms   p99 %.1f ms   max %.1f ms%n"
                .formatted(firstByte.p50, firstByte.p90, firstByte.p99, firstByte.max));
        text.append("load's own CPU %.1f s%n".formatted(cpuSeconds));
        return text.toString();
    }

    /** For {@code --json}: names and units as in the text. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("listeners", listeners);
        map.put("served", served);
        map.put("dropped", dropped);
        map.put("failures", failures);
        map.put("measuredSeconds", rounded(measuredSeconds));
        Map<String, Object> perSecond = new LinkedHashMap<>();
        perSecond.put("min", Math.round(rates.min));
        perSecond.put("p1", Math.round(rates.p1));
        perSecond.put("p50", Math.round(rates.p50));
        perSecond.put("p99", Math.round(rates.p99));
        perSecond.put("max", Math.round(rates.max));
        map.put("bytesPerSecond", perSecond);
        Map<String, Object> millis = new LinkedHashMap<>();
        millis.put("p50", rounded(firstByte.p50));
        millis.put("p90", rounded(firstByte.p90));
        millis.put("p99", rounded(firstByte.p99));
        millis.put("max", rounded(firstByte.max));
        map.put("firstByteMillis", millis);
        map.put("loadCpuSeconds", rounded(cpuSeconds));
        return map;
    }

    private static FirstByte firstByte(Histogram micros) {
        if (micros.getTotalCount() == 0) {
            return new FirstByte(0, 0, 0, 0);
        }
        return new FirstByte(
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(90) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3);
    }

    private static double at(double[] sorted, double fraction) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.round(fraction * (sorted.length - 1))];
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1e3;
    }
}
