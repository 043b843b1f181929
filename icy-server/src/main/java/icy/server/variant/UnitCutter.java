package icy.server.variant;

import icy.core.aac.AdtsHeader;
import icy.core.aac.AdtsScanner;
import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.FrameScanner;
import icy.core.ogg.OggPage;
import icy.core.ogg.OggScanner;
import icy.core.ogg.OggStream;
import icy.core.scan.Skipped;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts what an encoder writes into units.
 *
 * <p>Thread: whoever owns the object.
 */
interface UnitCutter {
    /** What was found, in order. */
    interface Sink {
        /** One whole unit, and how long it lasts. The array is the taker's. */
        void unit(byte[] bytes, long duration);
    }

    /** Takes all of {@code chunk} in. */
    void push(ByteBuffer chunk);

    /** Nothing more comes: gives what can still be given. */
    void finish();

    static UnitCutter of(Output output, Sink sink) {
        return switch (output.variant().kind()) {
            case MP3 -> new Mp3(sink);
            case AAC -> new Aac(sink);
            case OPUS, FLAC -> new Ogg(sink);
            case WAV -> new Wav(output, sink);
        };
    }

    /** An encoder that writes what is none of its units is worth a word. */
    static void report(long bytes, Skipped reason) {
        if (reason.isDamage()) {
            Logger log = LoggerFactory.getLogger(UnitCutter.class);
            log.warn("an encoder wrote {} bytes that are left out: {}", bytes, reason.reason());
        }
    }

    /** Frames of MPEG audio. */
    final class Mp3 implements UnitCutter, FrameScanner.Sink {
        private final FrameScanner frames = new FrameScanner();
        private final Sink sink;

        Mp3(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void push(ByteBuffer chunk) {
            frames.push(chunk, this);
        }

        @Override
        public void finish() {
            frames.finish(this);
        }

        @Override
        public void frame(byte[] bytes, int offset, FrameHeader header, long position) {
            sink.unit(Arrays.copyOfRange(bytes, offset, offset + header.frameBytes()), header.durationUnits());
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {
            report(bytes, reason);
        }
    }

    /** Frames of ADTS. */
    final class Aac implements UnitCutter, AdtsScanner.Sink {
        private final AdtsScanner frames = new AdtsScanner();
        private final Sink sink;

        Aac(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void push(ByteBuffer chunk) {
            frames.push(chunk, this);
        }

        @Override
        public void finish() {
            frames.finish(this);
        }

        @Override
        public void frame(byte[] bytes, int offset, AdtsHeader header, long position) {
            sink.unit(Arrays.copyOfRange(bytes, offset, offset + header.frameBytes()), header.durationUnits());
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {
            report(bytes, reason);
        }
    }

    /** Pages of Ogg, headers included. */
    final class Ogg implements UnitCutter, OggScanner.Sink {
        private final OggScanner pages = new OggScanner();
        private final OggStream stream = new OggStream();
        private final Sink sink;

        Ogg(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void push(ByteBuffer chunk) {
            pages.push(chunk, this);
        }

        @Override
        public void finish() {
            pages.finish(this);
        }

        @Override
        public void page(OggPage page, long position) {
            stream.read(page);
            byte[] bytes = Arrays.copyOfRange(page.bytes(), page.offset(), page.offset() + page.pageBytes());
            sink.unit(bytes, stream.durationUnits());
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {
            report(bytes, reason);
        }
    }

    /** Samples in pieces of a fiftieth of a second, without the header before them. */
    final class Wav implements UnitCutter {
        static final int PIECES_A_SECOND = 50;
        /** RIFF, fmt and data, as ffmpeg writes them when it is told to write nothing else. */
        private static final int HEADER_BYTES = 44;

        private final Sink sink;
        private final PcmFormat format;
        private final byte[] piece;
        private int toSkip = HEADER_BYTES;
        private int filled;

        Wav(Output output, Sink sink) {
            this.sink = sink;
            this.format = output.samples();
            this.piece = new byte[format.sampleRate() / PIECES_A_SECOND * format.frameBytes()];
        }

        @Override
        public void push(ByteBuffer chunk) {
            int skipped = Math.min(toSkip, chunk.remaining());
            chunk.position(chunk.position() + skipped);
            toSkip -= skipped;
            while (chunk.hasRemaining()) {
                int part = Math.min(piece.length - filled, chunk.remaining());
                chunk.get(piece, filled, part);
                filled += part;
                if (filled == piece.length) {
                    sink.unit(piece.clone(), format.duration(filled / format.frameBytes()));
                    filled = 0;
                }
            }
        }

        @Override
        public void finish() {
            filled = 0; // less than anybody hears
        }
    }
}
