package icy.server.config;

/** What happens to a listener whose connection cannot carry the stream. */
public enum SlowPolicy {
    /** It goes on at the live edge, having missed what lay between: the radio keeps playing. */
    SKIP,
    /** It is disconnected: players that reconnect by themselves start afresh with a full burst. */
    DROP
}
