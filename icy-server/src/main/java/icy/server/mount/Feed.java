package icy.server.mount;

/** Whoever appends to a mount: asked to bring the live edge up to date before somebody is sent it. */
public interface Feed {
    /** Appends what is due at {@code nowNanos}. Home loop; must not block. */
    void advance(long nowNanos);

    /** What it appends, as people see it. Any thread. */
    default MountSnapshot.Supply supply() {
        return MountSnapshot.Supply.NONE;
    }
}
