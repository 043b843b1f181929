package icy.server.queue;

import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks to be so before its change is made, with {@code If-Match} (RFC 9110 13.1.1): nobody else has changed
 * the queue since it looked.
 *
 * <p>Thread: any.
 *
 * @param tags any of them will do; empty: nothing is asked
 */
record Precondition(List<String> tags) {
    static final Precondition NONE = new Precondition(List.of());

    static Precondition of(Request request) {
        return request.header("If-Match").map(Precondition::parse).orElse(NONE);
    }

    /** A script whose variable is empty must not change what somebody else has. */
    private static Precondition parse(String value) {
        List<String> tags = Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
        if (tags.isEmpty()) {
            throw new HttpError(400, "If-Match names no ETag: name the queue's, or leave it out.");
        }
        return new Precondition(tags);
    }

    /** A queue's {@code ETag}. */
    static String tag(NamedQueue queue) {
        return '"' + Long.toString(queue.revision()) + '"';
    }

    /** @throws Changed if the queue is another than the client has seen */
    void require(Optional<NamedQueue> queue) {
        if (tags.isEmpty()) {
            return;
        }
        boolean holds = queue.isPresent() && (tags.contains("*") || tags.contains(tag(queue.get())));
        if (!holds) {
            throw new Changed(queue.map(Precondition::tag).orElse(""));
        }
    }

    /** Somebody else was quicker. */
    static final class Changed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String tag;

        Changed(String tag) {
            super("the queue has changed", null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
            this.tag = tag;
        }

        Response response() {
            Response answer = Response.problem(
                    412,
                    tag.isEmpty()
                            ? "Nothing was changed: there is no such queue any more."
                            : "Nothing was changed: somebody else has edited the queue since you looked. Get it again, and repeat what is still wanted.");
            return tag.isEmpty() ? answer : answer.with("ETag", tag);
        }
    }
}
