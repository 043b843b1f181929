package icy.cli.push;

import icy.cli.ProgressLine;
import icy.core.ring.StreamTime;
import io.avaje.json.mapper.JsonMapper;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people and scripts see of a push: a line for each event on standard error, on a terminal a line below them that
 * says how it goes, and for scripts the events as JSON objects on standard output.
 *
 * <p>Thread: any.
 */
final class PushReport {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    /** The rest of the line needs some 60 columns. */
    private static final int MOST_TITLE_CHARS = 50;

    private final PushAddress address;
    private final PrintWriter err;
    private final @Nullable PrintWriter events;
    private final ProgressLine progress;
    private final JsonMapper mapper = JsonMapper.builder().build();
    private int connections;

    /** @param events a JSON object a line is printed here for each event; null: nowhere */
    PushReport(PushAddress address, PrintWriter err, @Nullable PrintWriter events) {
        this.address = address;
        this.err = err;
        this.events = events;
        this.progress = new ProgressLine(err);
    }

    synchronized void connected(StreamOffer offer) {
        connections++;
        String rate = offer.kbps() > 0 ? ", about " + offer.kbps() + " kbit/s" : "";
        line("live at %s: %s%s".formatted(address, offer.contentType(), rate));
        event("connected", "url", address.toString(), "contentType", offer.contentType(), "kbps", offer.kbps());
    }

    synchronized void playing(String title) {
        line("playing " + ServerReply.excerpt(title));
        event("playing", "title", title);
    }

    synchronized void warning(String what) {
        line(what);
        event("warning", "message", what);
    }

    synchronized void waiting(String reason, long nanos) {
        double seconds = nanos / 1e9;
        line("%s; trying again in %.1f s".formatted(reason, seconds));
        event("waiting", "reason", reason, "seconds", Math.round(seconds * 10) / 10.0);
    }

    /** How it goes, for the terminal alone. */
    synchronized void progress(Programme programme, long onAirNanos) {
        String title = ServerReply.excerpt(programme.title());
        String shown = title.length() > MOST_TITLE_CHARS ? title.substring(0, MOST_TITLE_CHARS - 1) + "…" : title;
        progress.show("%s  %s · %d kbit/s · connected %s · %d reconnect%s"
                .formatted(
                        shown,
                        clock(StreamTime.toNanos(programme.trackUnits())),
                        programme.trackKbps(),
                        clock(onAirNanos),
                        Math.max(0, connections - 1),
                        connections == 2 ? "" : "s"));
    }

    synchronized void ended(long sentBytes) {
        if (connections == 0) {
            return; // what comes next says why
        }
        line("ended after %,d bytes in %d connection%s".formatted(sentBytes, connections, connections == 1 ? "" : "s"));
        event("ended", "bytes", sentBytes, "connections", connections);
    }

    private void line(String text) {
        progress.clear();
        err.println(LocalTime.now(ZoneId.systemDefault()).format(CLOCK) + "  " + text);
        err.flush();
    }

    /** @param fields names and values in turn */
    private void event(String name, Object... fields) {
        if (events != null) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            all.put("event", name);
            for (int i = 0; i < fields.length; i += 2) {
                all.put(fields[i].toString(), fields[i + 1]);
            }
            events.println(mapper.toJson(all));
            events.flush();
        }
    }

    private static String clock(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        return time.toHours() > 0
                ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
