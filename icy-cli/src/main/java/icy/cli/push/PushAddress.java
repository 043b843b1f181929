package icy.cli.push;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where to push to, and as whom.
 *
 * <pre>
 *  http://USER:PASSWORD@HOST:PORT/MOUNT     Icecast; icecast:// is the same with port 8000
 *  shout://PASSWORD@HOST:PORT               SHOUTcast; the port that listeners use
 *  shout://USER:PASSWORD@HOST:PORT          SHOUTcast, where the server tells users or mounts apart
 * </pre>
 *
 * <p>Thread: any.
 *
 * @param mount beginning with a slash, percent-encoded; empty for SHOUTcast
 * @param user empty for SHOUTcast if there is only a password
 * @param password empty if the address has none
 */
record PushAddress(Kind kind, String host, int port, String mount, String user, String password) {

    /** What the server speaks. */
    enum Kind {
        ICECAST,
        SHOUTCAST
    }

    private static final String ICECAST_USER = "source";
    private static final int RADIO_PORT = 8000;

    /**
     * Reads an address. Its faults are told without repeating it: it may hold a password.
     *
     * @throws IllegalArgumentException saying how to write it
     */
    static PushAddress parse(String text) {
        int schemeEnd = text.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : text.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        Kind kind = switch (scheme) {
            case "http", "icecast" -> Kind.ICECAST;
            case "shout", "shoutcast", "icy" -> Kind.SHOUTCAST;
            default ->
                throw new IllegalArgumentException("the address must begin with http:// (Icecast) or shout://"
                        + " (SHOUTcast), like http://source:PASSWORD@host:8000/mount");
        };
        String rest = text.substring(schemeEnd + 3);
        int pathStart = rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/');
        String authority = rest.substring(0, pathStart);
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? "" : authority.substring(0, at);
        URI server = server(scheme, authority.substring(at + 1));
        int port = server.getPort() > 0 ? server.getPort() : scheme.equals("http") ? 80 : RADIO_PORT;
        String host = server.getHost().replaceAll("[\\[\\]]", "");

        int colon = userInfo.indexOf(':');
        if (kind == Kind.SHOUTCAST) {
            String user = colon < 0 ? "" : decoded(userInfo.substring(0, colon));
            return new PushAddress(kind, host, port, "", user, decoded(userInfo.substring(colon + 1)));
        }
        String mount = encoded(rest.substring(pathStart));
        if (mount.length() < 2) {
            throw new IllegalArgumentException(
                    "the address needs a mount, like http://source:PASSWORD@host:8000/mount");
        }
        String user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
        return new PushAddress(
                kind,
                host,
                port,
                mount,
                user.isEmpty() ? ICECAST_USER : user,
                colon < 0 ? "" : decoded(userInfo.substring(colon + 1)));
    }

    PushAddress withPassword(String secret) {
        return new PushAddress(kind, host, port, mount, user, secret);
    }

    /** As the server is shown to people; never with a password. */
    @Override
    public String toString() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (kind == Kind.ICECAST ? "http://" : "shout://") + name + ":" + port + mount;
    }

    private static URI server(String scheme, String hostAndPort) {
        try {
            URI server = URI.create(scheme + "://" + hostAndPort);
            if (server.getHost() != null && server.getPort() <= 65_535) {
                return server;
            }
        } catch (IllegalArgumentException e) {
            // What is wrong with it is said below: this exception's message may hold a part of the password.
        }
        throw new IllegalArgumentException("the address names no host and port; write it like"
                + " http://source:PASSWORD@host:8000/mount, with / @ and # in a password as %2F %40 and %23");
    }

    /** An escape is one where it can be; a lone % in a password is a character like any other. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7F && b != '"' && b != '#') {
                encoded.append((char) b);
            } else {
                encoded.append("%%%02X".formatted(b & 0xFF));
            }
        }
        return encoded.toString();
    }
}
