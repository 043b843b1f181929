package icy.server.library;

import icy.core.mpeg.TrackTags;
import org.jspecify.annotations.Nullable;

/**
 * What reading a file has told.
 *
 * @param state never {@link TrackState#MISSING}
 * @param readThrough whether all of it was read
 * @param unreadable whether the disk did not let it be read: then it is tried again with the next scan
 *     <p>Thread: any.
 */
record FileFacts(
        FoundFile found,
        TrackTags tags,
        Track.@Nullable Format format,
        long durationMillis,
        Track.Damage damage,
        TrackState state,
        String reason,
        boolean readThrough,
        boolean unreadable) {}
