package icy.cli;

import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The line that says where the radio can be heard, and which mounts still wait for what they are to send.
 *
 * <p>Thread: any.
 */
final class Announcement {

    private static final int MOST_NAMED = 5;

    private final ServerConfig config;
    private final int port;
    private final List<MountConfig> onAir;
    private final List<MountConfig> waiting;

    /**
     * @param port where the server really listens
     * @param isOnAir of a mount's name, whether it can be heard now
     */
    Announcement(ServerConfig config, int port, Predicate<String> isOnAir) {
        this.config = config;
        this.port = port;
        Map<Boolean, List<MountConfig>> mounts =
                config.mounts().stream().collect(Collectors.partitioningBy(mount -> isOnAir.test(mount.name())));
        this.onAir = mounts.getOrDefault(true, List.of());
        this.waiting = mounts.getOrDefault(false, List.of());
    }

    String text() {
        URI published = config.publicUrl();
        if (published != null) {
            return text(published.toString(), "");
        }
        String bind = config.listen().bind();
        if (!isEveryAddress(bind)) {
            return text(base(bind), "");
        }
        MountConfig first = onAir.isEmpty() ? config.defaultMount() : onAir.get(0);
        String elsewhere = networkAddress()
                .map(host -> "; from other devices: " + url(base(host), first))
                .orElse("");
        return text(base("localhost"), elsewhere);
    }

    private String text(String base, String elsewhere) {
        if (onAir.isEmpty()) {
            return "listening; not on the air yet: " + urls(base, waiting) + elsewhere;
        }
        return "on the air: "
                + urls(base, onAir)
                + elsewhere
                + (waiting.isEmpty() ? "" : "; not on the air yet: " + urls(base, waiting));
    }

    private static String urls(String base, List<MountConfig> mounts) {
        int more = mounts.size() - MOST_NAMED;
        return mounts.stream().limit(MOST_NAMED).map(mount -> url(base, mount)).collect(Collectors.joining(", "))
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
