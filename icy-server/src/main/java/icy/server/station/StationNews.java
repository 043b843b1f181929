package icy.server.station;

import icy.core.ring.StreamTime;
import icy.server.api.EventSource;
import icy.server.api.EventTopic;
import icy.server.api.Json;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import icy.server.station.StationEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The newest events of all stations, for those who read {@code /api/events}. They are put into words when somebody reads.
 *
 * <p>Thread: any; {@link #after} a worker.
 */
public final class StationNews implements EventSource {
    /** More than happens between two looks. */
    static final int MOST_KEPT = 1_000;

    private final TrackNames names;
    private final Deque<Told> newest = new ArrayDeque<>();
    private long number;

    private record Told(long number, StationEvent event) {}

    public StationNews(TrackNames names) {
        this.names = names;
    }

    /** Remembers that for those who ask. */
    public synchronized void add(StationEvent event) {
        newest.add(new Told(++number, event));
        if (newest.size() > MOST_KEPT) {
            newest.remove();
        }
    }

    @Override
    public synchronized long newest() {
        return number;
    }

    @Override
    public List<Event> after(long told) {
        return after(told, event -> true);
    }

    /** What those are told who asked for one station only. */
    public EventTopic of(Station station) {
        List<? extends MountView> mount = List.of(station.mount());
        MountsView only = new MountsView() {
            @Override
            public List<? extends MountView> all() {
                return mount;
            }

            @Override
            public Optional<? extends MountView> named(String name) {
                return mount.stream().filter(one -> one.name().equals(name)).findFirst();
            }
        };
        EventSource its = new EventSource() {
            @Override
            public long newest() {
                return StationNews.this.newest();
            }

            @Override
            public List<Event> after(long told) {
                return StationNews.this.after(told, event -> event.station().equals(station.id()));
            }
        };
        return new EventTopic(only, List.of(its));
    }

    private List<Event> after(long told, Predicate<StationEvent> wanted) {
        return since(told).stream()
                .filter(each -> wanted.test(each.event()))
                .map(each -> new Event(each.number(), each.event().kind().text(), json(each.event())))
                .toList();
    }

    private synchronized List<Told> since(long told) {
        return told == number
                ? List.of()
                : newest.stream().filter(each -> each.number() > told).toList();
    }

    private byte[] json(StationEvent event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("station", event.station());
        json.put("timestamp", event.at().toString());
        json.put("event_type", event.kind().historyText());
        Path track = event.track();
        if (track != null) {
            json.put("track", names.name(track));
            json.put("title", event.title());
            json.put("position_s", StationJson.millis(event.positionSeconds()));
        }
        json.put("stream_position", event.streamPosition());
        json.put("stream_time_ms", StreamTime.toMillis(event.streamUnits()));
        json.putAll(event.details());
        if (event.kind() == Kind.EXTRAS) {
            json.put("extras", Extras.object(String.valueOf(event.details().get("extras"))));
        }
        return Json.wholeText(Object.class, json).getBytes(StandardCharsets.UTF_8);
    }
}
