package icy.server.mount;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.ring.StreamRing;
import icy.core.ring.StreamTime;
import icy.server.config.MountConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where in a chain of links one can begin, and what is needed before that. */
class OggEntryTest {
    private static final int FIRST = 2;
    private static final int LAST = 4;
    private static final int CONTINUED = 1;

    private final StreamRun run =
            new StreamRun("run", MountConfig.of("/stream"), new StreamFormat(Codec.OGG, 48_000, 2), 64, 1);
    private final StreamRing ring = run.ring();

    /** Of two links: headers, sound, a page that begins in a packet, sound; the end; headers, sound. */
    @BeforeEach
    void air() {
        link();
        append(CONTINUED, 1, 1);
        append(0, 1, 1);
        append(LAST, 0, 0);
        link();
    }

    @Test
    void theHeadersOfItsLinkComeBeforeAPageOfSound() {
        assertThat(entry(1).unit()).isEqualTo(1);
        assertThat(entry(1).before()).isEqualTo(page(FIRST, 1));
    }

    @Test
    void aPageThatContinuesAPacketIsPassedOver() {
        assertThat(entry(2).unit()).isEqualTo(3);
    }

    @Test
    void theHeadersOfALinkThatHasOnlyItsEndToComeAreNotGiven() {
        assertThat(entry(4).unit()).isEqualTo(5);
        assertThat(entry(4).before()).isEmpty();
    }

    private Entry entry(long unit) {
        return Codec.OGG.entry(run, unit);
    }

    private void link() {
        long from = ring.edgePosition();
        append(FIRST, 1, 0);
        run.preambles().add(new Preambles.Preamble(from, ring.edgePosition(), page(FIRST, 1)));
        append(0, 1, 1);
    }

    private void append(int flags, int segments, int seconds) {
        byte[] page = page(flags, segments);
        ring.append(page, 0, page.length, seconds * StreamTime.UNITS_PER_SECOND);
    }

    /** As much of one as matters: flags and the number of segments, each of one byte (RFC 3533 section 6). */
    private static byte[] page(int flags, int segments) {
        byte[] page = new byte[27 + 2 * segments];
        page[5] = (byte) flags;
        page[26] = (byte) segments;
        return page;
    }
}
