/**
 * The files that clients may name: where they are, what they are called, and that no name leads anywhere else. It reads
 * no file and must not know who asks.
 *
 * <p>Read {@link icy.server.media.MediaFolders} first.
 */
@NullMarked
package icy.server.media;

import org.jspecify.annotations.NullMarked;
