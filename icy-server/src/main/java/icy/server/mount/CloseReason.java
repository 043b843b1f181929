package icy.server.mount;

/** Why a listener's connection ended; shared by log, statistics and metrics. */
public enum CloseReason {
    /** The listener went. */
    PEER_CLOSED("left"),
    /** It fell too far behind, and the mount's policy is to drop such listeners. */
    SLOW("too slow"),
    /** It was moved to the live edge once and has not taken a byte since. */
    STALLED("stalled"),
    /** The ring overtook it while a write was under way, so that it may have been sent torn bytes. */
    OVERTAKEN("overtaken"),
    /** The stream is over and it has got its last byte. */
    SOURCE_ENDED("end of stream"),
    /** It has listened for as long as the mount allows. */
    TIME_OVER("time is over"),
    /** An operator asked for it. */
    KICKED("kicked"),
    /** The server stops. */
    SERVER_STOPS("server stops"),
    /** Writing to it met a defect of ours, or it sent us a flood. */
    FAILED("failed");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    /** For log lines and metric labels. */
    public String text() {
        return text;
    }
}
