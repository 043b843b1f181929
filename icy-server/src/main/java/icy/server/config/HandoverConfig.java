package icy.server.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is on the air when a source falls silent or goes.
 *
 * <p>Thread: any.
 *
 * @param patience how long a silent source is waited for before the next takes over, 100 ms to 1 min; default 1 s, below
 *     the burst, so that players have something to play meanwhile
 * @param linger how long a departed source keeps its right to return, 0 to 10 min; default 10 s
 * @param fallback name of the mount whose stream is put on when there is neither source nor relay nor track; null (the
 *     default): none
 * @param fallbackFile MP3 file that is played over and over when there is no such mount or nothing on it; null (the
 *     default): none
 * @param idle what is on the air when nothing else is; default {@link Idle#TONES}
 */
public record HandoverConfig(
        Duration patience,
        Duration linger,
        @Nullable String fallback,
        @Nullable Path fallbackFile,
        Idle idle) {

    public static final HandoverConfig DEFAULT =
            new HandoverConfig(Duration.ofSeconds(1), Duration.ofSeconds(10), null, null, Idle.TONES);

    public HandoverConfig {
        ConfigKey.PATIENCE.requireWithin(patience, Duration.ofMillis(100), Duration.ofMinutes(1));
        ConfigKey.LINGER.requireWithin(linger, Duration.ZERO, Duration.ofMinutes(10));
    }

    /** The same with another mount to fall back on; null: none. */
    public HandoverConfig withFallback(@Nullable String mount) {
        return new HandoverConfig(patience, linger, mount, fallbackFile, idle);
    }

    /** The same with another file to fall back on; null: none. */
    public HandoverConfig withFallbackFile(@Nullable Path file) {
        return new HandoverConfig(patience, linger, fallback, file, idle);
    }

    /** The same with another last resort. */
    public HandoverConfig withIdle(Idle other) {
        return new HandoverConfig(patience, linger, fallback, fallbackFile, other);
    }

    /** The same with other waits. */
    public HandoverConfig withWaits(Duration otherPatience, Duration otherLinger) {
        return new HandoverConfig(otherPatience, otherLinger, fallback, fallbackFile, idle);
    }
}
