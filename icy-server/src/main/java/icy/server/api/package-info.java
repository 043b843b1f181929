/**
 * The REST interface under {@code /api}: what there is to know about mounts, as JSON for programs and as events for pages.
 *
 * <p>It asks mounts for snapshots and must not know their rings, listeners or loops.
 *
 * <p>Read {@link icy.server.api.MountsApi} first.
 */
@NullMarked
package icy.server.api;

import org.jspecify.annotations.NullMarked;
