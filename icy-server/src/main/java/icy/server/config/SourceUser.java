package icy.server.config;

/**
 * Somebody who may be live on a mount.
 *
 * <p>Thread: any.
 *
 * @param user name to log in with, without a colon
 * @param password what to show, 8 characters or more
 * @param priority whose turn it is when several are live at once, -1000 to 1000; the higher wins; default 0
 */
public record SourceUser(String user, Secret password, int priority) {

    /** Who sources are that have no name of their own, in Icecast and in what is made for it. */
    public static final String USUAL = "source";

    public SourceUser {
        Login.requireName(user);
        password.requireLength(ConfigKey.SOURCE_USER_PASSWORD);
        ConfigKey.SOURCE_PRIORITY.requireWithin(priority, -1000, 1000);
    }
}
