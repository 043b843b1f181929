/**
 * Ogg as a radio needs it: where pages are, how long they last, what a listener needs before them, and how pages of
 * several sources become one legal chained stream. Everything here is pure: bytes come in by {@code push}; nothing here
 * knows a socket, a thread, a clock, a mount or a logger, and nothing decodes.
 *
 * <p>Read {@link icy.core.ogg.OggPage} first, then {@link icy.core.ogg.OggScanner} (which decides where pages are) and
 * {@link icy.core.ogg.OggStream} (what each page means):
 *
 * <pre>
 *   bytes ──&gt; OggScanner ──&gt; OggStream ──────────────&gt; OggChain ──&gt; pages that air
 *             pages,          header or audio, duration,   serial and sequence
 *             damage          entry, OggLink (headers,     numbers, ends of links
 *                             format, artist, title)            ^
 *                                                       OggSilence
 * </pre>
 *
 * <p>The words are those of RFC 3533: a physical stream is a chain of <em>links</em>, a link is one or more logical
 * streams side by side, a logical stream has a serial number and begins and ends with a flagged page. Only {@code
 * HeaderPackets}, {@code PacketTimer} and {@link icy.core.ogg.OggSilence} know codecs.
 */
@NullMarked
package icy.core.ogg;

import org.jspecify.annotations.NullMarked;
