package icy.server.webhook;

import icy.server.loop.WorkerPool;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends messages to whoever wants them at a URL, off everybody's path: signed, in order, and again when they do not get
 * there.
 *
 * <p>Thread: any.
 */
public final class Webhooks implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10));

    private final WorkerPool workers;
    private final Clock clock;
    private final Patience patience;
    private final Map<Long, WebhookLine> lines = new HashMap<>();
    private final WebhookClient client = new WebhookClient();

    /**
     * Who is sent messages.
     *
     * @param id for life
     * @param secret what the messages are signed with
     */
    public record Receiver(long id, URI url, String secret) {
        /** Without the secret, and without the URL, which may be one: records are printed in logs. */
        @Override
        public String toString() {
            return "webhook %d to %s".formatted(id, url.getHost());
        }
    }

    /**
     * How long a receiver has.
     *
     * @param answer for a whole answer
     * @param pauses before a message is tried for the second time, for the third…
     */
    record Patience(Duration answer, List<Duration> pauses) {
        Patience {
            pauses = List.copyOf(pauses);
        }
    }

    /** @param workers ask name servers */
    public Webhooks(WorkerPool workers, Clock clock) {
        this(workers, clock, PAUSES);
    }

    /** @param pauses before a message is tried for the second time, for the third… */
    public Webhooks(WorkerPool workers, Clock clock, List<Duration> pauses) {
        this.workers = workers;
        this.clock = clock;
        this.patience = new Patience(ANSWER, pauses);
    }

    /** Sends this, after what was sent to the same receiver before. */
    public synchronized void send(Receiver receiver, String json) {
        lines.computeIfAbsent(receiver.id(), id -> new WebhookLine(receiver, client::get, workers, clock, patience))
                .send(json);
    }

    /** What became of the newest attempt; empty before the first. */
    public synchronized String lastResult(Receiver receiver) {
        WebhookLine line = lines.get(receiver.id());
        return line == null ? "" : line.lastResult();
    }

    /** Nothing more will be sent to this receiver; what waits still is. */
    public synchronized void finish(Receiver receiver) {
        lines.remove(receiver.id());
    }

    /** Sends nothing more to this receiver. */
    public synchronized void drop(Receiver receiver) {
        WebhookLine line = lines.remove(receiver.id());
        if (line != null) {
            line.close();
        }
    }

    @Override
    public synchronized void close() {
        lines.values().forEach(WebhookLine::close);
        lines.clear();
    }
}
