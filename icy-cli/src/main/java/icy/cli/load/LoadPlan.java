package icy.cli.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What is to be measured.
 *
 * @param target the station's address
 * @param path path and query of the stream
 * @param listeners how many join
 * @param perSecond how many join a second; 0: all at once
 * @param measured how long their rates are measured, from {@link #SETTLING} after the last has joined
 * @param metadata whether they ask for titles
 */
record LoadPlan(
        InetSocketAddress target, String path, int listeners, double perSecond, Duration measured, boolean metadata) {

    /** For the last to join to have had its burst, which is no part of a steady rate. */
    static final Duration SETTLING = Duration.ofSeconds(2);

    /**
     * Linux has 28,232 ports for one pair of addresses, and searches ever longer once half of them are taken; a second
     * source address is cheaper, and on loopback 127.0.0.0/8 is full of them.
     */
    static final int LISTENERS_PER_ADDRESS = 8000;

    LoadPlan {
        if (listeners < 1) {
            throw new IllegalArgumentException("listeners=" + listeners);
        }
    }

    byte[] request() {
        String host = target.getAddress() instanceof java.net.Inet6Address
                ? "[" + target.getAddress().getHostAddress() + "]"
                : target.getHostString();
        return """
                GET %s HTTP/1.1\r
                Host: %s:%d\r
                User-Agent: icy-load\r
                %sConnection: close\r
                \r
                """.formatted(path, host, target.getPort(), metadata ? "Icy-MetaData: 1\r\n" : "")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether each {@link #LISTENERS_PER_ADDRESS} listeners can have a source address of their own. */
    boolean hasManySources() {
        byte[] address = target.getAddress().getAddress();
        return address.length == 4 && address[0] == 127;
    }

    /** 127.0.0.2 for the first, 127.0.0.3 for the next, and so on. */
    static byte[] sourceAddress(int listener) {
        int number = 2 + listener / LISTENERS_PER_ADDRESS;
        return new byte[] {127, 0, (byte) (number >> 8), (byte) number};
    }

    /** How many should have begun to join after {@code elapsedNanos}. */
    int due(long elapsedNanos) {
        if (perSecond <= 0) {
            return listeners;
        }
        return (int) Math.min(listeners, 1 + (long) (elapsedNanos / 1e9 * perSecond));
    }

    InetAddress address() {
        return target.getAddress();
    }
}
