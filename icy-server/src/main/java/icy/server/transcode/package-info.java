/**
 * Files in other formats and bitrates: made once, while they are sent already, and kept. MP3 can be sought in at once,
 * for its length is known before it is made.
 *
 * <p>Read {@link icy.server.transcode.Transcodes} first. It must not know what is said over HTTP of a file it gives out,
 * nor why a mount wants one.
 */
@NullMarked
package icy.server.transcode;

import org.jspecify.annotations.NullMarked;
