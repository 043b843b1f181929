package icy.server.config;

/** What happens to a track whose sample rate or channel count is not that of the mount. */
public enum MixedPolicy {
    /** It is played; most players follow the change, a few click or change pitch. */
    PLAY,
    /** It is passed over, and the log says so. */
    SKIP
}
