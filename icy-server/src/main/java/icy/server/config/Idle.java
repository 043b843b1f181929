package icy.server.config;

/** What is on the air when nothing else is. */
public enum Idle {
    /** The test programme, in the mount's codec. */
    TONES,
    /** Silence, in the mount's codec: listeners stay connected. */
    SILENCE,
    /** Nothing: the mount is off the air, and who listens is disconnected. */
    OFF
}
