package icy.cli.ctl;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a server is.
 *
 * @param base without a slash at its end and without a login
 * @param authorization what the login in the address, if any, is as a header field; empty for none
 *     <p>Thread: any.
 */
record ServerAddress(String base, String authorization) {

    /**
     * Reads {@code http://localhost:8000}, {@code localhost:8000} or {@code https://admin:PASSWORD@radio.example.org/icy}.
     *
     * @throws IllegalArgumentException with a sentence
     */
    static ServerAddress parse(String text) {
        String full = text.contains("://") ? text : "http://" + text;
        try {
            URI uri = new URI(full);
            boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!isHttp || uri.getHost() == null || uri.getRawQuery() != null) {
                throw wrong(text);
            }
            String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("/+$", "");
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return new ServerAddress(uri.getScheme() + "://" + uri.getHost() + port + path, login(uri));
        } catch (URISyntaxException e) {
            throw wrong(text);
        }
    }

    /** @param path escaped already, from its first slash */
    URI at(String path) {
        return URI.create(base + path);
    }

    /** One segment of a path, or one value of a query. */
    static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String login(URI uri) {
        String user = uri.getUserInfo();
        return user == null ? "" : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("--server " + text.replaceFirst("//[^/?#]*@", "//")
                + ": is no server's address; write it like http://localhost:8000");
    }
}
