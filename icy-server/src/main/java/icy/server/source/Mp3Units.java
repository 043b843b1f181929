package icy.server.source;

import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.FrameJoiner;
import icy.core.mpeg.FrameScanner;
import icy.core.scan.Skipped;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * MP3 of a live source: found and cleaned by the same scanner and joiner as a file's.
 *
 * <p>Thread: the mount's home loop.
 */
final class Mp3Units {
    private Mp3Units() {}

    /** From bytes to frames. */
    static final class Scanner implements UnitScanner, FrameScanner.Sink {
        private final FrameScanner frames = new FrameScanner();
        private final Sink sink;
        private final String contentType;
        private @Nullable FrameFormat format;
        private int flags;

        Scanner(String contentType, Sink sink) {
            this.contentType = contentType;
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
            if (header.format().layer() != 3) {
                sink.lost(header.frameBytes(), header.format() + " is not carried by an MP3 mount");
                return;
            }
            if (!header.format().equals(format)) {
                format = header.format();
                sink.format(new StreamFormat(Codec.MP3, contentType, format.sampleRate(), format.channels()), "");
            }
            sink.unit(bytes, offset, header.frameBytes(), header.durationUnits(), flags);
            flags = 0;
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {
            flags = InputBuffer.BREAK;
            if (reason.isDamage()) { // tags are meant to be left out
                sink.lost(bytes, reason.reason());
            }
        }
    }

    /** From frames to what airs: Xing frames out, and a primer where a frame points at bits that were not on the air. */
    static final class Joiner implements UnitJoiner, FrameJoiner.Sink {
        private final FrameHeader header = new FrameHeader();
        private final FrameJoiner joiner = new FrameJoiner(this);
        private final Mount mount;

        Joiner(Mount mount) {
            this.mount = mount;
        }

        @Override
        public void enter() {
            // Frames left out were told to the joiner one by one; it knows what the air lacks.
        }

        @Override
        public void air(byte[] bytes, int offset, int length, long durationUnits, int flags) {
            if (understood(bytes, offset, flags)) {
                joiner.frame(bytes, offset, header, 0);
            }
        }

        @Override
        public void leaveOut(byte[] bytes, int offset, int length, int flags) {
            if (understood(bytes, offset, flags)) {
                joiner.leaveOut(bytes, offset, header);
            }
        }

        @Override
        public void leave() {
            joiner.offAir();
        }

        @Override
        public void frame(byte[] bytes, int offset, int length, FrameFormat format, long durationUnits, boolean joint) {
            mount.append(bytes, offset, length, durationUnits);
        }

        @Override
        public void dropped(long position, long bytes, String reason) {
            // A frame that points at data that never came. Nothing can be done, and the scanner has told of the gap.
        }

        private boolean understood(byte[] bytes, int offset, int flags) {
            if ((flags & InputBuffer.BREAK) != 0) {
                joiner.damage();
            }
            return header.parse(bytes, offset);
        }
    }
}
