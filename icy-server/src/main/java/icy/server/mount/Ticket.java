package icy.server.mount;

import icy.server.http.AccessLog;

/**
 * What one is let in with who begins to listen.
 *
 * <p>Thread: the connection's loop.
 *
 * @param request what the access log will say of it, save for bytes and seconds; the request itself would keep some
 *     kilobytes
 * @param head the answer's head
 * @param entry where in the stream it begins
 * @param intro audio to be heard before that; may be empty
 * @param metaint 0 for no metadata
 * @param prompt whether it is to be written to at the shortest interval
 * @param takesPlace whether it takes one of the mount's own places
 * @param mostNanos how long it may listen; {@link #FOR_EVER}
 */
record Ticket(
        AccessLog.Entry request,
        byte[] head,
        Entry entry,
        byte[] intro,
        int metaint,
        boolean prompt,
        boolean takesPlace,
        long mostNanos) {

    static final long FOR_EVER = Long.MAX_VALUE;

    private static final byte[] NOTHING = {};

    /** For whoever may listen for ever and hears no intro. */
    static Ticket of(AccessLog.Entry request, byte[] head, Entry entry, int metaint, boolean prompt) {
        return new Ticket(request, head, entry, NOTHING, metaint, prompt, /* takesPlace= */ false, FOR_EVER);
    }
}
