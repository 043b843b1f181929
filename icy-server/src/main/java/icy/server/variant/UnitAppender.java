package icy.server.variant;

import icy.core.ogg.OggChain;
import icy.core.ogg.OggLink;
import icy.core.ogg.OggPage;
import icy.core.ogg.OggStream;
import icy.server.mount.Mount;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Appends units to a variant's mount such that its stream time stays the parent's: what was made twice is left out, and
 * the first unit behind a gap lasts longer by that.
 *
 * <p>Thread: the mount's home loop.
 */
abstract class UnitAppender {
    final Mount mount;

    UnitAppender(Mount mount) {
        this.mount = mount;
    }

    static UnitAppender of(Mount mount, Output output) {
        return switch (output.variant().kind()) {
            case MP3, AAC, WAV -> new Plain(mount);
            case OPUS, FLAC -> new Ogg(mount);
        };
    }

    /** Takes the next unit. */
    abstract void take(Unit unit, int kbps);

    /** Whether most of a unit has been heard already. */
    final boolean isOver(Unit unit) {
        return unit.time() + unit.duration() / 2 < mount.edgeTime();
    }

    /** Units that stand alone. */
    private static final class Plain extends UnitAppender {
        Plain(Mount mount) {
            super(mount);
        }

        @Override
        void take(Unit unit, int kbps) {
            if (!isOver(unit)) {
                mount.title(unit.title(), kbps);
                mount.append(unit.bytes(), 0, unit.bytes().length, unit.endTime() - mount.edgeTime());
            }
        }
    }

    /** Pages: those of each encoder are a link of one chain, with its headers. */
    private static final class Ogg extends UnitAppender {
        private final OggChain chain = new OggChain(ThreadLocalRandom.current().nextInt());
        private final OggStream stream = new OggStream();
        private final OggPage page = new OggPage();
        private @Nullable OggLink aired;
        private long encoder;

        Ogg(Mount mount) {
            super(mount);
        }

        @Override
        void take(Unit unit, int kbps) {
            if (unit.encoder() != encoder) {
                encoder = unit.encoder();
                aired = null;
            }
            if (!page.wrap(unit.bytes(), 0, unit.bytes().length)) {
                return;
            }
            stream.read(page);
            OggLink present = stream.link().orElse(null);
            if (present == null || stream.kind() == OggStream.Kind.HEADER || isOver(unit)) {
                return;
            }
            if (aired == null) {
                if (!stream.isEntry()) {
                    return;
                }
                begin(present);
            }
            mount.title(unit.title(), kbps);
            chain.stamp(page);
            mount.append(unit.bytes(), 0, unit.bytes().length, unit.endTime() - mount.edgeTime());
        }

        private void begin(OggLink link) {
            append(chain.end());
            byte[] headers = chain.begin(link);
            append(headers);
            mount.preamble(headers);
            aired = link;
        }

        /** Pages that take no time. */
        private void append(byte[] pages) {
            OggPage each = new OggPage();
            for (int at = 0; each.wrap(pages, at, pages.length); at += each.pageBytes()) {
                mount.append(pages, at, each.pageBytes(), 0);
            }
        }
    }
}
