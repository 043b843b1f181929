package icy.server.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a mount's audio gets to its listeners.
 *
 * <p>Thread: any.
 *
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
 */
public record DeliveryConfig(
        int metaint, Duration burst, @Nullable Duration flush, Duration retain, SlowPolicy slow, Duration slowAfter) {

    public static final DeliveryConfig DEFAULT = new DeliveryConfig(
            16_000, Duration.ofSeconds(4), null, Duration.ofSeconds(30), SlowPolicy.SKIP, Duration.ofSeconds(30));

    /** The loops count time for their flushes in these. */
    private static final Duration FLUSH_STEP = Duration.ofMillis(20);

    public DeliveryConfig {
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

    /** The same with another burst. */
    public DeliveryConfig withBurst(Duration other) {
        return new DeliveryConfig(metaint, other, flush, retain, slow, slowAfter);
    }

    /** The same with another interval between writes; null: chosen by the number of listeners. */
    public DeliveryConfig withFlush(@Nullable Duration other) {
        return new DeliveryConfig(metaint, burst, other, retain, slow, slowAfter);
    }

    /** The same with another answer to slow listeners. */
    public DeliveryConfig withSlow(SlowPolicy policy, Duration after) {
        return new DeliveryConfig(metaint, burst, flush, retain, policy, after);
    }
}
