package icy.cli;

import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The line that says where the radio can be heard.
 *
 * <p>Thread: any.
 */
final class Announcement {

    private static final int MOST_NAMED = 5;

    private final ServerConfig config;
    private final int port;

    /** @param port where the server really listens */
    Announcement(ServerConfig config, int port) {
        this.config = config;
        this.port = port;
    }

    String text() {
        URI published = config.publicUrl();
        if (published != null) {
            return "on the air: " + urls(published.toString());
        }
        String bind = config.listen().bind();
        if (!isEveryAddress(bind)) {
            return "on the air: " + urls(base(bind));
        }
        String elsewhere = networkAddress()
                .map(host -> "; from other devices: " + url(base(host), config.defaultMount()))
                .orElse("");
        return "on the air: " + urls(base("localhost")) + elsewhere;
    }

    private String urls(String base) {
        int more = config.mounts().size() - MOST_NAMED;
        return config.mounts().stream()
                        .limit(MOST_NAMED)
                        .map(mount -> url(base, mount))
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String url(String base, MountConfig mount) {
        return base + URI.create(mount.name()).toASCIIString();
    }

    private String base(String host) {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + (port == 80 ? "" : ":" + port);
    }

    private static boolean isEveryAddress(String bind) {
        return bind.equals("::") || bind.equals("0.0.0.0") || bind.equals("[::]");
    }

    /** One that a phone in the same network can reach, if the machine has one. */
    private static Optional<String> networkAddress() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && address.isSiteLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty(); // Only a hint; the radio plays without it.
        }
    }
}
