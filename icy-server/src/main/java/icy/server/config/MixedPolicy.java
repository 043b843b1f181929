package icy.server.config;

/** What happens to an MP3 whose sample rate or channel count is not that of the mount. */
public enum MixedPolicy {
    /** It is converted to the mount's; where there is no encoder for it, it is played as it is. */
    CONVERT,
    /** It is played; most players follow the change, a few click or change pitch. */
    PLAY,
    /** It is passed over, and the log says so. */
    SKIP
}
