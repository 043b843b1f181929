package icy.server.http;

import java.time.Duration;

/**
 * Bounds on what one stranger may cost.
 *
 * <p>Thread: any.
 *
 * @param maxConnections sockets open at once, of every kind
 * @param headerTimeout time for a whole request head, from the accept or from its first byte
 * @param idleTimeout quiet time between requests on one connection, and time for a whole request body
 * @param maxHeadBytes bytes of a request head, the request line (at most half of it) included
 * @param maxHeaders header fields of a request
 */
public record HttpLimits(
        int maxConnections, Duration headerTimeout, Duration idleTimeout, int maxHeadBytes, int maxHeaders) {
    public HttpLimits {
        if (maxConnections < 1 || maxHeadBytes < 256 || maxHeaders < 1) {
            throw new IllegalArgumentException("limits too small: maxConnections=%d, maxHeadBytes=%d, maxHeaders=%d"
                    .formatted(maxConnections, maxHeadBytes, maxHeaders));
        }
        if (headerTimeout.toMillis() < 1 || idleTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "timeouts too short: headerTimeout=%s, idleTimeout=%s".formatted(headerTimeout, idleTimeout));
        }
    }

    /** What a server has that says nothing else. */
    public static HttpLimits defaults() {
        return new HttpLimits(20_000, Duration.ofSeconds(15), Duration.ofSeconds(30), 16_384, 100);
    }

    int maxRequestLineBytes() {
        return maxHeadBytes / 2;
    }
}
