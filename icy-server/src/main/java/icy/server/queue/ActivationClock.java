package icy.server.queue;

import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has queues take the place of others when their time has come. What came due while the server was down, or the clock was
 * set forward, is done late, once.
 *
 * <p>Thread: a loop, which asks every second.
 */
final class ActivationClock {
    private static final Logger log = LoggerFactory.getLogger(ActivationClock.class);

    private final Queues queues;
    private final Clock clock;
    private boolean busy;

    ActivationClock(Queues queues, Clock clock) {
        this.queues = queues;
        this.clock = clock;
    }

    /** Does what is due, unless that is being done. */
    synchronized void check() {
        Instant now = clock.instant();
        boolean due = queues.presentBook().activations().stream()
                .anyMatch(each -> !each.due().isAfter(now));
        if (due && !busy) {
            busy = true;
            queues.change("activation", (book, revision) -> activate(book, revision, now))
                    .whenComplete((change, failure) -> done(failure));
        }
    }

    private synchronized void done(Throwable failure) {
        busy = false;
        if (failure != null) {
            log.error("queues could not be changed at their time; it is tried again", failure);
        }
    }

    private static QueueBook activate(QueueBook book, long revision, Instant now) {
        QueueBook after = book;
        for (Activation each : book.activations()) {
            if (!each.due().isAfter(now)) {
                after = activate(after, each, revision).withoutActivation(each.id());
                if (each.every() != Activation.Every.ONCE) {
                    after = after.withActivation(each.after(now));
                }
            }
        }
        return after;
    }

    private static QueueBook activate(QueueBook book, Activation activation, long revision) {
        NamedQueue source = (activation.fromTemplate()
                        ? book.template(activation.source())
                        : book.queue(activation.source()))
                .orElse(null);
        if (source == null) {
            log.warn(
                    "queue {}: it was to be made from \"{}\" at {}, which is not there any more",
                    activation.queue(),
                    activation.source(),
                    activation.due());
            return book;
        }
        log.info("queue {}: made from \"{}\", as its time has come", activation.queue(), activation.source());
        return book.withQueue(book.queueOrEmpty(activation.queue()).like(source).revised(revision));
    }
}
