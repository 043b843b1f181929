/**
 * Which files there are to play, and which comes next: the same for a mount and for a source client. It reads folders
 * and playlists, never a track, and does not know what a track holds.
 *
 * <p>Read {@link icy.core.tracks.MediaScan} first.
 */
@NullMarked
package icy.core.tracks;

import org.jspecify.annotations.NullMarked;
