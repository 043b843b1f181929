/**
 * What browsers, players and monitors ask for besides streams: the listener's page, listen playlists, Icecast's status
 * document, health probes and metrics.
 *
 * <p>It asks mounts for snapshots and must not know their rings, listeners or loops.
 *
 * <p>Read {@link icy.server.web.ListenerPage} first.
 */
@NullMarked
package icy.server.web;

import org.jspecify.annotations.NullMarked;
