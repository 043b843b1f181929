package icy.cli.push;

import icy.core.ogg.OggChain;
import icy.core.ogg.OggLink;
import icy.core.ogg.OggPage;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Ogg: the header pages in force, then pages from one that begins a packet. Links of different files are stamped so that
 * they are one chain whose serial numbers differ.
 *
 * <p>Thread: one at a time.
 */
final class OggEntries implements Entries {

    private final RandomGenerator random;
    private OggChain chain;
    private @Nullable OggLink link;

    OggEntries(RandomGenerator random) {
        this.random = random;
        this.chain = new OggChain(random.nextInt());
    }

    @Override
    public Optional<byte[]> before(Unit unit) {
        if (unit.link() != null) {
            chain = new OggChain(random.nextInt());
            return Optional.of(new byte[0]);
        }
        if (link == null || !unit.mayBegin()) {
            return Optional.empty();
        }
        chain = new OggChain(random.nextInt());
        return Optional.of(chain.begin(link));
    }

    @Override
    public byte[] onTheWire(Unit unit) {
        OggLink begins = unit.link();
        if (begins != null) {
            byte[] end = chain.end();
            byte[] headers = chain.begin(begins);
            byte[] both = new byte[end.length + headers.length];
            System.arraycopy(end, 0, both, 0, end.length);
            System.arraycopy(headers, 0, both, end.length, headers.length);
            return both;
        }
        byte[] stamped = unit.bytes().clone();
        OggPage page = new OggPage();
        if (page.wrap(stamped, 0, stamped.length)) {
            chain.stamp(page);
        }
        return stamped;
    }

    @Override
    public void passed(Unit unit) {
        link = unit.link() == null ? link : unit.link();
    }
}
