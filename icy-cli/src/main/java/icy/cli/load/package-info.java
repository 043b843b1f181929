/**
 * {@code icy load}: thousands of listeners in one thread, to measure a station with.
 *
 * <p>It must cost little itself, or it measures itself: one selector, one buffer, an object per listener. It must not know
 * the server, and measures any. Read {@link icy.cli.load.LoadRun} first.
 */
@NullMarked
package icy.cli.load;

import org.jspecify.annotations.NullMarked;
