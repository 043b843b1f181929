package icy.server.relay;

import icy.core.playlist.Playlist;
import icy.core.playlist.PlaylistFormat;
import java.util.Locale;
import java.util.Set;

/**
 * A listen playlist that an upstream answers with instead of its stream: stations publish the addresses of those.
 *
 * <p>Pure. Thread: any.
 */
final class UpstreamPlaylist {
    static final int MOST_BYTES = 64 * 1024;

    private static final Set<String> TYPES = Set.of(
            "audio/x-mpegurl",
            "audio/mpegurl",
            "application/x-mpegurl",
            "application/vnd.apple.mpegurl",
            "audio/x-scpls",
            "audio/scpls",
            "application/pls+xml",
            "application/xspf+xml");

    private UpstreamPlaylist() {}

    static boolean isOne(UpstreamAnswer answer) {
        return TYPES.contains(answer.mediaType());
    }

    /**
     * The first of its entries that can be fetched.
     *
     * @param base where the playlist came from
     * @throws IllegalArgumentException with the rest of a sentence about the upstream, when there is none
     */
    static UpstreamUrl firstStream(UpstreamUrl base, byte[] document) {
        PlaylistFormat format = PlaylistFormat.recognise("", document); // by its content: names and types lie
        String refusal = "";
        for (Playlist.Entry entry : format.parse(document).entries()) {
            if (isSegment(entry.location())) {
                throw new IllegalArgumentException("it answers with an HLS playlist, which cannot be relayed");
            }
            try {
                return base.resolve(entry.location());
            } catch (IllegalArgumentException e) {
                refusal = ": " + e.getMessage();
            }
        }
        throw new IllegalArgumentException("it answers with a playlist that has no address of a stream" + refusal);
    }

    /** What HLS playlists list (RFC 8216). */
    private static boolean isSegment(String location) {
        String path = location.split("[?#]", 2)[0].toLowerCase(Locale.ROOT);
        return path.endsWith(".m3u8") || path.endsWith(".ts") || path.endsWith(".m4s");
    }
}
