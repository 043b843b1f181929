package icy.server.web;

import icy.server.http.AnswerCounts;
import icy.server.loop.EventLoop;
import icy.server.mount.MountsView;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What is measured, under the names it has in Prometheus. Everything is asked for at the moment of the scrape; nothing is
 * counted for Prometheus alone.
 *
 * <p>Thread: one at a time.
 */
final class Metrics {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Gauges gauges = new Gauges(registry);
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final MountMetrics mounts;

    Metrics(MountsView mounts, List<EventLoop> loops, AnswerCounts answers, Instant serverStart) {
        this.mounts = new MountMetrics(mounts, gauges);
        gauges.counter(
                "icy_answers",
                "Answered requests, by status; 401 is a login that was missing or wrong.",
                List.of("status"),
                callback -> answers.forEach((status, count) -> callback.call(count, Integer.toString(status))));
        loops(loops);
        process(serverStart);
    }

    byte[] scrape() throws IOException {
        mounts.look();
        ByteArrayOutputStream text = new ByteArrayOutputStream(8192);
        writer.write(text, registry.scrape());
        return text.toByteArray();
    }

    private void loops(List<EventLoop> loops) {
        loopGauge(loops, "icy_loop_connections", "Connections on the loop.", EventLoop.Figures::connections);
        loopGauge(
                loops,
                "icy_loop_longest_turn_seconds",
                "The longest time that somebody on the loop waited for everybody else.",
                figures -> figures.longestTurnNanos() / NANOS_PER_SECOND);
        loopCounter(loops, "icy_loop_turns", "Times the loop woke up.", EventLoop.Figures::turns);
        loopCounter(
                loops,
                "icy_loop_busy_seconds",
                "Time the loop was awake.",
                figures -> figures.busyNanos() / NANOS_PER_SECOND);
    }

    private void process(Instant serverStart) {
        gauges.gauge(
                "process_start_time_seconds",
                "Start of the server since 1970.",
                List.of(),
                callback -> callback.call(serverStart.toEpochMilli() / MILLIS_PER_SECOND));
        gauges.gauge(
                "process_resident_memory_bytes",
                "Memory in use, the shared libraries' too.",
                List.of(),
                callback -> ProcessFigures.residentBytes().ifPresent(callback::call));
        gauges.counter(
                "process_cpu_seconds",
                "User and system time.",
                List.of(),
                callback -> ProcessFigures.cpuSeconds().ifPresent(callback::call));
        gauges.gauge(
                "process_open_fds",
                "Open files and sockets.",
                List.of(),
                callback -> ProcessFigures.openFiles().ifPresent(callback::call));
        gauges.gauge("jvm_memory_heap_used_bytes", "Heap in use.", List.of(), callback -> {
            Runtime runtime = Runtime.getRuntime();
            callback.call((double) (runtime.totalMemory() - runtime.freeMemory()));
        });
        gauges.gauge(
                "process_threads",
                "Threads.",
                List.of(),
                callback -> ProcessFigures.threads().ifPresent(callback::call));
    }

    private void loopGauge(List<EventLoop> loops, String name, String help, ToDoubleFunction<EventLoop.Figures> value) {
        gauges.gauge(name, help, List.of("loop"), callback -> {
            for (int i = 0; i < loops.size(); i++) {
                callback.call(value.applyAsDouble(loops.get(i).figures()), Integer.toString(i + 1));
            }
        });
    }

    private void loopCounter(
            List<EventLoop> loops, String name, String help, ToDoubleFunction<EventLoop.Figures> value) {
        gauges.counter(name, help, List.of("loop"), callback -> {
            for (int i = 0; i < loops.size(); i++) {
                callback.call(value.applyAsDouble(loops.get(i).figures()), Integer.toString(i + 1));
            }
        });
    }
}
