package icy.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * IP addresses as people write them: for IPv6 the short form of RFC 5952, where Java writes all eight groups.
 *
 * <p>Thread: any.
 */
public final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /** {@code 192.0.2.1}, {@code 2001:db8::1}; without the zone of a link-local address. */
    public static String of(InetAddress address) {
        return address instanceof Inet6Address ? shortForm(address.getAddress()) : address.getHostAddress();
    }

    private static String shortForm(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
        }
        int gap = 0;
        int gapLength = 1; // one zero alone is written out (RFC 5952 4.2.2)
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosFrom(i, groups);
            if (zeros > gapLength) { // of equals the first (4.2.3)
                gap = i;
                gapLength = zeros;
            }
        }
        if (gapLength == 1) {
            return join(groups, 0, GROUPS);
        }
        return join(groups, 0, gap) + "::" + join(groups, gap + gapLength, GROUPS);
    }

    private static int zerosFrom(int start, int[] groups) {
        int end = start;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - start;
    }

    private static String join(int[] groups, int from, int to) {
        StringBuilder joined = new StringBuilder();
        for (int i = from; i < to; i++) {
            joined.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
        }
        return joined.toString();
    }
}
