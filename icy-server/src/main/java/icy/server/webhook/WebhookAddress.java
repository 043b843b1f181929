package icy.server.webhook;

import icy.server.http.HttpError;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where hooks may lead: to any web server, on this machine and in its network too, but to nothing that answers by being
 * link-local, as the machines' own accounts with their cloud do ({@code 169.254.169.254} and the like).
 *
 * <p>Thread: any; {@link #requireHarmless} may wait for a name server.
 */
public final class WebhookAddress {
    private static final int MOST_CHARACTERS = 2_000;

    /** Metadata services that are not link-local: Amazon's and Google's by IPv6, Alibaba's, Azure's. */
    private static final Set<String> OTHERS =
            Set.of("fd00:ec2:0:0:0:0:0:254", "fd20:ce:0:0:0:0:0:254", "100.100.100.200", "168.63.129.16");

    private WebhookAddress() {}

    /** Reads a URL that a hook may have. */
    public static URI parse(@Nullable String text) {
        if (text == null || text.length() > MOST_CHARACTERS) {
            throw refused();
        }
        try {
            URI url = new URI(text);
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (!http || url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
                throw refused();
            }
            return url;
        } catch (URISyntaxException e) {
            throw refused();
        }
    }

    /**
     * Looks the host up.
     *
     * @throws IOException with a reason if there is none, or it is one that must not be asked. What is asked next
     *     looks the host up again; Java remembers an address for some seconds, so mostly that is what was looked at here,
     *     but a name server that means ill can have another asked now and then
     */
    public static void requireHarmless(URI url) throws IOException {
        String host = url.getHost();
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("there is no host " + host, e);
        }
        for (InetAddress address : addresses) {
            if (!isHarmless(address)) {
                throw new IOException(
                        "%s is %s, which hooks may not lead to".formatted(host, address.getHostAddress()));
            }
        }
    }

    static boolean isHarmless(InetAddress address) {
        if (address instanceof Inet6Address && isTranslatedLinkLocal(address.getAddress())) {
            return false;
        }
        return !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && !address.isAnyLocalAddress()
                && !OTHERS.contains(address.getHostAddress());
    }

    /**
     * Whether a translator of addresses makes {@code 169.254.0.0/16} of it: by the prefix that is known for that (RFC 6052),
     * or by one of a network's own (RFC 8215), after which the address has one of four places.
     */
    private static boolean isTranslatedLinkLocal(byte[] bytes) {
        if (!startsWith(bytes, 0, 0x64, 0xff, 0x9b)) {
            return false;
        }
        boolean wellKnown = startsWith(bytes, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
        boolean local = startsWith(bytes, 0, 0x64, 0xff, 0x9b, 0, 1);
        return (wellKnown || local) && isLinkLocal(bytes[12], bytes[13])
                || local
                        && (isLinkLocal(bytes[6], bytes[7])
                                || isLinkLocal(bytes[7], bytes[9])
                                || isLinkLocal(bytes[9], bytes[10]));
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        return IntStream.range(0, prefix.length).allMatch(i -> bytes[i] == (byte) prefix[i]);
    }

    private static boolean isLinkLocal(byte first, byte second) {
        return first == (byte) 169 && second == (byte) 254;
    }

    private static HttpError refused() {
        return new HttpError(
                422,
                "A hook's url is one of http or https, without a login in it, of at most %d characters."
                        .formatted(MOST_CHARACTERS));
    }
}
