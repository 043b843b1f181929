/**
 * MPEG audio as a radio needs it: where its frames are, how long they last, and how to cut, join and enter them so
 * that no decoder notices. Everything here is pure: bytes come in by {@code push} or through a channel that the caller
 * opened and closes; nothing here knows a socket, a thread, a clock, a mount or a logger.
 *
 * <p>Read {@link icy.core.mpeg.FrameHeader} first, then {@link icy.core.mpeg.FrameScanner} (which decides where frames
 * are) and {@link icy.core.mpeg.TrackParser} (the whole way from a file's bytes to the frames that air):
 *
 * <pre>
 *   file bytes ──&gt; FrameScanner ──&gt; RunParser ──&gt; FrameJoiner ──&gt; frames that air
 *                  boundaries,      JLayer's      no Xing frame,
 *                  tags, damage     second        no padding, no foreign
 *                                   opinion       bits: primed entries
 * </pre>
 *
 * <p>This is the only package that imports JLayer, and in it only
 * {@code RunParser} and {@link icy.core.mpeg.PcmDecoder} do.
 */
@NullMarked
package icy.core.mpeg;

import org.jspecify.annotations.NullMarked;
