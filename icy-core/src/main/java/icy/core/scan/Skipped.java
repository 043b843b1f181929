package icy.core.scan;

/**
 * Why bytes of the input are not in any frame.
 *
 * <p>Thread: any.
 */
public enum Skipped {
    ID3V2("ID3v2 tag", false),
    ID3V1("ID3v1 tag", false),
    APE("APE tag", false),
    LYRICS3("Lyrics3 tag", false),
    CONTAINER("RIFF container", false),
    PADDING("zero padding", false),
    FREE_FORMAT("free format is not supported", true),
    CUT_SHORT("frame cut short", true),
    CHECKSUM("checksum wrong", true),
    GARBAGE("no frame here", true);

    private final String reason;
    private final boolean damage;

    Skipped(String reason, boolean damage) {
        this.reason = reason;
        this.damage = damage;
    }

    /** In words, for logs and reports. */
    public String reason() {
        return reason;
    }

    /** Whether audio may have been lost; tags and padding are no loss. */
    public boolean isDamage() {
        return damage;
    }
}
