package icy.core.mpeg;

import java.util.Optional;

/**
 * What became of a track.
 *
 * @param frames how many frames were given, primers included
 * @param durationUnits how long they last, in 1/28,224,000 s
 * @param lostBytes bytes of damage: in no frame and no tag, or in frames that could not air
 * @param unplayable why nothing was given, in words for a log; empty if something was
 *     <p>Thread: any.
 */
public record TrackSummary(long frames, long durationUnits, long lostBytes, String unplayable) {

    /** Why not a single frame came out of the input, for instance "not an MP3: no frames found". */
    public Optional<String> whyUnplayable() {
        return unplayable.isEmpty() ? Optional.empty() : Optional.of(unplayable);
    }
}
