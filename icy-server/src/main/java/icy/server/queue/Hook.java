package icy.server.queue;

import java.net.URI;

/**
 * Somebody who is told of each change of a queue, by a POST to a URL.
 *
 * <p>Thread: any.
 *
 * @param id for life
 * @param secret what the messages are signed with; shown once, to whoever made the hook
 */
record Hook(long id, String queue, URI url, String secret) {

    /** Without the secret: records are printed in logs. */
    @Override
    public String toString() {
        return "Hook[id=%d, queue=%s, host=%s]".formatted(id, queue, url.getHost());
    }
}
