package icy.server.station;

import icy.core.ring.StreamTime;
import icy.server.http.PublicAddress;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A station as {@code /api/stations} shows it. Stream positions and times belong to one run of its mount.
 *
 * @param track what plays; null if nothing does
 * @param index where that stands in the playlist; -1 if it came from the queue
 * @param durationS 0 while it is not known
 * @param playlist {@code own}, or {@code config} for what the mount's config names
 * @param queued how many tracks come before the playlist goes on
 */
@Json(naming = Json.Naming.LowerUnderscore)
record StationJson(
        String id,
        String name,
        String mount,
        String state,
        @Nullable Track track,
        int index,
        double positionS,
        double durationS,
        double volume,
        boolean shuffle,
        String loop,
        String playlist,
        int trackCount,
        int queued,
        long streamPosition,
        long streamTimeMs,
        String djMessage,
        Map<String, Object> extras) {

    /** All of them. */
    @Json
    record Stations(List<StationJson> stations, int count) {}

    /** @param url where it can be heard by itself */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Track(String id, String path, String title, String artist, double durationS, String url) {
        static Track of(TrackNames.Facts facts, String base) {
            return new Track(
                    facts.id(),
                    facts.name(),
                    facts.title(),
                    facts.artist(),
                    millis(facts.seconds()),
                    base + PublicAddress.encodePath("/play/" + facts.name()));
        }
    }

    /** A playlist; {@code totalDuration} in seconds, of those tracks whose duration is known. */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Playlist(
            List<Track> tracks,
            int trackCount,
            int currentIndex,
            @Nullable Track currentTrack,
            double totalDuration) {}

    /** A queue. */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Queue(List<Track> tracks, int trackCount) {}

    /** One line of history; {@code track} is its path. */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Heard(String timestamp, String eventType, String track, double positionS, Metadata metadata) {}

    /** @param reason why a track was passed over; left out if it was not */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Metadata(
            String trackId,
            String title,
            long streamPosition,
            long streamTimeMs,
            @Nullable String reason) {}

    static StationJson of(StationState state, @Nullable Track track, Map<String, Object> extras) {
        return new StationJson(
                state.id(),
                state.name(),
                state.mount(),
                Player.text(state.state()),
                track,
                state.index(),
                millis(StreamTime.toSeconds(state.positionUnits())),
                millis(StreamTime.toSeconds(state.durationUnits())),
                state.volume(),
                state.shuffle(),
                Player.text(state.loop()),
                state.ownPlaylist() ? "own" : "config",
                state.tracks(),
                state.queued(),
                state.streamPosition(),
                StreamTime.toMillis(state.streamUnits()),
                state.message(),
                extras);
    }

    /** To the millisecond. */
    static double millis(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
