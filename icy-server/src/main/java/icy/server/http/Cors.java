package icy.server.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What pages of other sites may do: listen and read, with metadata; never change anything.
 *
 * <p>Thread: any.
 */
public final class Cors {
    /** Fields a script may read; without it, icy-metaint cannot be read and titles cannot be found in the audio. */
    public static final String EXPOSED = String.join(
            ", ",
            "Icy-Br",
            "Icy-Description",
            "Icy-Genre",
            "Icy-MetaInt",
            "Icy-Name",
            "Icy-Pub",
            "Icy-Url",
            "Icy-Sr",
            "Content-Length",
            "Content-Range",
            "Date",
            "ETag",
            "Retry-After",
            "X-Stream-Position",
            "X-Stream-Time",
            "X-Stream-Edge-At",
            "X-Stream-Run");

    /** For every answer to GET and HEAD, of a live stream too. */
    public static final Headers READING =
            Headers.of("Access-Control-Allow-Origin", "*", "Access-Control-Expose-Headers", EXPOSED);

    /** For the preflight that browsers send before a request with fields of its own, such as Icy-MetaData. */
    static final Headers PREFLIGHT = Headers.of(
            "Access-Control-Allow-Origin",
            "*",
            "Access-Control-Allow-Methods",
            "GET, HEAD, OPTIONS",
            "Access-Control-Allow-Headers",
            "Origin, Accept, X-Requested-With, Content-Type, Icy-MetaData, Range, Authorization",
            "Access-Control-Max-Age",
            "86400");

    private static final Set<String> READING_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private Cors() {}

    static boolean isReading(String method) {
        return READING_METHODS.contains(method);
    }

    /**
     * Whether a browser marks this as a change asked for by a page of another site (Fetch Metadata, W3C). Browsers always
     * send the mark on trustworthy origins; encoders and scripts never do.
     */
    static boolean isForeignChange(RequestHead head) {
        return !isReading(head.method()) && isForeign(head.headers());
    }

    /**
     * For endpoints that change something when asked with {@code GET}, as Icecast's and SHOUTcast's commands do: any page
     * could have a browser send that, with the operator's login.
     *
     * @throws HttpError if it may not be what the one who is logged in wants
     */
    public static void requireOwnWish(Request request) {
        if (request.isHead()) {
            throw new HttpError(405, "Ask with GET or POST: this changes something.");
        }
        if (isForeign(request.headers())) {
            throw new HttpError(403, "A page of another site may not ask for this.");
        }
    }

    /** Over plain HTTP browsers do not send the mark: there the page's own address must be this server's. */
    private static boolean isForeign(Headers headers) {
        boolean marked = headers.first("Sec-Fetch-Site")
                .map(site -> site.toLowerCase(Locale.ROOT))
                .filter("cross-site"::equals)
                .isPresent();
        String host = headers.first("Host").orElse("");
        return marked || isElsewhere(headers.first("Origin"), host) || isElsewhere(headers.first("Referer"), host);
    }

    private static boolean isElsewhere(Optional<String> page, String host) {
        return page.filter(url -> !authority(url).equalsIgnoreCase(host)).isPresent();
    }

    /** {@code host:port} of a URL; nothing of what is none, such as the origin {@code null}. */
    private static String authority(String url) {
        int begin = url.indexOf("://");
        if (begin < 0) {
            return "";
        }
        int end = url.indexOf('/', begin + 3);
        return url.substring(begin + 3, end < 0 ? url.length() : end);
    }
}
