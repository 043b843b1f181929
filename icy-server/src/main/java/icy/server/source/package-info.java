/**
 * Where the bytes of a mount come from: files and folders played in order, and the tones that are played when there is
 * nothing else.
 *
 * <pre>
 *   io worker          air worker                              home loop of the mount
 *   ─────────          ──────────                              ──────────────────────
 *   MediaScan ──> Rotation ──> TrackReader ──FrameBatch──> Playout ──append──> Mount
 * </pre>
 *
 * <p>Must not know who listens. Read {@link icy.server.source.Playout} first.
 */
@NullMarked
package icy.server.source;

import org.jspecify.annotations.NullMarked;
