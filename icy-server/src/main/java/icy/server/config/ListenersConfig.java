package icy.server.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who may listen to a mount, how long, and what greets them.
 *
 * <p>Thread: any.
 *
 * @param hidden whether the mount is left out of lists and statistics; it can be listened to all the same; default false
 * @param intro MP3 file that each listener hears before the stream; null (the default): none
 * @param max listeners at once, 0 or more; default {@link #NO_LIMIT}: as many as the server takes
 * @param maxTime how long one may listen before being disconnected, 1 s to 366 days; null (the default): for ever
 * @param passwords file of those who may listen, a {@code user:password} or {@code user:hash} a line; null (the default):
 *     everybody may
 */
public record ListenersConfig(
        boolean hidden,
        @Nullable Path intro,
        int max,
        @Nullable Duration maxTime,
        @Nullable Path passwords) {

    /** As many as the server takes. */
    public static final int NO_LIMIT = Integer.MAX_VALUE;

    /** Everybody, for ever. */
    public static final ListenersConfig DEFAULT = new ListenersConfig(false, null, NO_LIMIT, null, null);

    public ListenersConfig {
        if (max < 0) {
            throw new InvalidSettingException(ConfigKey.MOUNT_MAX_LISTENERS, max, "must be 0 or more");
        }
        if (maxTime != null) {
            ConfigKey.MAX_LISTENER_TIME.requireWithin(maxTime, Duration.ofSeconds(1), Duration.ofDays(366));
        }
    }

    /** The same, left out of lists. */
    public ListenersConfig asHidden() {
        return new ListenersConfig(true, intro, max, maxTime, passwords);
    }

    /** The same with other bounds; null: no longest time. */
    public ListenersConfig withLimits(int otherMax, @Nullable Duration otherTime) {
        return new ListenersConfig(hidden, intro, otherMax, otherTime, passwords);
    }

    /** The same, greeting with this file. */
    public ListenersConfig withIntro(Path file) {
        return new ListenersConfig(hidden, file, max, maxTime, passwords);
    }

    /** The same, for those in this file alone. */
    public ListenersConfig withPasswords(Path file) {
        return new ListenersConfig(hidden, intro, max, maxTime, file);
    }
}
