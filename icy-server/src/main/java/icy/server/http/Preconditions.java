package icy.server.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Under which conditions a client wants a document, from which it may have some bytes already (RFC 9110 13). Fields are
 * judged in the order of 13.2.2, so the one that says less counts only where the better one is missing.
 *
 * <p>Thread: any.
 *
 * @param tag of the document as it is now
 * @param modified when it changed last
 */
record Preconditions(EntityTag tag, Instant modified) {
    /** What changed within the second in which it was sent may have changed again in the same second (8.8.2.2). */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    enum Verdict {
        SEND,
        /** 304 */
        NOT_MODIFIED,
        /** 412 */
        FAILED
    }

    Preconditions {
        modified = modified.truncatedTo(ChronoUnit.SECONDS); // as clients are told
    }

    Verdict judge(Headers headers) {
        List<String> match = headers.all("If-Match");
        boolean wanted = match.isEmpty()
                ? date(headers, "If-Unmodified-Since").filter(modified::isAfter).isEmpty()
                : tag.isAmong(match, /* weakly= */ false);
        if (!wanted) {
            return Verdict.FAILED;
        }
        List<String> known = headers.all("If-None-Match");
        boolean had = known.isEmpty()
                ? date(headers, "If-Modified-Since")
                        .filter(date -> !modified.isAfter(date))
                        .isPresent()
                : tag.isAmong(known, /* weakly= */ true);
        return had ? Verdict.NOT_MODIFIED : Verdict.SEND;
    }

    /** Whether ranges may be sent: {@code If-Range} is not there, or names exactly what there is now. */
    boolean rangesAreWanted(Headers headers, Clock clock) {
        Optional<String> field = headers.first("If-Range").map(String::strip);
        if (field.isEmpty()) {
            return true;
        }
        if (tag.weak()) {
            return false; // the same date does not mean the same bytes then
        }
        if (field.get().endsWith("\"")) { // a list, or "*", is none of the two forms
            return field.get().equals(tag.toString());
        }
        return HttpDate.parse(field.get()).filter(modified::equals).isPresent()
                && modified.plus(SETTLED).isBefore(clock.instant());
    }

    private static Optional<Instant> date(Headers headers, String name) {
        return headers.first(name).flatMap(HttpDate::parse);
    }
}
