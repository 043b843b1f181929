package icy.server.http;

/**
 * Every deviation from the HTTP standards that {@link RequestParser} accepts, with the rule it departs from and who
 * needs it. What is not listed here is answered with 400.
 *
 * <p>Thread: any.
 */
public enum Leniency {
    BARE_LF(
            "RFC 9112 2.2: lines end with CR LF",
            "libshout in its SHOUTcast dialect, shell scripts; Icecast accepts it"),
    CR_CR_LF(
            "RFC 9112 2.2: lines end with CR LF", "the old nsvcap source ends lines with CR CR LF; Icecast accepts it"),
    EMPTY_LINES_FIRST("RFC 9112 2.2: servers should ignore them", "old clients that end a body with an extra CR LF"),
    ICE_PROTOCOL("RFC 9112 2.3: the protocol is called HTTP", "Icecast 1 sources write SOURCE /mount ICE/1.0"),
    ICY_PROTOCOL("RFC 9112 2.3: the protocol is called HTTP", "SHOUTcast players that put their own name there"),
    NO_HOST("RFC 9112 3.2: HTTP/1.1 requests carry Host", "radios with a hand-written client; Icecast does not look"),
    RAW_BYTES_IN_TARGET("RFC 3986 2: a target is ASCII", "butt sends titles as raw UTF-8 in /admin/metadata"),
    UNSAFE_IN_TARGET("RFC 3986 2: # and others are escaped", "butt escapes only the space and & in titles"),
    BROKEN_PERCENT_IN_QUERY("RFC 3986 2.1: % starts an escape", "butt does not escape % in titles"),
    REPEATED_SLASH(
            "RFC 3986 3.3: // is an empty segment", "stream URLs put together by hand: http://host:8000//stream"),
    RAW_BYTES_IN_HEADER("RFC 9110 5.5: values are ASCII", "station names in UTF-8 or Latin-1 in ice-name and icy-name"),
    HUGE_CONTENT_LENGTH(
            "RFC 9110 8.6: the length of the body", "sources that announce an endless stream as 2^64 bytes");

    private final String rule;
    private final String client;

    Leniency(String rule, String client) {
        this.rule = rule;
        this.client = client;
    }

    /** The rule that is not insisted on, with its source. */
    public String rule() {
        return rule;
    }

    /** Who needs it. */
    public String client() {
        return client;
    }
}
