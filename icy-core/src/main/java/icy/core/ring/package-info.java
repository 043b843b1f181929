/**
 * The stream of one mount as bytes in memory: whole units, each with a stream position and a stream time, written by one
 * thread and read by many.
 *
 * <p>This package must not know what a unit holds: MP3 frames, ADTS frames and Ogg pages look the same here. Read {@link
 * icy.core.ring.StreamRing} first, then {@link icy.core.ring.Gather}, which collects what one write to one listener
 * carries.
 */
@NullMarked
package icy.core.ring;

import org.jspecify.annotations.NullMarked;
