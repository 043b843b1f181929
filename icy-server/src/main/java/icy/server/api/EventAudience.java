package icy.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import icy.server.loop.Connection;
import icy.server.loop.EventLoop;
import icy.server.loop.Timer;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All who read events on one loop. Twice a second, while there are any, it looks what has changed and writes each change
 * once for all of them. Nobody has to tell it anything, so no mount and no source knows that events exist.
 *
 * <p>Thread: its loop.
 */
final class EventAudience {
    /** Counts change all the time; once in so long is often enough to read them. */
    private static final int LOOKS_PER_COUNT = 10;

    /** Well below the minute after which proxies give up on a quiet connection. */
    private static final int LOOKS_PER_HEARTBEAT = 30;

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(UTF_8);

    private final EventLoop loop;
    private final long lookNanos;
    private final int maxWaitingBytes;
    private final MountsView mounts;
    private final Timer timer;
    private final List<EventReader> readers = new ArrayList<>();
    private final Map<String, News> told = new LinkedHashMap<>();
    private byte @Nullable [] state;
    private int looks;

    EventAudience(EventLoop loop, MountsView mounts, Duration look, int maxWaitingBytes) {
        this.lookNanos = look.toNanos();
        this.maxWaitingBytes = maxWaitingBytes;
        this.loop = loop;
        this.mounts = mounts;
        this.timer = loop.timer(this::look);
    }

    int size() {
        return readers.size();
    }

    /** @param leaving is run once the connection has ended */
    void join(Connection connection, byte[] head, Runnable leaving) {
        if (readers.isEmpty()) {
            told.clear(); // nobody has looked for a while
            looks = 0;
            news(/* counts= */ true);
            timer.at(loop.nowNanos() + lookNanos);
        }
        EventReader reader = new EventReader(connection, this, maxWaitingBytes, leaving);
        connection.handler(reader);
        readers.add(reader);
        reader.send(ByteBuffer.wrap(head));
        reader.send(ByteBuffer.wrap(state()));
    }

    void leave(EventReader reader) {
        readers.remove(reader);
        if (readers.isEmpty()) {
            timer.cancel();
        }
    }

    private void look() {
        timer.at(loop.nowNanos() + lookNanos);
        looks++;
        byte[] news = news(looks % LOOKS_PER_COUNT == 0);
        if (news.length > 0) {
            sendAll(news);
        } else if (looks % LOOKS_PER_HEARTBEAT == 0) {
            sendAll(HEARTBEAT);
        }
    }

    /** One who cannot keep up leaves while this goes on, so it goes from the end. */
    private void sendAll(byte[] events) {
        for (int i = readers.size() - 1; i >= 0; i--) {
            readers.get(i).send(ByteBuffer.wrap(events));
        }
    }

    /** The events for what has changed since it was last told. */
    private byte[] news(boolean counts) {
        StringBuilder events = new StringBuilder();
        for (MountView mount : mounts.all()) {
            News now = News.of(mount.snapshot());
            News before = told.get(mount.name());
            if (before != null && !counts) {
                now = new News(now.name(), now.onAir(), now.title(), now.streamPosition(), before.listeners());
            }
            if (!now.equals(before)) {
                told.put(mount.name(), now);
                state = null;
                if (before != null) {
                    append(events, before, now);
                }
            }
        }
        return events.toString().getBytes(UTF_8);
    }

    private static void append(StringBuilder events, News before, News now) {
        if (now.onAir() != before.onAir()) {
            event(events, "air", Json.bytes(News.Air.class, new News.Air(now.name(), now.onAir())));
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

    private byte[] state() {
        byte[] present = state;
        if (present == null) {
            StringBuilder event = new StringBuilder("retry: 3000\n");
            event(event, "state", Json.bytes(News.State.class, new News.State(List.copyOf(told.values()))));
            present = event.toString().getBytes(UTF_8);
            state = present;
        }
        return present;
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
