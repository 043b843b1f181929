/**
 * Where the bytes of a mount come from: files and folders played in order, and the tones that are played when there is
 * nothing else.
 *
 * <pre>
 *   scan worker        home loop of the mount                  air worker
 *   ───────────        ──────────────────────                  ──────────
 *   MediaScan ──> Programme ──Item──> ReadAhead ──> TrackFeed ─────> TrackReader
 *                     │                                  <──FrameBatch───┘
 *                     └──tells──> Deck = Playout ──append──> Mount
 * </pre>
 *
 * <p>Live sources are received by {@link icy.server.source.SourceEndpoint} (Icecast's way) and {@link
 * icy.server.source.ShoutcastDialogue} (SHOUTcast's); {@link icy.server.source.SourceLogins} says who may come, and
 * {@link icy.server.source.Sources} takes them.
 *
 * <p>Must not know who listens. Read {@link icy.server.source.Playout} first.
 */
@NullMarked
package icy.server.source;

import org.jspecify.annotations.NullMarked;
