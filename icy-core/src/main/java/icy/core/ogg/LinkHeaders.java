package icy.core.ogg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header pages of the present link, as they came, until they are whole: first a first page of every logical stream,
 * then the rest of their header packets in any order (RFC 3533 §4).
 *
 * <p>Thread: whoever owns the object; it is mutable.
 */
final class LinkHeaders {

    /** A cover of usual size has room; every listener gets all of this before the first sound. */
    static final int MAX_BYTES = 1 << 20;

    static final int MAX_LOGICAL_STREAMS = 16;

    private final List<HeaderPackets> streams = new ArrayList<>();
    private byte[] bytes = new byte[4096];
    private int size;

    /** Whether nothing but first pages has come. */
    private boolean beginning = true;

    /** Whether any of the streams goes on behind its first page; a link whose streams have all ended is over. */
    private boolean open;

    private @Nullable String problem;

    /** Whether {@code page}, a first page, stands beside those that are already here, or begins a link of its own. */
    boolean accepts(OggPage page) {
        return beginning && open && !knows(page.serial());
    }

    /** Takes a first page. */
    void begin(OggPage page) {
        if (streams.size() == MAX_LOGICAL_STREAMS) {
            fail("more than " + MAX_LOGICAL_STREAMS + " streams side by side");
            return;
        }
        HeaderPackets stream = new HeaderPackets(page);
        streams.add(stream);
        open |= !page.isLast();
        keep(page);
        stream.take(page).ifPresent(this::fail);
    }

    /**
     * Takes a later page of a known stream, if it still belongs to the headers.
     *
     * @return false if it is the first page behind them
     */
    boolean take(OggPage page) {
        beginning = false;
        if (isWhole()) {
            return false;
        }
        HeaderPackets stream = streamOf(page.serial());
        if (stream != null && !stream.isComplete()) {
            if (stream.isSound(page)) {
                stream.completeEarly();
                if (isWhole()) {
                    return false;
                }
            } else {
                stream.take(page).ifPresent(this::fail);
            }
        }
        keep(page);
        return true;
    }

    /** Whether all header packets are here; certain only when a page that is no first page has come. */
    boolean isWhole() {
        for (HeaderPackets stream : streams) {
            if (!stream.isComplete()) {
                return false;
            }
        }
        return !beginning && problem == null;
    }

    boolean knows(int serial) {
        return streamOf(serial) != null;
    }

    /** Why these headers are of no use, or null. */
    @Nullable
    String problem() {
        return problem;
    }

    void fail(String what) {
        if (problem == null) {
            problem = what;
            bytes = new byte[0];
            size = 0;
        }
    }

    /** The stream whose sound is heard: the first of a known codec. */
    @Nullable
    HeaderPackets audio() {
        for (HeaderPackets stream : streams) {
            if (stream.codec() != OggCodec.OTHER) {
                return stream;
            }
        }
        return null;
    }

    /** All pages so far. */
    byte[] pages() {
        return Arrays.copyOf(bytes, size);
    }

    private @Nullable HeaderPackets streamOf(int serial) {
        for (int i = 0; i < streams.size(); i++) { // asked for every page, so without an iterator
            if (streams.get(i).serial() == serial) {
                return streams.get(i);
            }
        }
        return null;
    }

    private void keep(OggPage page) {
        if (problem != null) {
            return;
        }
        if (size + page.pageBytes() > MAX_BYTES) {
            fail("headers of more than " + MAX_BYTES + " bytes; is the cover too large?");
            return;
        }
        if (size + page.pageBytes() > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + page.pageBytes()));
        }
        System.arraycopy(page.bytes(), page.offset(), bytes, size, page.pageBytes());
        size += page.pageBytes();
    }

    /** Packet {@code wanted}, from 0, of the stream {@code serial} in {@code pages}; empty if it is not there. */
    static byte[] packet(byte[] pages, int serial, int wanted) {
        byte[] packet = new byte[gather(pages, serial, wanted, null)];
        gather(pages, serial, wanted, packet);
        return packet;
    }

    /** How long the packet is; its pieces are copied if there is something to copy them to. */
    private static int gather(byte[] pages, int serial, int wanted, byte @Nullable [] packet) {
        OggPage page = new OggPage();
        int begun = -1;
        int length = 0;
        for (int at = 0; begun <= wanted && page.wrap(pages, at, pages.length); at += page.pageBytes()) {
            for (int piece = 0; piece < page.pieces() && page.serial() == serial; piece++) {
                begun += page.beginsPacket(piece) ? 1 : 0;
                if (begun == wanted) {
                    if (packet != null) {
                        System.arraycopy(pages, page.pieceOffset(piece), packet, length, page.pieceBytes(piece));
                    }
                    length += page.pieceBytes(piece);
                }
            }
        }
        return length;
    }
}
