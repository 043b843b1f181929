package icy.core.icy;

import java.nio.ByteBuffer;

/**
 * Takes metadata blocks out of a stream that has one every {@code metaint} bytes: the opposite of {@link
 * MetadataInterleaver}, for listening clients and relays. Resumable: any split of the input gives the same bytes and
 * blocks.
 *
 * <p>Thread: one at a time.
 */
public final class MetadataSplitter {
    /** Gets what comes out, in order. */
    public interface Sink {
        /** Audio from {@code audio}'s position to its limit; the input's own buffer, valid during the call. */
        void audio(ByteBuffer audio);

        /** The text of a non-empty block, without its length byte; see {@link MetadataBlock#decode}. */
        void metadata(byte[] text);
    }

    private final int metaint;
    private final Sink sink;
    private int audioLeft;
    private boolean lengthNext;
    private byte[] block = {};
    private int blockFilled;

    /** @param metaint audio bytes between blocks; 0 when the stream has none */
    public MetadataSplitter(int metaint, Sink sink) {
        if (metaint < 0) {
            throw new IllegalArgumentException("metaint=" + metaint);
        }
        this.metaint = metaint;
        this.audioLeft = metaint;
        this.sink = sink;
    }

    /** Consumes all of {@code input}. */
    public void push(ByteBuffer input) {
        while (input.hasRemaining()) {
            if (blockFilled < block.length) {
                readBlock(input);
            } else if (lengthNext) {
                block = new byte[16 * Byte.toUnsignedInt(input.get())];
                blockFilled = 0;
                lengthNext = false;
                audioLeft = metaint;
            } else {
                readAudio(input);
            }
        }
    }

    private void readBlock(ByteBuffer input) {
        int part = Math.min(block.length - blockFilled, input.remaining());
        input.get(block, blockFilled, part);
        blockFilled += part;
        if (blockFilled == block.length) {
            sink.metadata(block);
        }
    }

    private void readAudio(ByteBuffer input) {
        int limit = input.limit();
        int part = metaint == 0 ? input.remaining() : Math.min(audioLeft, input.remaining());
        int end = input.position() + part;
        input.limit(end);
        sink.audio(input);
        input.limit(limit).position(end);
        if (metaint > 0) {
            audioLeft -= part;
            lengthNext = audioLeft == 0;
        }
    }
}
