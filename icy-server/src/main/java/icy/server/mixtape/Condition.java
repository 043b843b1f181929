package icy.server.mixtape;

import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks to be so before its change is made, with {@code If-Match} (RFC 9110 13.1.1): nobody else has changed
 * the mixtape since it looked.
 *
 * <p>Thread: any.
 *
 * @param tags any of them will do; empty: nothing is asked
 */
record Condition(List<String> tags) {
    private static final Condition NONE = new Condition(List.of());

    static Condition of(Request request) {
        return request.header("If-Match").map(Condition::parse).orElse(NONE);
    }

    private static Condition parse(String value) {
        List<String> tags = Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
        if (tags.isEmpty()) {
            throw new HttpError(400, "If-Match names no ETag: name the mixtape's, or leave it out.");
        }
        return new Condition(tags);
    }

    /** @throws Changed if the mixtape is another than the client has seen */
    void require(Optional<Mixtape> mixtape) {
        boolean holds = tags.isEmpty()
                || mixtape.isPresent()
                        && (tags.contains("*") || tags.contains(mixtape.get().tag()));
        if (!holds) {
            throw new Changed(mixtape.map(Mixtape::tag).orElse(""));
        }
    }

    /** Somebody else was quicker. */
    static final class Changed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String tag;

        Changed(String tag) {
            super("the mixtape has changed", null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
            this.tag = tag;
        }

        Response response() {
            Response answer = Response.problem(
                    412,
                    tag.isEmpty()
                            ? "Nothing was changed: there is no such mixtape."
                            : "Nothing was changed: somebody else has edited the mixtape since you looked. Get it again, and repeat what is still wanted.");
            return tag.isEmpty() ? answer : answer.with("ETag", tag);
        }
    }
}
