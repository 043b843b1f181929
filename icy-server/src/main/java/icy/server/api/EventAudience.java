package icy.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import icy.server.loop.Connection;
import icy.server.loop.EventLoop;
import icy.server.loop.Timer;
import icy.server.loop.WorkerPool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All who read events of one topic on one loop. Four times a second, while there are any, it has a worker look what has changed and writes
 * each change once for all of them. Nobody has to tell it anything, so no mount and no source knows that events exist.
 *
 * <pre>
 * newcomer --> has a worker look at once --> is told the state --> reader --> is told what changes
 * </pre>
 *
 * <p>Thread: its loop.
 */
final class EventAudience {
    /** Counts change all the time; once in so long is often enough to read them. */
    private static final int LOOKS_PER_COUNT = 20;

    /** Well below the minute after which proxies give up on a quiet connection. */
    private static final int LOOKS_PER_HEARTBEAT = 60;

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(UTF_8);

    private final EventLoop loop;
    private final long lookNanos;
    private final int maxWaitingBytes;
    private final WorkerPool workers;
    private final Changes changes;
    private final Timer timer;
    private final List<EventReader> newcomers = new ArrayList<>();
    private final List<EventReader> readers = new ArrayList<>();
    private boolean looking;
    private int looks;

    EventAudience(EventLoop loop, Changes changes, WorkerPool workers, Duration look, int maxWaitingBytes) {
        this.loop = loop;
        this.changes = changes;
        this.workers = workers;
        this.lookNanos = look.toNanos();
        this.maxWaitingBytes = maxWaitingBytes;
        this.timer = loop.timer(this::lookAgain);
    }

    int size() {
        return newcomers.size() + readers.size();
    }

    /** @param leaving is run once the connection has ended */
    void join(Connection connection, byte[] head, Runnable leaving) {
        EventReader reader = new EventReader(connection, this, maxWaitingBytes, leaving);
        connection.handler(reader);
        if (size() == 0) {
            looks = 0;
            timer.at(loop.nowNanos() + lookNanos);
        }
        newcomers.add(reader);
        reader.send(ByteBuffer.wrap(head));
        look(/* counts= */ readers.isEmpty());
    }

    void leave(EventReader reader) {
        if (!newcomers.remove(reader)) {
            readers.remove(reader);
        }
        if (size() == 0) {
            timer.cancel();
        }
    }

    private void lookAgain() {
        timer.at(loop.nowNanos() + lookNanos);
        looks++;
        look(looks % LOOKS_PER_COUNT == 0);
        if (looks % LOOKS_PER_HEARTBEAT == 0) {
            sendAll(readers, HEARTBEAT);
        }
    }

    /** Has a worker look, unless one is at it. With all workers busy the timer tries again. */
    private void look(boolean counts) {
        if (looking) {
            return;
        }
        boolean state = !newcomers.isEmpty();
        looking = workers.tryExecute(() -> {
            Changes.Report report = null;
            try {
                report = changes.look(counts, state);
            } finally {
                Changes.Report seen = report;
                loop.execute(() -> tell(seen));
            }
        });
    }

    /** @param report null if looking has failed, which the worker has logged */
    private void tell(Changes.@Nullable Report report) {
        looking = false;
        if (report == null) {
            return;
        }
        if (report.events().length > 0) {
            sendAll(readers, report.events());
        }
        if (report.state().length > 0) {
            List<EventReader> told = List.copyOf(newcomers);
            newcomers.clear();
            readers.addAll(told);
            sendAll(told, report.state());
        } else if (!newcomers.isEmpty()) { // they came while the worker looked
            look(/* counts= */ false);
        }
    }

    /** One who cannot keep up leaves while this goes on, so it goes from the end. */
    private static void sendAll(List<EventReader> to, byte[] bytes) {
        for (int i = to.size() - 1; i >= 0; i--) {
            to.get(i).send(ByteBuffer.wrap(bytes));
        }
    }
}
