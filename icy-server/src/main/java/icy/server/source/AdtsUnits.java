package icy.server.source;

import icy.core.aac.AdtsFormat;
import icy.core.aac.AdtsHeader;
import icy.core.aac.AdtsScanner;
import icy.core.scan.Skipped;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * AAC of a live source: every frame stands by itself, so there is nothing to join.
 *
 * <p>Thread: the mount's home loop.
 */
final class AdtsUnits {
    private AdtsUnits() {}

    /** From bytes to frames. */
    static final class Scanner implements UnitScanner, AdtsScanner.Sink {
        private final AdtsScanner frames = new AdtsScanner();
        private final Sink sink;
        private final String contentType;
        private @Nullable AdtsFormat format;

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
        public void frame(byte[] bytes, int offset, AdtsHeader header, long position) {
            if (!header.format().equals(format)) {
                format = header.format();
                int channels = Math.max(1, header.channels()); // 0: said inside the frames, by a program config element
                sink.format(new StreamFormat(Codec.AAC, contentType, header.sampleRate(), channels), "");
            }
            sink.unit(bytes, offset, header.frameBytes(), header.durationUnits(), 0);
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {
            if (reason.isDamage()) { // tags are meant to be left out
                sink.lost(bytes, reason.reason());
            }
        }
    }

    /** Appends each frame as it is. */
    static final class Joiner implements UnitJoiner {
        private final Mount mount;

        Joiner(Mount mount) {
            this.mount = mount;
        }

        @Override
        public void enter() {
            // Any frame can be begun at.
        }

        @Override
        public void air(byte[] bytes, int offset, int length, long durationUnits, int flags) {
            mount.append(bytes, offset, length, durationUnits);
        }

        @Override
        public void leaveOut(byte[] bytes, int offset, int length, int flags) {
            // No later frame needs it.
        }

        @Override
        public void leave() {
            // The last frame is whole.
        }
    }
}
