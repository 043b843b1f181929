package icy.server.library;

import icy.server.library.Track.Damage;
import icy.server.library.Track.Format;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track as {@code /api/library} shows it.
 *
 * @param durationS 0 while unknown
 * @param durationExact whether all of the file was read for it
 * @param format left out while no frame was found
 * @param cover "embedded", or the name of an image beside the file; left out where there is none
 * @param damage left out where there is none
 * @param state ok, damaged, bad or missing
 * @param reason why it is not ok; left out if it is
 * @param size in bytes
 */
@Json(naming = Json.Naming.LowerUnderscore)
record TrackJson(
        String id,
        String path,
        String title,
        String artist,
        String album,
        String genre,
        String year,
        String trackNumber,
        double durationS,
        boolean durationExact,
        @Nullable FormatJson format,
        @Nullable String cover,
        @Nullable DamageJson damage,
        String state,
        @Nullable String reason,
        long size,
        String modified,
        String added) {

    /** @param codec mp3, flac, vorbis, opus, aac… */
    @Json(naming = Json.Naming.LowerUnderscore)
    record FormatJson(String codec, int sampleRate, int channels, int bitrateKbps, boolean vbr) {
        static FormatJson of(Format format) {
            return new FormatJson(
                    format.codec(),
                    format.sampleRate(),
                    format.channels(),
                    format.bitrateKbps(),
                    format.variableBitrate());
        }
    }

    /** Bytes that do not play, in so many places. */
    @Json
    record DamageJson(long bytes, long places) {}

    /**
     * A page of tracks.
     *
     * @param total how many match, on all pages
     * @param totalIsExact false: there are more than that, and counting was given up
     * @param next what to ask for as {@code after} to get the next page; left out on the last
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Page(
            List<TrackJson> tracks,
            int count,
            long total,
            boolean totalIsExact,
            @Nullable String next) {}

    static TrackJson of(Track track) {
        Format format = track.format();
        Damage damage = track.damage();
        return new TrackJson(
                track.id().digits(),
                track.path(),
                track.title(),
                track.artist(),
                track.album(),
                track.genre(),
                track.year(),
                track.trackNumber(),
                track.duration().toMillis() / 1000.0,
                track.durationExact(),
                format == null ? null : FormatJson.of(format),
                track.cover().isEmpty() ? null : track.cover(),
                damage.places() == 0 ? null : new DamageJson(damage.bytes(), damage.places()),
                track.state().word(),
                track.reason().isEmpty() ? null : track.reason(),
                track.sizeBytes(),
                track.modified().toString(),
                track.added().toString());
    }
}
