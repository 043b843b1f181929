/**
 * The pages and the admin commands of SHOUTcast's DNAS, versions 1 and 2, for the tools that read them.
 *
 * <p>It asks mounts for snapshots and tells them what an operator wants; it must not know rings or loops.
 *
 * <p>Read {@link icy.server.shoutcast.StreamFacts} first: all that is said of a stream here comes from it.
 */
@NullMarked
package icy.server.shoutcast;

import org.jspecify.annotations.NullMarked;
