package icy.server.relay;

import icy.server.http.WireText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream is fetched from, as a request needs it. Reads what people and servers write: spaces and letters beyond
 * ASCII are escaped, the scheme may be in capitals, a fragment is left out.
 *
 * <p>Thread: any; immutable.
 *
 * @param host a name or an address, an IPv6 one without brackets
 * @param port 1 to 65535
 * @param target path and query, as the request line has them
 * @param credentials {@code user:password} in Base64; null: none
 */
record UpstreamUrl(
        String host, int port, String target, @Nullable String credentials) {
    private static final int DEFAULT_PORT = 80;
    private static final int MOST_PORT = 65_535;
    private static final int MOST_CHARACTERS = 4096;
    /** Beside letters and digits: RFC 3986 section 2, without the brackets. */
    private static final String LEGAL = "-._~:/?#@!$&'()*+,;=%";

    private static final Pattern LONELY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    UpstreamUrl {
        if (host.isEmpty() || port < 1 || port > MOST_PORT || !target.startsWith("/")) {
            throw new IllegalArgumentException("host=" + host + ", port=" + port + ", target=" + target);
        }
    }

    /**
     * Reads {@code http://[user:password@]host[:port]/path}.
     *
     * @throws IllegalArgumentException with a sentence that shows no password
     */
    static UpstreamUrl parse(String text) {
        URI uri = uri(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.equals("https")) {
            throw new IllegalArgumentException("https is not spoken to upstreams: use the http address of the stream");
        }
        String authority = uri.getRawAuthority();
        if (!scheme.equals("http") || authority == null) {
            throw new IllegalArgumentException(
                    "no address of a stream: write it like http://radio.example.org:8000/live");
        }
        int at = authority.lastIndexOf('@'); // a password that was not escaped may have one too
        String hostAndPort = authority.substring(at + 1);
        int bracket = hostAndPort.indexOf(']');
        int colon = hostAndPort.indexOf(':', bracket + 1);
        String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
        if (host.startsWith("[") && bracket > 0) {
            host = host.substring(1, bracket);
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException(
                    "an address without a host: write it like http://radio.example.org:8000/live");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new UpstreamUrl(
                host.toLowerCase(Locale.ROOT),
                port(colon < 0 ? "" : hostAndPort.substring(colon + 1)),
                path + query,
                at < 0 ? null : base64(unescape(authority.substring(0, at))));
    }

    /** With this to show: {@code user:password}. */
    UpstreamUrl withCredentials(byte[] userAndPassword) {
        return new UpstreamUrl(host, port, target, Base64.getEncoder().encodeToString(userAndPassword));
    }

    /** Another path of the same server, with the same credentials. */
    UpstreamUrl withTarget(String other) {
        return new UpstreamUrl(host, port, other, credentials);
    }

    /**
     * Where an answer from here points to: an absolute or relative address. The credentials go along to the same server
     * and to no other.
     *
     * @throws IllegalArgumentException with a sentence, as {@link #parse}
     */
    UpstreamUrl resolve(String location) {
        UpstreamUrl next = parse(uri(toString()).resolve(uri(location)).toString());
        return next.credentials == null && next.host.equals(host) && next.port == port && credentials != null
                ? new UpstreamUrl(next.host, next.port, next.target, credentials)
                : next;
    }

    /** The path without its query, unescaped. */
    String path() {
        int query = target.indexOf('?');
        byte[] bytes = unescape(query < 0 ? target : target.substring(0, query));
        return WireText.decode(bytes, 0, bytes.length);
    }

    /** The value of {@code Authorization}. */
    Optional<String> authorization() {
        return Optional.ofNullable(credentials).map(base64 -> "Basic " + base64);
    }

    /** The value of {@code Host}. */
    String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + (port == DEFAULT_PORT ? "" : ":" + port);
    }

    /** Without the credentials: for logs and pages. */
    @Override
    public String toString() {
        return "http://" + authority() + target;
    }

    private static URI uri(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("an address of more than " + MOST_CHARACTERS + " characters");
        }
        try {
            return new URI(escape(text.strip()));
        } catch (URISyntaxException e) {
            // Neither its message nor the exception itself: both quote the password.
            throw new IllegalArgumentException(
                    "no address that can be read: write it like http://radio.example.org:8000/live");
        }
    }

    /** Escapes what RFC 3986 has no place for; brackets stay around an address and nowhere else. */
    private static String escape(String text) {
        int slashes = text.indexOf("//");
        int pathFrom = slashes < 0 ? 0 : firstOf("/?#", text, slashes + 2);
        String escaped = escape(text.substring(0, pathFrom), "[]") + escape(text.substring(pathFrom), "");
        return LONELY_PERCENT.matcher(escaped).replaceAll("%25");
    }

    private static String escape(String text, String alsoLegal) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean isLetterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (isLetterOrDigit || LEGAL.indexOf(c) >= 0 || alsoLegal.indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return escaped.toString();
    }

    private static int firstOf(String characters, String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static int port(String text) {
        if (text.isEmpty()) {
            return DEFAULT_PORT;
        }
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= MOST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // answered below, together with numbers out of range
        }
        throw new IllegalArgumentException("an address with a port that is none: ports are 1 to " + MOST_PORT);
    }

    private static String base64(byte[] userAndPassword) {
        return Base64.getEncoder().encodeToString(userAndPassword);
    }

    private static byte[] unescape(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII); // escaped, so it is
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                bytes[length++] = (byte) Integer.parseInt(text.substring(i + 1, i + 3), 16);
                i += 2;
            } else {
                bytes[length++] = bytes[i];
            }
        }
        return Arrays.copyOf(bytes, length);
    }
}
