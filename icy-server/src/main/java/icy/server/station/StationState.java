package icy.server.station;

import icy.core.tracks.PlayOrder;
import icy.server.source.Deck;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How things stand with a station.
 *
 * <p>Thread: any.
 *
 * @param id what URLs call it
 * @param name as listeners know it
 * @param mount where it is heard
 * @param track what plays, or is just about to; null if nothing does
 * @param title as listeners are shown it
 * @param index where in the playlist that stands; -1 if it does not
 * @param positionUnits how far into the track, in 1/28,224,000 s
 * @param durationUnits how long it is; 0 while that is not known
 * @param volume 1.0 is as recorded
 * @param ownPlaylist false: it plays what the mount's config names
 * @param streamPosition the live edge of the stream
 * @param message what is shown instead of titles; empty if nothing is
 * @param extras a JSON object that is shown with all this
 */
public record StationState(
        String id,
        String name,
        String mount,
        Deck.State state,
        @Nullable Path track,
        String title,
        int index,
        long positionUnits,
        long durationUnits,
        double volume,
        boolean shuffle,
        PlayOrder.Loop loop,
        boolean ownPlaylist,
        int tracks,
        int queued,
        long streamPosition,
        long streamUnits,
        String message,
        String extras) {}
