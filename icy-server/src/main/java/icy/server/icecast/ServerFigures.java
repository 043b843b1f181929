package icy.server.icecast;

import java.time.Instant;

/**
 * What is known of the server besides its mounts.
 *
 * <p>Thread: any.
 *
 * @param id product and version, as in the {@code Server} header
 * @param start when it started
 * @param clients connections it has now
 * @param connections all it has had since it started
 * @param sourceConnections how many of them were sources
 * @param relayConnections how often it has connected to another server to relay it
 */
public record ServerFigures(
        String id, Instant start, long clients, long connections, long sourceConnections, long relayConnections) {}
