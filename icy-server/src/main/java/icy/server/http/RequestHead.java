package icy.server.http;

import java.util.Set;

/**
 * A request up to its blank line.
 *
 * <p>Thread: any.
 *
 * @param version as it was sent: {@code HTTP/1.1}, {@code HTTP/1.0}, {@code ICE/1.0}…
 * @param framing how long the body is
 * @param leniencies what was forgiven
 */
record RequestHead(
        String method, Target target, String version, Headers headers, Framing framing, Set<Leniency> leniencies) {
    RequestHead {
        leniencies = Set.copyOf(leniencies);
    }

    boolean http11() {
        return version.startsWith("HTTP/1.") && !version.equals("HTTP/1.0");
    }

    /**
     * Whether the connection may be full of audio from here on though nothing announces it: sources of Icecast send it
     * until they close.
     */
    boolean untilClose() {
        boolean upload = method.equals("PUT") || method.equals("SOURCE");
        return upload && !framing.chunked() && !headers.contains("Content-Length");
    }

    /** Whether the client would use the connection again. */
    boolean keepAlive() {
        return http11() ? !headers.hasToken("Connection", "close") : headers.hasToken("Connection", "keep-alive");
    }

    /** Whether the client waits for our leave before it sends its body. HTTP/1.0 has no such thing (RFC 9110 10.1.1). */
    boolean expectsContinue() {
        return http11() && headers.hasToken("Expect", "100-continue");
    }
}
