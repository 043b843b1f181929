package icy.server.queue;

import icy.server.api.Json;
import icy.server.webhook.Webhooks;

/**
 * Tells hooks of the changes of their queues.
 *
 * <p>Thread: any.
 */
final class HookNews {
    private final Webhooks webhooks;

    HookNews(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /** Tells of a change those who had asked for it. */
    void changed(Queues.Change change) {
        QueueBook after = change.after();
        for (Hook hook : change.before().hooks()) {
            if (change.queues().contains(hook.queue())) {
                QueueEventJson event = QueueEventJson.of(hook.queue(), change);
                webhooks.send(hook.receiver(), Json.text(QueueEventJson.class, event));
            }
            if (after.queue(hook.queue()).isEmpty()) {
                webhooks.finish(hook.receiver()); // the end of the queue is its last message
            } else if (!after.hooks().contains(hook)) {
                webhooks.drop(hook.receiver());
            }
        }
    }
}
