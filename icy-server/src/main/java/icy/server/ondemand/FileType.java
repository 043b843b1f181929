package icy.server.ondemand;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which files are given out, and as what: audio, and the pictures of covers that lie beside it. Playlists, configs and
 * whatever else a folder has are nobody's business.
 *
 * <p>Thread: any.
 */
final class FileType {
    /** Opus is in Ogg (RFC 7845 9), and players that know the one type and not {@code audio/opus} are the rule. */
    private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("mp2", "audio/mpeg"),
            Map.entry("flac", "audio/flac"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("m4b", "audio/mp4"),
            Map.entry("aac", "audio/aac"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("oga", "audio/ogg"),
            Map.entry("opus", "audio/ogg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("aif", "audio/aiff"),
            Map.entry("aiff", "audio/aiff"),
            Map.entry("wv", "audio/x-wavpack"),
            Map.entry("mka", "audio/x-matroska"),
            Map.entry("webm", "audio/webm"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("png", "image/png"));

    private FileType() {}

    /** The type of a file of that name; none if such files are not given out. */
    static Optional<String> of(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0
                ? Optional.empty()
                : Optional.ofNullable(BY_EXTENSION.get(name.substring(dot + 1).toLowerCase(Locale.ROOT)));
    }

    /** The name of a file when its content is made to another type. */
    static String renamed(String name, String type) {
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        return switch (type) {
            case "audio/mpeg" -> stem + ".mp3";
            case "audio/aac" -> stem + ".aac";
            default -> stem + ".ogg";
        };
    }

    /** Whether a file of that name is a picture, of which there are no qualities. */
    static boolean isPicture(String name) {
        return of(name).filter(type -> type.startsWith("image/")).isPresent();
    }
}
