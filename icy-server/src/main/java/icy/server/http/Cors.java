package icy.server.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
            "X-Stream-Run",
            "X-Stream-Name",
            "X-File-Count",
            "X-Play-Mode");

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
            "Origin, Accept, Accept-Encoding, X-Requested-With, Content-Type, Icy-MetaData, Range, Authorization",
            "Access-Control-Max-Age",
            "86400");

    /** Who caused a request: Fetch Metadata (W3C) §2.3. {@code none} is somebody's own typing. */
    private static final String MARK = "Sec-Fetch-Site";

    private static final Set<String> OWN = Set.of("same-origin", "none");

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
        if (hidesItsPage(request.headers())) {
            throw new HttpError(
                    403, "Your browser does not say which page asks for this: go to it from /admin/ of this server.");
        }
    }

    /** Whether a browser says that a page of another site asks for this. */
    public static boolean isForeign(Request request) {
        return isForeign(request.headers());
    }

    /**
     * Browsers mark what they send to trustworthy origins. Over plain HTTP they do not: there the page's own address must
     * be this server's, as the browser or a proxy in front knows it.
     */
    private static boolean isForeign(Headers headers) {
        Optional<String> mark = headers.first(MARK);
        if (mark.isPresent()) {
            return !OWN.contains(mark.get().toLowerCase(Locale.ROOT));
        }
        return isElsewhere(headers.first("Origin"), headers) || isElsewhere(headers.first("Referer"), headers);
    }

    /** Whether a browser sends it, which encoders and scripts are not, and no field says for which page. */
    private static boolean hidesItsPage(Headers headers) {
        boolean browser = headers.first("Accept-Language").isPresent();
        return browser
                && Stream.of(MARK, "Origin", "Referer")
                        .allMatch(field -> headers.first(field).isEmpty());
    }

    private static boolean isElsewhere(Optional<String> page, Headers headers) {
        return page.map(Cors::authority)
                .filter(from -> Stream.of("Host", "X-Forwarded-Host")
                        .flatMap(field -> headers.first(field).stream())
                        .noneMatch(from::equalsIgnoreCase))
                .isPresent();
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
