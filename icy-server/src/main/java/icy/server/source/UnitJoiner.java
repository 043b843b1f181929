package icy.server.source;

/**
 * Makes units fit to follow what is on the air. All units of a source pass it on their way out of the input buffer, aired
 * or not, because a unit that nobody heard may still be needed to begin at the next one.
 *
 * <p>Thread: the mount's home loop.
 */
interface UnitJoiner {
    /** The next unit that airs follows a foreign one. */
    void enter();

    /** Appends this unit, and before it what it needs; or drops it, if it cannot be begun at. */
    void air(byte[] bytes, int offset, int length, long durationUnits, int flags);

    /** This unit will not be heard. */
    void leaveOut(byte[] bytes, int offset, int length, int flags);

    /** Ends what this source has appended, where the codec wants that. */
    void leave();
}
