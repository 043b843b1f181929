package icy.server.source;

import icy.core.icy.MetadataBlock;
import icy.core.icy.MetadataSplitter;
import icy.core.icy.StreamTitle;
import icy.server.http.ChunkedDecoder;
import icy.server.http.HttpError;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a sender wraps around its audio off again: chunk lines, metadata blocks, the end at a stated length.
 *
 * <p>Thread: whoever owns the object.
 */
final class Unwrapping implements MetadataSplitter.Sink {
    private static final int PIECE_BYTES = 16 * 1024;

    private final UnitScanner audio;
    private final UnitScanner.Sink titles;
    private final MetadataSplitter blocks;
    private final @Nullable ChunkedDecoder chunks;
    private final ByteBuffer piece;
    private long bytesLeft;

    /** @param wrapping how the body comes */
    Unwrapping(Wrapping wrapping, UnitScanner audio, UnitScanner.Sink titles) {
        this.audio = audio;
        this.titles = titles;
        this.blocks = new MetadataSplitter(wrapping.metaint(), this);
        this.chunks = wrapping.chunked() ? new ChunkedDecoder() : null;
        this.piece = ByteBuffer.allocate(wrapping.chunked() ? PIECE_BYTES : 0);
        this.bytesLeft = wrapping.lengthBytes();
    }

    /**
     * Takes all of {@code in}, or all that belongs to the body.
     *
     * @return whether more may come
     * @throws icy.server.http.HttpError when this is no chunked body
     */
    boolean push(ByteBuffer in) {
        if (chunks != null) {
            while (in.hasRemaining() && !chunks.done()) {
                chunks.decode(in, piece.clear());
                blocks.push(piece.flip());
            }
            return !chunks.done();
        }
        if (in.remaining() > bytesLeft) {
            in.limit(in.position() + (int) bytesLeft);
        }
        bytesLeft -= in.remaining();
        blocks.push(in);
        return bytesLeft > 0;
    }

    @Override
    public void audio(ByteBuffer bytes) {
        audio.push(bytes);
    }

    @Override
    public void metadata(byte[] text) {
        if (isNoText(text)) {
            throw new HttpError(400, "its metadata blocks are not where its icy-metaint says");
        }
        Map<String, String> values = MetadataBlock.decode(text);
        String title = values.get("streamtitle");
        if (title != null) {
            titles.title(new StreamTitle(title, values.getOrDefault("streamurl", "")));
        }
    }

    /** A block that begins in the midst of audio has all kinds of bytes; every real one has a key, and no controls. */
    private static boolean isNoText(byte[] block) {
        boolean hasKey = false;
        boolean hasControls = false;
        for (int i = 0; i + 1 < block.length; i++) {
            hasKey |= block[i] == '=' && block[i + 1] == '\'';
            hasControls |= block[i] > 0 && block[i] < ' ' && block[i] != '\t' && block[i] != '\r' && block[i] != '\n';
        }
        return hasControls && !hasKey;
    }
}
