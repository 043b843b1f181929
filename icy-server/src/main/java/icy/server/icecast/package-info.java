/**
 * Icecast's status documents and admin commands, byte for byte where programs read them by trial, as Icecast 2.4.4 has
 * them.
 *
 * <p>It asks mounts for snapshots and tells them what an operator wants; it must not know rings or loops.
 *
 * <p>Read {@link icy.server.icecast.MountFacts} first: all that is said of a mount here comes from it.
 */
@NullMarked
package icy.server.icecast;

import org.jspecify.annotations.NullMarked;
