package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.server.config.Idle;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The very last resort: silence in the codec of the stream that is on the air, so that players stay connected.
 *
 * <p>Thread: the mount's home loop; {@link #view} any.
 */
final class SilenceSource implements Source {
    private static final StreamFormat USUAL = new StreamFormat(Codec.MP3, 44_100, 2);

    private final Mount mount;
    private final Instant since = Instant.now();
    private @Nullable Silence silence;
    private volatile boolean onAir;

    SilenceSource(Mount mount) {
        this.mount = mount;
    }

    @Override
    public Kind kind() {
        return Kind.SILENCE;
    }

    @Override
    public SourceView view() {
        return SourceView.own(Kind.SILENCE, "silence", onAir, "", since);
    }

    @Override
    public void tend(long nowNanos) {
        // It needs nothing.
    }

    @Override
    public boolean ready() {
        if (mount.format() == null) {
            return mount.config().handover().idle() == Idle.SILENCE;
        }
        return onAir || Silence.of(mount, format()).isPresent();
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
        return 0;
    }

    @Override
    public void enter() {
        onAir = true;
        silence = Silence.of(mount, format()).orElse(null);
        if (silence != null) {
            silence.begin(mount);
        }
        mount.title(StreamTitle.NONE, 0);
    }

    @Override
    public Step step(long due) {
        Silence present = silence;
        if (present == null) {
            return Step.DRY;
        }
        if (mount.edgeTime() + present.unitUnits() > due) {
            return Step.EARLY;
        }
        byte[] unit = present.next();
        mount.append(unit, 0, unit.length, present.unitUnits());
        return Step.AIRED;
    }

    @Override
    public void leave() {
        onAir = false;
        if (silence != null) {
            silence.end(mount);
        }
    }

    @Override
    public void close(String why) {
        // It holds nothing.
    }
}
