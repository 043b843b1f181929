package icy.server.queue;

import icy.server.webhook.Webhooks;

/**
 * Somebody who is told of each change of a queue, by a POST to a URL.
 *
 * <p>Thread: any.
 *
 * @param receiver where that is; its secret is shown once, to whoever made the hook
 */
record Hook(String queue, Webhooks.Receiver receiver) {
    /** For life. */
    long id() {
        return receiver.id();
    }
}
