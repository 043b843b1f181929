package icy.core.ogg;

/**
 * One page of Ogg, looked at where it lies. One object is refilled for every page, so reading pages makes no garbage.
 *
 * <pre>
 *   0  "OggS"                        18  sequence number of the page, 4
 *   4  version, 0                    22  checksum, 4
 *   5  1 continued, 2 first, 4 last  26  number of segments n
 *   6  granule position, 8           27  n lengths ("lacing")
 *  14  serial number, 4              27 + n  the body: as many bytes as the lengths say
 * </pre>
 *
 * <p>Numbers are little-endian. A packet is as many segments of 255 bytes as fit and one that is shorter, perhaps empty;
 * it may go on on the next page. What this page holds of a packet is a <em>piece</em>. RFC 3533 §6.
 *
 * <p>Thread: whoever owns the object; it is mutable.
 */
public final class OggPage {

    /** 27 + 255 + 255 × 255. */
    public static final int MAX_PAGE_BYTES = 65_307;

    /** The granule position of a page on which no packet ends. */
    public static final long NO_GRANULE = -1;

    static final int HEADER_BYTES = 27;
    static final int FLAGS_OFFSET = 5;
    static final int GRANULE_OFFSET = 6;
    static final int SERIAL_OFFSET = 14;
    static final int SEQUENCE_OFFSET = 18;
    static final int CRC_OFFSET = 22;
    static final int SEGMENTS_OFFSET = 26;

    static final int CONTINUED = 1;
    static final int FIRST = 2;
    static final int LAST = 4;

    /** {@link #measure} says: these bytes do not begin a page. */
    static final int NO_PAGE = -1;

    /** {@link #measure} says: too few bytes to tell. */
    static final int TOO_FEW_BYTES = 0;

    private byte[] bytes = new byte[0];
    private int offset;
    private int pageBytes;
    private final int[] pieceEnds = new int[256];
    private int pieces;
    private boolean lastPieceEnds;

    /**
     * Looks at the page that begins at {@code offset}, without checking its checksum. The array is not copied.
     *
     * @param limit where the bytes end
     * @return false if no whole page stands there; nothing may be read then
     */
    public boolean wrap(byte[] bytes, int offset, int limit) {
        int length = measure(bytes, offset, limit);
        if (length <= 0 || length > limit - offset) {
            return false;
        }
        this.bytes = bytes;
        this.offset = offset;
        pageBytes = length;
        findPieces();
        return true;
    }

    /** The length of the page that begins at {@code offset}, {@link #NO_PAGE} or {@link #TOO_FEW_BYTES}. */
    static int measure(byte[] bytes, int offset, int limit) {
        int left = limit - offset;
        for (int i = 0; i < 5; i++) {
            if (i == left) {
                return TOO_FEW_BYTES;
            }
            if (bytes[offset + i] != "OggS\0".charAt(i)) {
                return NO_PAGE;
            }
        }
        if (left < HEADER_BYTES) {
            return TOO_FEW_BYTES;
        }
        int segments = bytes[offset + SEGMENTS_OFFSET] & 0xFF;
        int length = HEADER_BYTES + segments;
        if (left < length) {
            return TOO_FEW_BYTES;
        }
        for (int i = 0; i < segments; i++) {
            length += bytes[offset + HEADER_BYTES + i] & 0xFF;
        }
        return length;
    }

    private void findPieces() {
        int segments = bytes[offset + SEGMENTS_OFFSET] & 0xFF;
        int at = offset + HEADER_BYTES + segments;
        pieces = 0;
        lastPieceEnds = true;
        for (int i = 0; i < segments; i++) {
            int lacing = bytes[offset + HEADER_BYTES + i] & 0xFF;
            at += lacing;
            lastPieceEnds = lacing < 255;
            if (lastPieceEnds || i == segments - 1) {
                pieceEnds[pieces++] = at;
            }
        }
    }

    /** The array the page lies in, from {@link #offset}. */
    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    /** The whole page with its header. */
    public int pageBytes() {
        return pageBytes;
    }

    /** The first piece is the rest of a packet of the page before. */
    public boolean isContinued() {
        return has(CONTINUED);
    }

    /** The first page of its logical stream ("BOS"). */
    public boolean isFirst() {
        return has(FIRST);
    }

    /** The last page of its logical stream ("EOS"). */
    public boolean isLast() {
        return has(LAST);
    }

    /** The end of the last packet that ends here, in the codec's own count; {@link #NO_GRANULE} if none does. */
    public long granule() {
        return (littleEndian(bytes, offset + GRANULE_OFFSET + 4) & 0xFFFF_FFFFL) << 32
                | littleEndian(bytes, offset + GRANULE_OFFSET) & 0xFFFF_FFFFL;
    }

    public int serial() {
        return littleEndian(bytes, offset + SERIAL_OFFSET);
    }

    public int sequence() {
        return littleEndian(bytes, offset + SEQUENCE_OFFSET);
    }

    /** Whether what it says of its checksum is true. */
    public boolean hasRightChecksum() {
        return littleEndian(bytes, offset + CRC_OFFSET) == OggCrc.ofPage(bytes, offset, offset + pageBytes);
    }

    /** How many packets have a part here. */
    public int pieces() {
        return pieces;
    }

    /** Where in {@link #bytes} a piece begins. */
    public int pieceOffset(int piece) {
        return piece == 0 ? offset + HEADER_BYTES + (bytes[offset + SEGMENTS_OFFSET] & 0xFF) : pieceEnds[piece - 1];
    }

    public int pieceBytes(int piece) {
        return pieceEnds[piece] - pieceOffset(piece);
    }

    /** Whether the piece is the beginning of its packet. */
    public boolean beginsPacket(int piece) {
        return piece > 0 || !isContinued();
    }

    /** Whether the piece is the end of its packet. */
    public boolean endsPacket(int piece) {
        return piece < pieces - 1 || lastPieceEnds;
    }

    private boolean has(int flag) {
        return (bytes[offset + FLAGS_OFFSET] & flag) != 0;
    }

    static int littleEndian(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16 | bytes[at + 3] << 24;
    }

    static void putLittleEndian(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >>> 8);
        bytes[at + 2] = (byte) (value >>> 16);
        bytes[at + 3] = (byte) (value >>> 24);
    }
}
