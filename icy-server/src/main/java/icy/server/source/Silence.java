package icy.server.source;

import icy.core.aac.AdtsFormat;
import icy.core.aac.AdtsSilence;
import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.SilentFrame;
import icy.core.ogg.OggChain;
import icy.core.ogg.OggLink;
import icy.core.ogg.OggPage;
import icy.core.ogg.OggSilence;
import icy.core.ogg.OggStream;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Silence in the codec of a mount, unit by unit.
 *
 * <p>Thread: the mount's home loop.
 */
interface Silence {
    /** How long a unit lasts. */
    long unitUnits();

    /** What must be appended before the first unit. */
    default void begin(Mount mount) {}

    byte[] next();

    /** What must be appended after the last unit. */
    default void end(Mount mount) {}

    /** For what is on the air of {@code mount}; empty where the codec has no silence. */
    static Optional<Silence> of(Mount mount, StreamFormat format) {
        return switch (format.codec()) {
            case MP3 -> {
                FrameFormat frames = FrameFormat.layer3(format.sampleRate(), format.channels());
                yield Optional.of(new Repeated(SilentFrame.of(frames), frames.frameUnits()));
            }
            case AAC -> {
                // ISO/IEC 14496-3 table 1.19: configuration seven for eight channels, else their number.
                AdtsFormat frames = new AdtsFormat(LOW_COMPLEXITY, format.sampleRate(), Math.min(7, format.channels()));
                yield AdtsSilence.of(frames).map(frame -> new Repeated(frame, frames.blockUnits()));
            }
            case OGG -> InOgg.of(mount.preamble());
            case WAV -> Optional.empty();
        };
    }

    /** AAC-LC, in which HE-AAC's core is too. */
    int LOW_COMPLEXITY = 2;

    /** Every unit is the same. */
    record Repeated(byte[] next, long unitUnits) implements Silence {}

    /** A link of its own, with the headers of the last one: no player has to begin anew. */
    final class InOgg implements Silence {
        private final OggChain chain = new OggChain(ThreadLocalRandom.current().nextInt());
        private final OggLink link;
        private final OggSilence pages;

        private InOgg(OggLink link, OggSilence pages) {
            this.link = link;
            this.pages = pages;
        }

        static Optional<Silence> of(byte @Nullable [] headers) {
            if (headers == null) {
                return Optional.empty();
            }
            OggStream stream = new OggStream();
            OggPage page = new OggPage();
            for (int at = 0; page.wrap(headers, at, headers.length); at += page.pageBytes()) {
                stream.read(page);
            }
            return stream.link().flatMap(link -> OggSilence.of(link).map(pages -> new InOgg(link, pages)));
        }

        @Override
        public long unitUnits() {
            return pages.pageUnits();
        }

        @Override
        public void begin(Mount mount) {
            byte[] headers = chain.begin(link);
            OggUnits.Joiner.append(mount, headers);
            mount.preamble(headers);
        }

        @Override
        public byte[] next() {
            return chain.silence(pages);
        }

        @Override
        public void end(Mount mount) {
            OggUnits.Joiner.append(mount, chain.end());
        }
    }
}
