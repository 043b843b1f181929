package icy.server.mixtape;

import icy.server.http.PublicAddress;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What requests and answers about mixtapes hold.
 *
 * <p>Thread: any.
 *
 * @param cover file that the cover is taken of, unless one was uploaded; without either it is the first track's
 * @param url of the page
 */
@Json(naming = Json.Naming.LowerUnderscore)
record MixtapeJson(
        String slug,
        String title,
        String notes,
        @Json.Property("public") boolean isPublic,
        @Nullable String cover,
        boolean uploadedCover,
        List<MixtapeJson.Track> tracks,
        int trackCount,
        double totalDurationS,
        String url) {

    private static final double MILLIS = 1000.0;

    /** @param base address of the server, without a slash at its end */
    static MixtapeJson of(Mixtape mixtape, List<MixtapeFiles.Shown> tracks, String base) {
        double total = tracks.stream().mapToDouble(MixtapeFiles.Shown::seconds).sum();
        return new MixtapeJson(
                mixtape.slug(),
                mixtape.title(),
                mixtape.notes(),
                mixtape.isPublic(),
                mixtape.cover(),
                mixtape.uploaded() > 0,
                tracks.stream().map(track -> Track.of(track, base)).toList(),
                tracks.size(),
                Math.round(total * MILLIS) / MILLIS,
                base + "/share/" + mixtape.slug());
    }

    /**
     * A track.
     *
     * @param url where it is played
     * @param missing whether the file is not there now
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Track(String id, String path, String title, String artist, double durationS, String url, boolean missing) {
        static Track of(MixtapeFiles.Shown track, String base) {
            return new Track(
                    track.id(),
                    track.path(),
                    track.title(),
                    track.artist(),
                    track.seconds(),
                    base + PublicAddress.encodePath("/play/" + track.path()),
                    track.isMissing());
        }
    }

    /** One of many. */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Brief(
            String slug,
            String title,
            @Json.Property("public") boolean isPublic,
            int trackCount,
            String url) {
        static Brief of(MixtapeSummary summary, String base) {
            return new Brief(
                    summary.slug(),
                    summary.title(),
                    summary.isPublic(),
                    summary.tracks(),
                    base + "/share/" + summary.slug());
        }
    }

    @Json
    record All(List<Brief> mixtapes, int count) {}

    /** After a change. */
    @Json
    record Changed(boolean success, String message, MixtapeJson mixtape) {}

    /** After a change that leaves nothing to be shown. */
    @Json
    record Done(boolean success, String message) {}

    /** A request. */
    @Json
    record Wanted(
            @Nullable String slug,
            @Nullable String title,
            @Nullable String notes,
            @Json.Property("public") @Nullable Boolean isPublic,
            @Nullable String cover,
            @Nullable List<@Nullable String> tracks) {}

    /** A request for a link: so many seconds from now, or until then. */
    @Json
    record WantedLink(@Nullable Long seconds, @Nullable String expires) {}

    /** A link. */
    @Json
    record Link(String url, String expires) {}
}
