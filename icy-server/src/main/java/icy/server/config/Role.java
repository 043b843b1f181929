package icy.server.config;

/**
 * What somebody may do who shows a key of the API. Each role may do all that those before it may.
 *
 * <p>Thread: any.
 */
public enum Role {
    /** Read what there is, and listen. */
    LISTEN("may read and listen"),
    /** Drive stations and queues. */
    DJ("may drive stations and queues"),
    /** Everything. */
    ADMIN("may do everything");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /** Half a sentence. */
    public String text() {
        return text;
    }

    /** Whether this role may do what is asked of {@code other}. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
