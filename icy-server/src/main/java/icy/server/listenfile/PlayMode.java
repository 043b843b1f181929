package icy.server.listenfile;

import java.util.Locale;
import java.util.Optional;

/**
 * How a client is given a list of files.
 *
 * <p>Thread: any.
 */
public enum PlayMode {
    /** Once, in its order. */
    SEQUENTIAL(false, false),
    /** In its order, over and over. */
    LOOP(false, true),
    /** Once, in random order. */
    SHUFFLE(true, false),
    /** In random order, over and over, in another each time. */
    ENDLESS_SHUFFLE(true, true);

    private final boolean shuffled;
    private final boolean endless;

    PlayMode(boolean shuffled, boolean endless) {
        this.shuffled = shuffled;
        this.endless = endless;
    }

    /** What the client asks for, or, if it says nothing, how the list is played else. What is not known is sequential. */
    public static PlayMode of(Optional<String> asked, boolean shuffle, boolean loop) {
        for (PlayMode mode : values()) {
            boolean meant = asked.map(mode.text()::equals).orElse(mode.shuffled == shuffle && mode.endless == loop);
            if (meant) {
                return mode;
            }
        }
        return SEQUENTIAL;
    }

    /** As URLs and headers have it. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean shuffled() {
        return shuffled;
    }

    boolean endless() {
        return endless;
    }
}
