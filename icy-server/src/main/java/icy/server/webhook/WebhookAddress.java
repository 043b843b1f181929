package icy.server.webhook;

import icy.server.http.HttpError;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where hooks may lead: to any web server, on this machine and in its network too, but to nothing that answers by being
 * link-local, as the machines' own accounts with their cloud do ({@code 169.254.169.254} and the like).
 *
 * <p>Thread: any; {@link #requireHarmless} may wait for a name server.
 */
public final class WebhookAddress {
    private static final int MOST_CHARACTERS = 2_000;

    /** Metadata services that are not link-local: Amazon's by IPv6, Alibaba's. */
    private static final Set<String> OTHERS = Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200");

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
     * @throws IOException with a reason if there is none, or it is one that must not be asked. Java remembers an address
     *     for some seconds, so what is asked next is what was looked at here
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
        if (address instanceof Inet6Address && endsInLinkLocal(address.getAddress())) {
            return false;
        }
        return !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && !address.isAnyLocalAddress()
                && !OTHERS.contains(address.getHostAddress());
    }

    /** Whether a translator of addresses (RFC 6052) makes {@code 169.254.0.0/16} of it. */
    private static boolean endsInLinkLocal(byte[] bytes) {
        byte[] wellKnownPrefix = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
        return Arrays.equals(bytes, 0, wellKnownPrefix.length, wellKnownPrefix, 0, wellKnownPrefix.length)
                && bytes[12] == (byte) 169
                && bytes[13] == (byte) 254;
    }

    private static HttpError refused() {
        return new HttpError(
                422,
                "A hook's url is one of http or https, without a login in it, of at most %d characters."
                        .formatted(MOST_CHARACTERS));
    }
}
