package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The test programme, for mounts that have nothing else: it is heard that the station works.
 *
 * <p>Thread: the mount's home loop; {@link #view} any.
 */
final class TonesSource implements Source {
    private static final StreamFormat USUAL = new StreamFormat(Codec.MP3, 44_100, 2);

    private static final Logger log = LoggerFactory.getLogger(TonesSource.class);

    private final Mount mount;
    private final TestProgrammes programmes;
    private final Instant since = Instant.now();
    private @Nullable TestProgramme programme;
    private long frame;
    private volatile boolean onAir;

    TonesSource(Mount mount, TestProgrammes programmes) {
        this.mount = mount;
        this.programmes = programmes;
    }

    @Override
    public Kind kind() {
        return Kind.TONES;
    }

    @Override
    public SourceView view() {
        return SourceView.own(Kind.TONES, "the test programme", onAir, "", since);
    }

    @Override
    public void tend(long nowNanos) {
        // It needs nothing.
    }

    @Override
    public boolean ready() {
        StreamFormat in = format();
        return in.codec() == Codec.MP3
                && in.channels() <= 2
                && programmes.in(in.sampleRate(), in.channels()).isPresent();
    }

    @Override
    public boolean present() {
        return false;
    }

    @Override
    public long stockUnits() {
        return Long.MAX_VALUE;
    }

    @Override
    public StreamFormat format() {
        StreamFormat present = mount.format();
        return present == null ? USUAL : present;
    }

    @Override
    public int kbps() {
        TestProgramme made = programme;
        return made == null ? 128 : made.bitrateBps() / 1000;
    }

    /** From the beginning of a round: it begins in silence and needs no bits of another frame. */
    @Override
    public void enter() {
        onAir = true;
        frame = 0;
        programme = programmes.in(format().sampleRate(), format().channels()).orElse(null);
        mount.title(StreamTitle.of(TestProgramme.TITLE), kbps());
        log.info("mount {}: playing {} (the test programme)", mount.name(), TestProgramme.TITLE);
    }

    @Override
    public Step step(long due) {
        TestProgramme present = programme;
        if (present == null) {
            return Step.DRY;
        }
        if (mount.edgeTime() + present.frameUnits() > due) {
            return Step.EARLY;
        }
        byte[] next = present.frame(frame++);
        mount.append(next, 0, next.length, present.frameUnits());
        return Step.AIRED;
    }

    @Override
    public void leave() {
        onAir = false;
    }

    @Override
    public void close(String why) {
        // What it plays belongs to all.
    }
}
