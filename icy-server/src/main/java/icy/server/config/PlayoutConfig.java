package icy.server.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What a mount plays of itself.
 *
 * <p>Thread: any.
 *
 * @param paths files, folders and playlists to play, in this order; default none
 * @param shuffle whether tracks are played in random order, none twice before all have played; default false
 * @param once whether the mount ends after its last track; default false: it begins again
 * @param mixed what happens to MP3s of another sample rate or channel count; default {@link MixedPolicy#CONVERT}
 * @param format what its tracks sound like on the air; default {@link TrackFormat#AUTO}
 */
public record PlayoutConfig(List<Path> paths, boolean shuffle, boolean once, MixedPolicy mixed, TrackFormat format) {

    public PlayoutConfig {
        paths = List.copyOf(paths);
    }

    /** These, in this order, for ever. */
    public static PlayoutConfig of(Path... paths) {
        return new PlayoutConfig(List.of(paths), false, false, MixedPolicy.CONVERT, TrackFormat.AUTO);
    }

    /** The same, ending after the last track. */
    public PlayoutConfig playedOnce() {
        return new PlayoutConfig(paths, shuffle, true, mixed, format);
    }

    /** The same with tracks that sound like that. */
    public PlayoutConfig withFormat(TrackFormat other) {
        return new PlayoutConfig(paths, shuffle, once, mixed, other);
    }

    /** The same with another answer to tracks of another kind. */
    public PlayoutConfig withMixed(MixedPolicy other) {
        return new PlayoutConfig(paths, shuffle, once, other, format);
    }
}
