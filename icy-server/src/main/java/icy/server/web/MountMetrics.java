package icy.server.web;

import icy.core.ring.StreamTime;
import icy.server.mount.MountSnapshot;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What is measured of mounts, their listeners and their sources; of those that anybody may know of.
 *
 * <p>Thread: one at a time.
 */
final class MountMetrics {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final MountsView mounts;
    private final Gauges gauges;
    private List<MountSnapshot> snapshots = List.of();

    MountMetrics(MountsView mounts, Gauges gauges) {
        this.mounts = mounts;
        this.gauges = gauges;
        mountGauges();
        sources();
        mountCounters();
    }

    /** Looks once, so that all figures of a scrape are of one moment. */
    void look() {
        snapshots = mounts.all().stream()
                .map(MountView::snapshot)
                .filter(mount -> !mount.terms().hidden())
                .toList();
    }

    private void mountGauges() {
        mountGauge("icy_on_air", "1 while the mount has a source.", mount -> mount.onAir() ? 1 : 0);
        mountGauge(
                "icy_listeners",
                "Those who have heard some seconds of audio.",
                mount -> mount.audience().listeners());
        mountGauge(
                "icy_unique_listeners",
                "Different pairs of address and user agent among the listeners.",
                mount -> mount.audience().uniqueListeners());
        mountGauge(
                "icy_relays",
                "Other servers that are sent the stream; they are no listeners.",
                mount -> mount.audience().relays());
        mountGauge(
                "icy_listener_peak",
                "The most listeners at once.",
                mount -> mount.audience().listenerPeak());
        mountGauge(
                "icy_connections",
                "Connections that are sent the stream.",
                mount -> mount.audience().connections());
        mountGauge(
                "icy_bitrate_bps",
                "Bitrate of what is on the air, in bit/s.",
                mount -> mount.format().bitrateKbps() * 1000.0);
        mountGauge(
                "icy_retained_seconds",
                "How far back one can join.",
                mount -> seconds(mount.edge().timeUnits() - mount.retainedFrom().timeUnits()));
        mountGauge(
                "icy_flush_lag_seconds",
                "How late the latest round of writes began.",
                mount -> mount.audience().flushLagNanos() / NANOS_PER_SECOND);
        mountGauge(
                "icy_min_slack_seconds",
                "The least that lay between a listener and the end of the retained window.",
                mount -> mount.audience().minSlackMillis() / MILLIS_PER_SECOND);
    }

    private void sources() {
        gauges.gauge(
                "icy_source", "1 for what is on the air of a mount, by kind.", List.of("mount", "kind"), callback -> {
                    for (MountSnapshot mount : snapshots) {
                        MountSnapshot.Source source = mount.source();
                        if (source != null) {
                            callback.call(1, mount.name(), source.kind());
                        }
                    }
                });
        sourceGauge(
                "icy_source_connected_seconds",
                "For how long the source on the air has been there.",
                source -> Duration.between(source.since(), Instant.now()).toMillis() / MILLIS_PER_SECOND);
        sourceGauge(
                "icy_source_buffered_seconds",
                "Audio in the input buffer of the source on the air.",
                source -> source.bufferedMillis() / MILLIS_PER_SECOND);
        sourceGauge(
                "icy_source_dropped_units",
                "Units of the source on the air that nobody heard.",
                MountSnapshot.Source::droppedUnits);
        sourceGauge(
                "icy_source_lost_bytes",
                "Bytes of the source on the air that were no audio.",
                MountSnapshot.Source::lostBytes);
        mountGauge("icy_source_bytes", "Bytes that came from the source on the air.", MountSnapshot::bytesIn);
        mountCounter(
                "icy_hand_overs",
                "Times that something else has gone on the air.",
                mount -> mount.supply().handOvers());
        mountCounter(
                "icy_underruns",
                "Times that the source on the air had nothing when something was due.",
                mount -> mount.supply().underruns());
    }

    private void mountCounters() {
        mountCounter(
                "icy_stream_seconds",
                "Stream time of the live edge.",
                mount -> seconds(mount.edge().timeUnits()));
        mountCounter(
                "icy_stream_bytes",
                "Stream position of the live edge.",
                mount -> mount.edge().position());
        mountCounter(
                "icy_sent_bytes",
                "Bytes sent to listeners.",
                mount -> mount.audience().bytesSent());
        mountCounter(
                "icy_joins",
                "Connections that were sent the stream.",
                mount -> mount.audience().joins());
        mountCounter(
                "icy_skips",
                "Times a listener too far behind was moved to the live edge.",
                mount -> mount.audience().skips());
        gauges.counter("icy_endings", "Connections that ended, by reason.", List.of("mount", "reason"), callback -> {
            for (MountSnapshot mount : snapshots) {
                mount.audience().endings().forEach((reason, count) -> callback.call(count, mount.name(), reason));
            }
        });
    }

    private static double seconds(long timeUnits) {
        return StreamTime.toSeconds(timeUnits);
    }

    private void mountGauge(String name, String help, ToDoubleFunction<MountSnapshot> value) {
        gauges.gauge(
                name,
                help,
                List.of("mount"),
                callback -> snapshots.forEach(mount -> callback.call(value.applyAsDouble(mount), mount.name())));
    }

    private void sourceGauge(String name, String help, ToDoubleFunction<MountSnapshot.Source> value) {
        gauges.gauge(name, help, List.of("mount"), callback -> {
            for (MountSnapshot mount : snapshots) {
                MountSnapshot.Source source = mount.source();
                if (source != null && source.isRemote()) {
                    callback.call(value.applyAsDouble(source), mount.name());
                }
            }
        });
    }

    private void mountCounter(String name, String help, ToDoubleFunction<MountSnapshot> value) {
        gauges.counter(
                name,
                help,
                List.of("mount"),
                callback -> snapshots.forEach(mount -> callback.call(value.applyAsDouble(mount), mount.name())));
    }
}
