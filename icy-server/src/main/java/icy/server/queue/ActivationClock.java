package icy.server.queue;

import static java.util.Comparator.comparing;

import icy.server.http.HttpError;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
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
    private String trouble = "";

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

    private synchronized void done(@Nullable Throwable failure) {
        busy = false;
        String why = failure == null ? "" : reason(failure);
        if (!why.equals(trouble) && !why.isEmpty()) {
            log.error("queues could not be changed at their time; it is tried again every second: {}", why);
        }
        trouble = why;
    }

    private static String reason(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return why.getMessage() == null ? why.toString() : why.getMessage();
    }

    /** As if each had been done at its time: of two for one queue the later one stays. */
    private static QueueBook activate(QueueBook book, long revision, Instant now) {
        List<Activation> due = book.activations().stream()
                .filter(each -> !each.due().isAfter(now))
                .sorted(comparing((Activation each) -> each.lastTime(now)).thenComparing(Activation::id))
                .toList();
        QueueBook after = book;
        for (Activation each : due) {
            after = activate(after, each, revision).withoutActivation(each.id());
            if (each.every() != Activation.Every.ONCE) {
                after = after.withActivation(each.after(now));
            }
        }
        return after;
    }

    /** One that cannot be done must not keep others from it. */
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
        QueueBook after = book.withQueue(
                book.queueOrEmpty(activation.queue()).like(source).revised(revision));
        try {
            QueueLimits.requireRoom(after);
        } catch (HttpError e) {
            log.warn(
                    "queue {}: not made from \"{}\" at its time: {}",
                    activation.queue(),
                    activation.source(),
                    e.sentence());
            return book;
        }
        log.info("queue {}: made from \"{}\", as its time has come", activation.queue(), activation.source());
        return after;
    }
}
