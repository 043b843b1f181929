package icy.server.station;

/**
 * What a station was told does not fit. The message is a sentence for the one who asked.
 *
 * <p>Thread: any.
 */
public final class StationRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong with it. */
    public enum Kind {
        /** Another thing would have to be so first: over HTTP, 409. */
        STATE,
        /** A number is out of its range: 422. */
        RANGE,
        /** Somebody else has changed it meanwhile: 412. */
        CHANGED
    }

    private final Kind kind;

    StationRefusal(Kind kind, String sentence) {
        super(sentence, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Never null. */
    public String sentence() {
        String sentence = getMessage();
        return sentence == null ? "" : sentence;
    }
}
