package icy.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Under which address this server hands out URLs: the one the operator has set; else the one in the request's {@code
 * Host}, as far as it can be one; else the address the request came in by.
 *
 * <p>Some players leave the port out of {@code Host} though it is not 80 (Winamp, foobar2000, Icecast's relays), so a
 * host without one gets the port the request came in by. Behind a proxy that listens elsewhere, the operator has to set
 * the public URL.
 *
 * <p>Thread: any.
 */
public final class PublicAddress {
    /** A name or an IPv4 address, or an IPv6 address in brackets; nothing that could break out of a URL, a page or a header. */
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,252}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");

    private static final int HTTP_PORT = 80;
    private static final String UNRESERVED_IN_PATHS = "-._~!$'()*+,;=:@/";

    private final @Nullable String configured;

    /** @param publicUrl without a slash at its end; null when the operator has not set one */
    public PublicAddress(@Nullable URI publicUrl) {
        this.configured = publicUrl == null ? null : publicUrl.toString();
    }

    /** As {@link #base(String, InetSocketAddress)}, for whoever asked. */
    public String base(Request request) {
        return base(request.header("Host").orElse(null), request.connection().local());
    }

    /**
     * Such as {@code http://radio.example:8000}, without a slash at its end.
     *
     * @param hostHeader as the client sent it, which may be anything; null when it sent none
     * @param local where the request came in
     */
    String base(@Nullable String hostHeader, InetSocketAddress local) {
        if (configured != null) {
            return configured;
        }
        Matcher host = HOST.matcher(hostHeader == null ? "" : hostHeader.strip());
        if (!host.matches()) {
            return "http://" + authority(literal(local.getAddress()), local.getPort());
        }
        String port = host.group(2);
        int number = port == null ? local.getPort() : Integer.parseInt(port);
        boolean possible = number > 0 && number <= 65_535;
        return "http://" + authority(host.group(1), possible ? number : local.getPort());
    }

    private static String authority(String host, int port) {
        return port == HTTP_PORT ? host : host + ":" + port;
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        String bare = scope < 0 ? text : text.substring(0, scope);
        return address instanceof Inet6Address ? "[" + bare + "]" : bare;
    }

    /** A path as it is written in a URL: {@code /jazz/ü} becomes {@code /jazz/%C3%BC}. Slashes stay. */
    public static String encodePath(String path) {
        StringBuilder encoded = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED_IN_PATHS.indexOf(c) >= 0);
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
            }
        }
        return encoded.toString();
    }
}
