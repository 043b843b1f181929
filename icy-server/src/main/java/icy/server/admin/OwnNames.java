package icy.server.admin;

import icy.server.config.ServerConfig;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names under which this server is known on its own machine: those of the loopback, the address it is bound to, and
 * the one its config says is public. Any other name may be a stranger's that leads here.
 *
 * <p>Thread: any.
 */
final class OwnNames {
    /** {@code 127.0.0.0/8}; {@code ::1}; {@code localhost} and all below it (RFC 6761 6.3). */
    private static final Pattern LOOPBACK =
            Pattern.compile("127(?:\\.\\d{1,3}){3}|::1|::ffff:127(?:\\.\\d{1,3}){3}|(?:.+\\.)?localhost\\.?");

    private final Set<String> others = new HashSet<>();

    OwnNames(ServerConfig config) {
        others.add(config.listen().bind().toLowerCase(Locale.ROOT));
        URI publicUrl = config.publicUrl();
        if (publicUrl != null) {
            others.add(name(publicUrl.getHost()));
        }
    }

    /** Whether {@code host}, a request's field, names this server; one without it is sent by no browser. */
    boolean has(Optional<String> host) {
        return host.map(OwnNames::name)
                .map(name -> LOOPBACK.matcher(name).matches() || others.contains(name))
                .orElse(true);
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
