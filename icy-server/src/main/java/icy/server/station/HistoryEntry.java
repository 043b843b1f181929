package icy.server.station;

import java.nio.file.Path;
import java.time.Instant;

/**
 * Something that was heard.
 *
 * <p>Thread: any.
 *
 * @param reason why a track was passed over; empty if it was not
 */
public record HistoryEntry(
        Instant at,
        StationEvent.Kind kind,
        Path track,
        String title,
        long positionMillis,
        long streamPosition,
        long streamMillis,
        String reason) {}
