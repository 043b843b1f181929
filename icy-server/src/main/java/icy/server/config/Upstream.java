package icy.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stream of another server, to be relayed.
 *
 * <p>Thread: any.
 *
 * @param url where it is, {@code http://host:port/path}, without the login
 * @param login what to show there; null: nothing
 */
public record Upstream(URI url, @Nullable Login login) {

    /** Up to the last at sign: a password that was not escaped may have one too. */
    private static final Pattern USER_INFO = Pattern.compile("//.*@");

    public Upstream {
        requireHttp(url);
    }

    /**
     * Reads {@code http://host:port/path} or {@code http://user:password@host:port/path}.
     *
     * @throws IllegalArgumentException with a sentence that shows no password
     */
    public static Upstream parse(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            // Neither its message nor the exception itself: both quote the password.
            throw new IllegalArgumentException(
                    "not a URL; write it like http://radio.example.org:8000/live, with %40 for an @ in a password");
        }
        requireHttp(url);
        String info = url.getRawUserInfo();
        if (info == null) {
            return new Upstream(url, null);
        }
        String decoded = url.getUserInfo();
        int colon = decoded.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("has half a login; write http://user:password@host:port/path");
        }
        Login login = new Login(decoded.substring(0, colon), Secret.of(decoded.substring(colon + 1)));
        return new Upstream(URI.create(withoutLogin(text)), login);
    }

    /** What of a URL may be shown: all but the login. */
    static String withoutLogin(String url) {
        return USER_INFO.matcher(url).replaceFirst("//");
    }

    static void requireHttp(URI url) {
        if (!"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("write it like http://radio.example.org:8000/live");
        }
    }
}
