package icy.server.mount;

/** Whoever appends to a mount: asked to bring the live edge up to date before somebody is sent it. */
public interface Feed {
    /** Appends what is due at {@code nowNanos}. Home loop; must not block. */
    void advance(long nowNanos);

    /** Whether it begins when somebody waits for it. Any thread. */
    default boolean comesOnDemand() {
        return false;
    }

    /** The name of the mount of whose stream it makes its own; empty for those that need none. Any thread. */
    default String variantOf() {
        return "";
    }

    /** What it is likely to append. Any thread. */
    default String contentType() {
        return Codec.MP3.contentType();
    }

    /** What it appends, as people see it. Any thread. */
    default MountSnapshot.Supply supply() {
        return MountSnapshot.Supply.NONE;
    }
}
