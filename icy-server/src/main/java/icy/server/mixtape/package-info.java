/**
 * Mixtapes: lists of files with a title, notes and a cover, which are shared as a page with a player, by a link or a QR code.
 * It must not know mounts: a mixtape is on no air; whoever opens its page plays its files.
 *
 * <p>Read {@link icy.server.mixtape.Mixtape} first, then {@link icy.server.mixtape.Mixtapes}, which keeps them, and
 * {@link icy.server.mixtape.MixtapeSurface} for the URLs.
 */
@NullMarked
package icy.server.mixtape;

import org.jspecify.annotations.NullMarked;
