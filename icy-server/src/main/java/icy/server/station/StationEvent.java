package icy.server.station;

import icy.core.ring.StreamTime;
import icy.server.source.Programme;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that a station did, or that was done to it.
 *
 * <p>Thread: any.
 *
 * @param station its id
 * @param track which it concerns; null if none
 * @param title as listeners are shown it
 * @param positionUnits how far into the track, in 1/28,224,000 s
 * @param streamPosition the byte of the stream at which it can be heard
 * @param streamUnits the stream time of that byte
 * @param details what else there is to say: {@code reason} why a track was passed over, {@code dj_message}, {@code
 *     volume}, {@code shuffle} and {@code loop}, {@code extras} as JSON; empty for most
 */
public record StationEvent(
        String station,
        Kind kind,
        Instant at,
        @Nullable Path track,
        String title,
        long positionUnits,
        long streamPosition,
        long streamUnits,
        Map<String, Object> details) {

    /** What it was. */
    public enum Kind {
        /** A track has begun. */
        PLAY,
        PAUSE,
        RESUME,
        STOP,
        /** A track was left before its end, or could not be played. */
        SKIP,
        SEEK,
        /** A track was heard to its end. */
        ENDED,
        /** What plays before the playlist goes on is different now. */
        QUEUE,
        /** The playlist is different now. */
        PLAYLIST,
        VOLUME,
        MODE,
        /** A message is shown, or no more. */
        DJ_MESSAGE,
        EXTRAS;

        /** As clients know it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** As histories have it. */
        String historyText() {
            return this == PLAY ? "play_start" : text();
        }

        /** Whether it becomes history. */
        boolean isPlayback() {
            return compareTo(QUEUE) < 0;
        }

        static Kind of(Programme.Happening what) {
            return switch (what) {
                case BEGAN -> PLAY;
                case ENDED -> ENDED;
                case SKIPPED, UNPLAYABLE -> SKIP;
                case SOUGHT -> SEEK;
                case PAUSED -> PAUSE;
                case RESUMED -> RESUME;
                case STOPPED -> STOP;
            };
        }
    }

    static StationEvent of(String station, Programme.Event event) {
        boolean isUnplayable = event.what() == Programme.Happening.UNPLAYABLE;
        return new StationEvent(
                station,
                Kind.of(event.what()),
                Instant.now(),
                event.item().file(),
                isUnplayable ? "" : event.title().text(),
                event.positionUnits(),
                event.streamPosition(),
                event.streamUnits(),
                isUnplayable ? Map.of("reason", event.title().text()) : Map.of());
    }

    public double positionSeconds() {
        return StreamTime.toSeconds(positionUnits);
    }
}
