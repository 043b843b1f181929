package icy.server.config;

/** Whether a source that logs in may end one that is live on the mount with the same user and priority. */
public enum Takeover {
    /** The first one stays until it goes. */
    NEVER,
    /** When the present one has been silent for 2 s or its connection is found dead: an encoder that comes back. */
    STALE,
    /** The last one wins: two encoders with one login throw each other off for ever. */
    ALWAYS
}
