package icy.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import icy.server.mount.MountSnapshot;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at all mounts and puts into words what has changed since it last looked.
 *
 * <p>Thread: any worker, one look at a time: a thousand mounts take longer to look at than a loop may be kept.
 */
final class Changes {
    private final MountsView mounts;
    private final List<EventSource> sources;
    private final Map<String, News> told = new LinkedHashMap<>();
    private final Map<EventSource, Long> toldOf = new HashMap<>();

    Changes(EventTopic topic) {
        this.mounts = topic.mounts();
        this.sources = topic.sources();
        sources.forEach(source -> toldOf.put(source, source.newest()));
    }

    /**
     * What is to be told after a look.
     *
     * @param events what has changed, for those who know how things were; may be empty
     * @param state how things are, for those who know nothing yet; empty if nobody asked
     */
    record Report(byte[] events, byte[] state) {}

    /**
     * Looks once.
     *
     * @param counts whether changed counts of listeners are to be told, too
     * @param state whether somebody needs to be told how things are
     */
    Report look(boolean counts, boolean state) {
        StringBuilder events = new StringBuilder();
        List<? extends MountView> all = mounts.all();
        List<News> present = new ArrayList<>(all.size());
        for (MountView mount : all) {
            MountSnapshot snapshot = mount.snapshot();
            if (snapshot.terms().hidden()) {
                continue;
            }
            News now = News.of(snapshot);
            News before = told.get(mount.name());
            if (before != null && !counts) {
                now = new News(
                        now.name(), now.onAir(), now.source(), now.title(), now.streamPosition(), before.listeners());
            }
            if (before != null && !now.equals(before)) {
                append(events, before, now);
            }
            told.put(mount.name(), now);
            present.add(now);
        }
        forgetAllBut(present, events);
        sources.forEach(source -> append(events, source));
        return new Report(events.toString().getBytes(UTF_8), state ? state(present) : new byte[0]);
    }

    /** Mounts may be taken away at any time. */
    private void forgetAllBut(List<News> present, StringBuilder events) {
        if (told.size() > present.size()) {
            Set<String> names = present.stream().map(News::name).collect(Collectors.toSet());
            told.values().removeIf(before -> {
                boolean gone = !names.contains(before.name());
                if (gone && before.onAir()) {
                    event(events, "air", Json.bytes(News.Air.class, new News.Air(before.name(), /* onAir= */ false)));
                }
                return gone;
            });
        }
    }

    private void append(StringBuilder events, EventSource source) {
        for (EventSource.Event event : source.after(toldOf.getOrDefault(source, 0L))) {
            event(events, event.type(), event.json());
            toldOf.put(source, event.number());
        }
    }

    private static void append(StringBuilder events, News before, News now) {
        if (now.onAir() != before.onAir()) {
            event(events, "air", Json.bytes(News.Air.class, new News.Air(now.name(), now.onAir())));
        }
        if (!Objects.equals(now.source(), before.source())) {
            event(events, "source", Json.bytes(News.Source.class, new News.Source(now.name(), now.source())));
        }
        // The same title twice in a row is two tracks, and has two positions.
        if (!now.title().equals(before.title()) || now.streamPosition() != before.streamPosition()) {
            News.Title title = new News.Title(now.name(), now.title(), now.streamPosition());
            event(events, "title", Json.bytes(News.Title.class, title));
        }
        if (now.listeners() != before.listeners()) {
            News.Listeners listeners = new News.Listeners(now.name(), now.listeners());
            event(events, "listeners", Json.bytes(News.Listeners.class, listeners));
        }
    }

    private static byte[] state(List<News> present) {
        StringBuilder event = new StringBuilder("retry: 3000\n");
        event(event, "state", Json.bytes(News.State.class, new News.State(present)));
        return event.toString().getBytes(UTF_8);
    }

    /** JSON has its line ends escaped, so one data line holds it. */
    private static void event(StringBuilder to, String type, byte[] json) {
        to.append("event: ")
                .append(type)
                .append("\ndata: ")
                .append(new String(json, UTF_8))
                .append("\n\n");
    }
}
