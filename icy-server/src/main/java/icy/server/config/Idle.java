package icy.server.config;

/** What is on the air when nothing else is. */
public enum Idle {
    /** The test programme, in the mount's codec. */
    TONES,
    /** Silence, in the mount's codec: listeners stay connected. */
    SILENCE,
    /** Nothing: the mount is off the air, and who listens is disconnected. */
    OFF,
    /** As {@link #OFF}, and while nobody listens the mount is off the air too: its files stop, its relay is let go. */
    STOP;

    /** Whether the mount may go off the air. */
    public boolean mayBeOff() {
        return this == OFF || this == STOP;
    }
}
