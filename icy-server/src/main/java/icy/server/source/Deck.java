package icy.server.source;

import icy.core.icy.StreamTitle;
import org.jspecify.annotations.Nullable;

/**
 * What plays a {@link Programme} to a mount, and can be told to do otherwise. Each call is heard as soon as the frames
 * are there: at the next unit for those that need none and for the item that comes next anyway; for others the present
 * one runs on until they have been read.
 *
 * <p>Thread: the mount's home loop; {@link #status} any.
 */
public interface Deck {

    /** What it does. */
    enum State {
        PLAYING,
        PAUSED,
        STOPPED
    }

    /**
     * How things stand.
     *
     * @param item what is played; null before the first, and when stopped
     * @param title as listeners are shown it
     * @param positionUnits how far into the track, in 1/28,224,000 s
     * @param durationUnits how long the track is; 0 while that is not known
     * @param volume 1.0 is as recorded
     */
    record Status(
            State state,
            Programme.@Nullable Item item,
            StreamTitle title,
            long positionUnits,
            long durationUnits,
            double volume) {}

    Status status();

    /** What comes next may be another item than before. */
    void programmeChanged();

    /** Plays {@code item}, from its start moment, whatever it did before. */
    void play(Programme.Item item);

    /** Goes on at another moment of the same track; without one it does nothing. */
    void seek(long positionUnits);

    /** Silence of the stream's format, until {@link #resume}; what was to play is taken, and stands still. */
    void pause();

    void resume();

    /** Silence; the track is forgotten. */
    void stop();

    /** 0 is silence, 1 as recorded; between them 20·log10(volume) dB, to the nearest step of 1.5 dB. */
    void volume(double volume);

    /** Shows {@code text} in the place of the titles until told otherwise: null. */
    void message(@Nullable StreamTitle text);
}
