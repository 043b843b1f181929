package icy.core.tracks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a file of music is by its name, and what it is called when it is given out as it is. Immutable. */
public enum AudioKind {
    MP3("audio/mpeg", ".mp3"),
    FLAC("audio/flac", ".flac"),
    /** Vorbis for the most part; what is in it only its content says. */
    OGG("audio/ogg", ".ogg", ".oga"),
    /** In Ogg, too: browsers ask for this name and all know it (RFC 7845 9). */
    OPUS("audio/ogg", ".opus"),
    /** AAC or ALAC in MP4. */
    M4A("audio/mp4", ".m4a", ".m4b"),
    /** AAC in ADTS. */
    AAC("audio/aac", ".aac"),
    WAV("audio/wav", ".wav"),
    AIFF("audio/aiff", ".aiff", ".aif");

    private static final Set<String> ALL_ENDINGS =
            Stream.of(values()).flatMap(kind -> kind.endings.stream()).collect(Collectors.toUnmodifiableSet());

    private final String contentType;
    private final List<String> endings;

    AudioKind(String contentType, String... endings) {
        this.contentType = contentType;
        this.endings = List.of(endings);
    }

    /** The kind of a file with this name; empty if it is no music, going by that. */
    public static Optional<AudioKind> of(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(kind -> kind.endings.stream().anyMatch(name::endsWith))
                .findFirst();
    }

    /** The kind of that file, by its name. */
    public static Optional<AudioKind> of(Path file) {
        Path name = file.getFileName();
        return name == null ? Optional.empty() : of(name.toString());
    }

    /** The endings of all kinds, in lower case with their dots. */
    public static Set<String> allEndings() {
        return ALL_ENDINGS;
    }

    /** What HTTP calls it. */
    public String contentType() {
        return contentType;
    }
}
