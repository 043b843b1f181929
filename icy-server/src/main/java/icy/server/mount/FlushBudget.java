package icy.server.mount;

/**
 * How often the listeners of one loop are written to. A write costs the same whatever it carries (about 8.5 µs of kernel
 * time for anything up to 16 kB), so the number of writes is the price of a broadcast, and this is where it is set: for
 * few listeners every 100 ms, since low latency costs nothing then; for thousands once a second.
 *
 * <p>With hysteresis: the interval gets longer as soon as the budget is exceeded, and shorter only when 7 of 10 of it
 * would suffice, so that a count that hovers about a limit moves nobody.
 *
 * <p>Thread: its loop.
 */
final class FlushBudget {
    /** Writes a second and loop, for all mounts together: about a twentieth of a processor. */
    static final int WRITES_PER_SECOND = 5_000;

    private static final int[] INTERVALS_MILLIS = {100, 200, 500, 1000};
    private static final double FEWER = 0.7;

    /** Listeners that may be prompt: a fifth of the budget at ten writes a second each. */
    private static final int MOST_PROMPT = WRITES_PER_SECOND / 5 / 10;

    private int listeners;
    private int prompt;
    private int level;

    void joined() {
        listeners++;
        settle();
    }

    void left() {
        listeners--;
        settle();
    }

    /** Whether one more listener may be written to at the shortest interval; to be given back. */
    boolean tryPrompt() {
        if (prompt == MOST_PROMPT) {
            return false;
        }
        prompt++;
        return true;
    }

    void promptLeft() {
        prompt--;
    }

    /** Time between two writes to a listener. */
    int intervalMillis() {
        return INTERVALS_MILLIS[level];
    }

    private void settle() {
        while (level < INTERVALS_MILLIS.length - 1 && listeners > capacity(level)) {
            level++;
        }
        while (level > 0 && listeners < FEWER * capacity(level - 1)) {
            level--;
        }
    }

    private static int capacity(int level) {
        return WRITES_PER_SECOND * INTERVALS_MILLIS[level] / 1000;
    }
}
