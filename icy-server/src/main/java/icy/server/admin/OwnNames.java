package icy.server.admin;

import icy.server.config.ServerConfig;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names under which this server is known on its own machine: those of the loopback and the address it is bound to.
 * Any other name may be a stranger's that leads here.
 *
 * <p>A server with a public URL probably stands behind a proxy. What a proxy on this machine passes on comes from this
 * machine; if it says nothing of that and leaves the {@code Host} as it is, the public name is all that gives it away. So
 * that name opens nothing, and with it neither does what is no name of the loopback.
 *
 * <p>Thread: any.
 */
final class OwnNames {
    /** {@code 127.0.0.0/8}; {@code ::1}; {@code localhost} and all below it (RFC 6761 6.3). */
    private static final Pattern LOOPBACK =
            Pattern.compile("127(?:\\.\\d{1,3}){3}|::1|::ffff:127(?:\\.\\d{1,3}){3}|(?:.+\\.)?localhost\\.?");

    private final String bound;
    private final boolean proxied;

    OwnNames(ServerConfig config) {
        URI publicUrl = config.publicUrl();
        bound = config.listen().bind().toLowerCase(Locale.ROOT);
        proxied = publicUrl != null && !isLoopback(name(publicUrl.getHost()));
    }

    /** Whether {@code host}, a request's field, names this server; one without it is sent by no browser. */
    boolean has(Optional<String> host) {
        return host.map(OwnNames::name)
                .map(name -> isLoopback(name) || !proxied && name.equals(bound))
                .orElse(!proxied);
    }

    private static boolean isLoopback(String name) {
        return LOOPBACK.matcher(name).matches();
    }

    /** Without port and brackets. */
    private static String name(String host) {
        String text = host.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return text.substring(1, end < 0 ? text.length() : end);
        }
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }
}
