package icy.core.mpeg;

/**
 * The three families of sampling rates. MPEG-2.5 is no standard but Fraunhofer's extension of ISO/IEC 13818-3 to 8, 11
 * and 12 kHz, which every Layer III decoder knows.
 *
 * <p>Thread: any.
 */
public enum MpegVersion {
    MPEG_1(0, "MPEG-1"),
    MPEG_2(1, "MPEG-2"),
    MPEG_2_5(2, "MPEG-2.5");

    private final int index;
    private final String label;

    MpegVersion(int index, String label) {
        this.index = index;
        this.label = label;
    }

    /** As people write it: "MPEG-2.5". */
    public String label() {
        return label;
    }

    /** Row in tables by version. */
    int index() {
        return index;
    }
}
