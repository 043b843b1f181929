package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.core.ogg.OggChain;
import icy.core.ogg.OggLink;
import icy.core.ogg.OggPage;
import icy.core.ogg.OggScanner;
import icy.core.ogg.OggStream;
import icy.core.scan.Skipped;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Ogg of a live source. What airs is one chain of links: each time this source goes on the air a link begins, with the
 * header pages of the source's present one, serial numbers of its own and pages numbered from 0; it ends with a last page
 * when the source goes.
 *
 * <p>Thread: the mount's home loop.
 */
final class OggUnits {
    private OggUnits() {}

    /** From bytes to pages. */
    static final class Scanner implements UnitScanner, OggScanner.Sink {
        private final OggScanner pages = new OggScanner();
        private final OggStream stream = new OggStream();
        private final Sink sink;
        private final String contentType;
        private @Nullable OggLink link;

        Scanner(String contentType, Sink sink) {
            this.contentType = contentType;
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
            stream.problem().ifPresent(problem -> sink.lost(page.pageBytes(), problem));
            OggLink present = stream.link().orElse(null);
            if (present != null && present != link) {
                link = present;
                if (present.sampleRate() > 0) {
                    sink.format(
                            new StreamFormat(Codec.OGG, contentType, present.sampleRate(), present.channels()),
                            present.codec().label());
                }
                sink.title(StreamTitle.of(present.displayTitle()));
            }
            boolean isKnown = present == null || present.sampleRate() > 0;
            if (!isKnown) {
                sink.lost(page.pageBytes(), "a codec that is not known");
            } else if (stream.kind() != OggStream.Kind.STRAY) {
                sink.unit(page.bytes(), page.offset(), page.pageBytes(), stream.durationUnits(), 0);
            } else if (stream.problem().isEmpty()) {
                sink.lost(page.pageBytes(), "a page whose headers are not known");
            }
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {
            if (reason.isDamage()) { // tags are meant to be left out
                sink.lost(bytes, reason.reason());
            }
        }
    }

    /** From pages to the links of a chain. */
    static final class Joiner implements UnitJoiner {
        private final OggStream stream = new OggStream();
        private final OggPage page = new OggPage();
        private final Mount mount;
        private final OggChain chain = new OggChain(ThreadLocalRandom.current().nextInt());
        /** The link of the source that is on the air. */
        private @Nullable OggLink aired;

        Joiner(Mount mount) {
            this.mount = mount;
        }

        @Override
        public void enter() {
            aired = null;
        }

        @Override
        public void air(byte[] bytes, int offset, int length, long durationUnits, int flags) {
            OggLink present = read(bytes, offset, length);
            if (present == null || stream.kind() == OggStream.Kind.HEADER) {
                return; // all header pages are given at once, when the first sound comes
            }
            if (present != aired) {
                if (!stream.isEntry()) {
                    return;
                }
                append(chain.end());
                byte[] headers = chain.begin(present);
                append(headers);
                mount.preamble(headers);
                aired = present;
            }
            chain.stamp(page);
            mount.append(bytes, offset, length, durationUnits);
        }

        @Override
        public void leaveOut(byte[] bytes, int offset, int length, int flags) {
            read(bytes, offset, length);
            aired = null;
        }

        @Override
        public void leave() {
            if (aired != null) {
                append(chain.end());
                aired = null;
            }
        }

        private @Nullable OggLink read(byte[] bytes, int offset, int length) {
            if (!page.wrap(bytes, offset, offset + length)) {
                return null;
            }
            stream.read(page);
            return stream.link().orElse(null);
        }

        private void append(byte[] several) {
            append(mount, several);
        }

        /** Pages that take no time. */
        static void append(Mount mount, byte[] pages) {
            OggPage each = new OggPage();
            for (int at = 0; each.wrap(pages, at, pages.length); at += each.pageBytes()) {
                mount.append(pages, at, each.pageBytes(), 0);
            }
        }
    }
}
