package icy.server.source;

import icy.server.config.StationInfo;
import icy.server.mount.StreamFormat;
import org.jspecify.annotations.Nullable;

/**
 * What can be on the air of a mount: it has units, and gives one after the other when the mount's {@link SourceSlot} asks.
 * A source belongs to one mount and appends to it itself, while it is on the air and at no other time.
 *
 * <pre>
 *   off the air ──enter──> on the air: step, step, … ──leave──> off the air
 *        tend, all the time; close, once
 * </pre>
 *
 * <p>Thread: the mount's home loop; {@link #view} any.
 */
public interface Source {
    /** What a source is, best first: of several that are ready the best is on the air. */
    enum Kind {
        /** An encoder that is connected to this server. */
        LIVE,
        /** Another server's stream. */
        RELAY,
        /** The mount's own files. */
        PLAYOUT,
        /** What another mount sends. */
        FALLBACK_MOUNT,
        /** A file for when nothing else is there. */
        FALLBACK_FILE,
        /** The test programme. */
        TONES,
        /** Nothing, in the mount's codec. */
        SILENCE
    }

    /** What became of a request for one more unit. */
    enum Step {
        /** Something was appended, or at least got on with. */
        AIRED,
        /** The next unit's time has not come. */
        EARLY,
        /** Nothing is there now; there may be later. */
        DRY,
        /** Nothing will come any more. */
        OVER
    }

    Kind kind();

    /** Among sources of the same kind the higher one is on the air. */
    default int priority() {
        return 0;
    }

    /** For statistics, pages and logs. */
    SourceView view();

    /** Called about every 20 to 100 ms, on the air or not: keeps buffers filled or fresh, watches time limits. */
    void tend(long nowNanos);

    /** Whether it could go on the air now and stay there. */
    boolean ready();

    /** Whether it may become ready by itself, so that listeners are worth keeping. */
    boolean present();

    /** Whether it rests because nobody listens, and will begin when somebody does. */
    default boolean dormant() {
        return false;
    }

    /** How much audio it can give at once without getting short of it: files much, live sources none. */
    long stockUnits();

    /** What its units are; null before it is ready for the first time. */
    @Nullable
    StreamFormat format();

    /** Its average bitrate in kbit/s; 0 while unknown. */
    int kbps();

    /** How it introduces the station; null when it does not. */
    default @Nullable StationInfo info() {
        return null;
    }

    /**
     * It goes on the air: the next unit it appends follows a foreign one and must be fit for that. It announces its title.
     */
    void enter();

    /** Appends its next unit, if that ends by stream time {@code due}. */
    Step step(long due);

    /** It goes off the air: the next unit in the stream is a foreign one. */
    void leave();

    /**
     * How much faster, in millionths, the mount's clock should run for this source's buffer to stay as full as it should
     * be.
     */
    default int slewPpm() {
        return 0;
    }

    /** It is not wanted any more. */
    void close(String why);
}
