package icy.server.library;

import icy.server.media.MediaFolders;
import icy.server.media.TrackId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file and what is known of it. Of what no tag says there is an empty string.
 *
 * @param path what clients call it, see {@link MediaFolders}
 * @param file where it is
 * @param title as its tags say, else its name without the ending
 * @param duration zero while unknown
 * @param durationExact whether all of the file was read for it; else it is what its beginning promises
 * @param format null while no frame was found
 * @param cover "embedded", or the name of an image beside the file; empty for none
 * @param damage what of it does not play
 * @param reason why it is not {@link TrackState#OK}, in words
 * @param modified when the file was changed, as the disk says
 * @param added when the library first saw it
 *     <p>Thread: any.
 */
public record Track(
        TrackId id,
        String path,
        Path file,
        String title,
        String artist,
        String album,
        String genre,
        String year,
        String trackNumber,
        Duration duration,
        boolean durationExact,
        @Nullable Format format,
        String cover,
        Damage damage,
        TrackState state,
        String reason,
        long sizeBytes,
        Instant modified,
        Instant added) {

    /**
     * @param codec mp3, mp2, mp1, flac, vorbis, opus, aac, alac, wav, aiff, or what else a file says
     * @param bitrateKbps on the average, where it varies
     */
    public record Format(String codec, int sampleRate, int channels, int bitrateKbps, boolean variableBitrate) {}

    /** Bytes that may have been music, in so many places. */
    public record Damage(long bytes, long places) {
        static final Damage NONE = new Damage(0, 0);
    }

    /** A file that the library does not know, or not yet: its name is all there is to say. */
    static Track unknown(Path file, String path) {
        return new Track(
                TrackId.of(path),
                path,
                file,
                FileReader.nameWithoutEnding(path),
                "",
                "",
                "",
                "",
                "",
                Duration.ZERO,
                false,
                null,
                "",
                Damage.NONE,
                TrackState.OK,
                "",
                0,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
