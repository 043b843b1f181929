package icy.server.relay;

import icy.core.playlist.Playlist;
import icy.core.playlist.PlaylistFormat;
import icy.server.http.ChunkedDecoder;
import icy.server.http.HttpError;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A listen playlist that an upstream answers with instead of its stream: stations publish the addresses of those.
 *
 * <p>Thread: one at a time.
 */
final class UpstreamPlaylist {
    private static final int MOST_BYTES = 64 * 1024;
    private static final Set<String> TYPES = Set.of(
            "audio/x-mpegurl",
            "audio/mpegurl",
            "application/x-mpegurl",
            "application/vnd.apple.mpegurl",
            "audio/x-scpls",
            "audio/scpls",
            "application/pls+xml",
            "application/xspf+xml");

    private final ByteArrayOutputStream document = new ByteArrayOutputStream();
    private final @Nullable ChunkedDecoder chunks;
    private final long lengthBytes;

    UpstreamPlaylist(UpstreamAnswer answer) {
        chunks = answer.chunked() ? new ChunkedDecoder() : null;
        lengthBytes = answer.chunked() ? Long.MAX_VALUE : answer.lengthBytes();
    }

    static boolean isOne(UpstreamAnswer answer) {
        return TYPES.contains(answer.mediaType());
    }

    /**
     * Takes more of the body.
     *
     * @return whether that was its end, as far as can be known before the connection is closed
     */
    boolean take(ByteBuffer body) {
        if (chunks == null) {
            append(body);
            return document.size() >= Math.min(lengthBytes, MOST_BYTES);
        }
        ByteBuffer piece = ByteBuffer.allocate(4096);
        try {
            while (body.hasRemaining() && !chunks.done()) {
                chunks.decode(body, piece.clear());
                append(piece.flip());
            }
        } catch (HttpError e) {
            return true; // what came before the damage may do
        }
        return chunks.done() || document.size() >= MOST_BYTES;
    }

    /**
     * The first of its entries that can be fetched.
     *
     * @param base where the playlist came from
     * @throws IllegalArgumentException with the rest of a sentence about the upstream, when there is none
     */
    UpstreamUrl firstStream(UpstreamUrl base) {
        byte[] bytes = document.toByteArray();
        PlaylistFormat format = PlaylistFormat.recognise("", bytes); // by its content: names and types lie
        String refusal = "";
        for (Playlist.Entry entry : format.parse(bytes).entries()) {
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

    private void append(ByteBuffer bytes) {
        while (bytes.hasRemaining() && document.size() < MOST_BYTES) {
            document.write(bytes.get());
        }
    }
}
