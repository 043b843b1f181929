/**
 * Listen playlists: the small M3U, PLS and XSPF documents that lead players to a stream, and the ones that name the
 * files to be broadcast. Text in, records out, and back; it opens no file and follows no link, so it cannot know
 * whether what an entry names exists.
 *
 * <p>Read {@link icy.core.playlist.PlaylistFormat} first.
 */
@NullMarked
package icy.core.playlist;

import org.jspecify.annotations.NullMarked;
