package icy.server.icecast;

import icy.server.document.Fact;
import icy.server.mount.MountSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What there is to say about the server as a whole, under Icecast's names and in its order.
 *
 * <p>Thread: any.
 */
final class ServerFacts {
    private ServerFacts() {}

    /** What anybody may know. {@code base} is what URLs begin with. */
    static List<Fact> forEverybody(ServerFigures server, String base) {
        return List.of(
                Fact.of("admin", ""),
                Fact.of("host", host(base)),
                Fact.of("location", ""),
                Fact.of("server_id", server.id()),
                Fact.of("server_start", IcecastTime.text(server.start())),
                Fact.of("server_start_iso8601", IcecastTime.iso(server.start())));
    }

    /** That, and what only operators may know. */
    static List<Fact> forOperators(ServerFigures server, List<MountSnapshot> mounts, String base) {
        List<Fact> facts = new ArrayList<>(forEverybody(server, base));
        LongStream joins = mounts.stream().mapToLong(mount -> mount.audience().joins());
        LongStream listeners =
                mounts.stream().mapToLong(mount -> mount.audience().listeners());
        Stream.of(
                        Fact.of("client_connections", server.connections() - server.sourceConnections()),
                        Fact.of("clients", server.clients()),
                        Fact.of("connections", server.connections()),
                        Fact.of("file_connections", 0),
                        Fact.of("listener_connections", joins.sum()),
                        Fact.of("listeners", listeners.sum()),
                        Fact.of("source_client_connections", server.sourceConnections()),
                        Fact.of("source_relay_connections", server.relayConnections()),
                        Fact.of("source_total_connections", server.sourceConnections() + server.relayConnections()),
                        Fact.of(
                                "sources",
                                mounts.stream().filter(MountSnapshot::onAir).count()),
                        Fact.of("stats", 0),
                        Fact.of("stats_connections", 0))
                .forEach(facts::add);
        facts.sort((one, other) -> one.name().compareTo(other.name()));
        return List.copyOf(facts);
    }

    private static String host(String base) {
        String authority = base.substring(base.indexOf("//") + 2);
        int slash = authority.indexOf('/');
        String hostAndPort = slash < 0 ? authority : authority.substring(0, slash);
        return hostAndPort.replaceFirst(":\\d+$", "");
    }
}
