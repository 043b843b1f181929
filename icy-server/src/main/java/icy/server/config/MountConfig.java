package icy.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One public stream: what it plays and how it is sent.
 *
 * <p>Thread: any.
 *
 * @param name the mount's path in URLs, such as {@code /stream} (the default) or {@code /jazz/high}; see
 *     {@link MountName} for what cannot be one
 * @param paths files, folders and playlists to play, in this order; default none: the built-in test programme
 * @param info how the mount introduces itself
 * @param shuffle whether tracks are played in random order, none twice before all have played; default false
 * @param once whether the mount ends after its last track; default false: it begins again
 * @param metaint audio bytes between two metadata blocks, 256 to 65536, the range tried with players; default 16000, as
 *     Icecast has it: one second at 128 kbit/s
 * @param burst audio sent at once on joining, 0 to {@code retain}; default 4 s: players start at once, and two that join
 *     at different times hear the same at the same time
 * @param flush time between two writes to a listener, 20 ms to 5 s in steps of 20 ms; null (the default): chosen by the number of
 *     listeners, from 100 ms for few to 1 s for thousands, since each write costs the same whatever it carries
 * @param retain audio kept in memory, 10 s to 10 min; default 30 s. A listener may stall that long and miss nothing
 * @param slow what happens to a listener that falls too far behind; default {@link SlowPolicy#SKIP}
 * @param slowAfter how far behind the live edge that is, 1 s to {@code retain}; default {@code retain}: as long as the
 *     audio is there, nothing need be lost
 * @param mixed what happens to tracks of another sample rate or channel count; default {@link MixedPolicy#PLAY}
 */
public record MountConfig(
        String name,
        List<Path> paths,
        StationInfo info,
        boolean shuffle,
        boolean once,
        int metaint,
        Duration burst,
        @Nullable Duration flush,
        Duration retain,
        SlowPolicy slow,
        Duration slowAfter,
        MixedPolicy mixed) {

    public static final String DEFAULT_NAME = "/stream";
    public static final int DEFAULT_METAINT = 16_000;
    public static final Duration DEFAULT_BURST = Duration.ofSeconds(4);
    public static final Duration DEFAULT_RETAIN = Duration.ofSeconds(30);

    /** The loops count time for their flushes in these. */
    private static final Duration FLUSH_STEP = Duration.ofMillis(20);

    public MountConfig {
        MountName.require(name);
        paths = List.copyOf(paths);
        ConfigKey.RETAIN.requireWithin(retain, Duration.ofSeconds(10), Duration.ofMinutes(10));
        ConfigKey.BURST.requireWithin(burst, Duration.ZERO, retain);
        ConfigKey.SLOW_AFTER.requireWithin(slowAfter, Duration.ofSeconds(1), retain);
        ConfigKey.METAINT.requireWithin(metaint, 256, 65_536);
        if (flush != null) {
            ConfigKey.FLUSH.requireWithin(flush, FLUSH_STEP, Duration.ofSeconds(5));
            if (flush.toNanos() % FLUSH_STEP.toNanos() != 0) {
                throw new InvalidSettingException(
                        ConfigKey.FLUSH, Durations.text(flush), "must be in steps of " + Durations.text(FLUSH_STEP));
            }
        }
    }

    /** All defaults, playing {@code paths} (none: the test programme). */
    public static MountConfig of(String name, Path... paths) {
        return new MountConfig(
                name,
                List.of(paths),
                StationInfo.DEFAULT,
                false,
                false,
                DEFAULT_METAINT,
                DEFAULT_BURST,
                null,
                DEFAULT_RETAIN,
                SlowPolicy.SKIP,
                DEFAULT_RETAIN,
                MixedPolicy.PLAY);
    }
}
