package icy.server.source;

import icy.server.http.HttpError;
import icy.server.mount.Codec;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a source says its audio is, and what listeners are told.
 *
 * <p>Thread: any; immutable.
 *
 * @param name a MIME type without parameters that players know
 */
record ContentType(Codec codec, String name) {
    /** Names that tell players more than the codec's own: HE-AAC, Ogg with something else than music. */
    private static final Set<String> KEPT = Set.of("audio/aacp", "audio/ogg", "video/ogg");

    /** Named by programs that do not know what they send: it is MP3 more often than not, and the scanner finds out. */
    private static final Set<String> UNKNOWN = Set.of("application/octet-stream", "binary/octet-stream");

    /** Icecast's rule for {@code SOURCE} and SHOUTcast's for all: who says nothing sends MP3. */
    static final ContentType UNSAID = new ContentType(Codec.MP3, Codec.MP3.contentType());

    /** @throws HttpError with Icecast's words when it is none that this server carries */
    static ContentType of(String said) {
        String name = said.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (UNKNOWN.contains(name)) {
            return UNSAID;
        }
        Optional<Codec> codec = Codec.of(name);
        return codec.map(c -> new ContentType(c, KEPT.contains(name) ? name : c.contentType()))
                .orElseThrow(() -> new HttpError(
                        403,
                        "Content-type not supported: this server carries MP3 (audio/mpeg), AAC in ADTS (audio/aac,"
                                + " audio/aacp) and Ogg (application/ogg, audio/ogg)."));
    }
}
