/**
 * AAC as live sources send it: ADTS frames, where they begin, how long they last, and silence in their place. Everything
 * here is pure: bytes come in by {@code push}; nothing here knows a socket, a thread, a clock, a mount or a logger, and
 * nothing decodes: no frame of AAC depends on the bytes of another, so any frame is an entry.
 *
 * <p>Read {@link icy.core.aac.AdtsHeader} first, then {@link icy.core.aac.AdtsScanner}, which decides where frames are.
 */
@NullMarked
package icy.core.aac;

import org.jspecify.annotations.NullMarked;
