package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.core.ring.StreamTime;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.mount.StreamFormat;
import icy.server.mount.StreamTap;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What another mount sends, for the time in which this one has nothing of its own. Listeners stay where they are: the
 * other mount's units are appended to this one's ring. As long as somebody listens here and there is nothing better, it
 * counts with the other mount as one who waits, so that a stream that is fetched on demand is fetched.
 *
 * <p>Thread: the mount's home loop; {@link #view} any.
 */
final class FallbackMount implements Source {
    /** What it holds: it must outlast a late tick of the other mount's loop. */
    private static final Duration BEHIND = Duration.ofMillis(500);

    /** More than any mount's patience. */
    private static final long LONG_AGO_NANOS = TimeUnit.MINUTES.toNanos(5);

    private static final Logger log = LoggerFactory.getLogger(FallbackMount.class);

    private final Mount mount;
    private final Mounts mounts;
    private final String other;
    private final Supplier<@Nullable Source> heard;
    private final Instant since = Instant.now();
    /** The mount of that name, looked up regularly; null while there is none. */
    private volatile @Nullable Mount found;

    /** Whom this one waits for on behalf of its mount's listeners. */
    private @Nullable Mount awaited;

    private boolean goesInCircle;
    private boolean isMatch;
    /** When the other mount had nothing but tones or silence last. */
    private long lastResortNanos;

    private @Nullable StreamTap tap;
    private @Nullable LiveInput input;
    private StreamTitle title = StreamTitle.NONE;
    private volatile boolean onAir;

    /**
     * @param other its name; it may come and go
     * @param heard what is on the air of this mount
     */
    FallbackMount(Mount mount, Mounts mounts, String other, Supplier<@Nullable Source> heard) {
        this.mount = mount;
        this.mounts = mounts;
        this.other = other;
        this.heard = heard;
        this.lastResortNanos = mount.home().nowNanos() - LONG_AGO_NANOS;
    }

    @Override
    public Kind kind() {
        return Kind.FALLBACK_MOUNT;
    }

    @Override
    public SourceView view() {
        StreamFormat format = format();
        return SourceView.own(
                Kind.FALLBACK_MOUNT, "mount " + other, onAir, format == null ? "" : format.contentType(), since);
    }

    @Override
    public void tend(long nowNanos) {
        Mount from = mounts.named(other).orElse(null);
        found = from;
        noticeCircle(from != null && leadsBackHere(from));
        isMatch = from != null && !goesInCircle && !hasOnlyTones(from, nowNanos);
        awaitAudioOf(isWanted() && !goesInCircle ? from : null);
        if (onAir) {
            pump();
            LiveInput to = input;
            if (to != null) {
                to.tend(nowNanos);
            }
        }
    }

    @Override
    public boolean ready() {
        Mount from = found;
        return from != null && from.onAir() && isMatch;
    }

    private void noticeCircle(boolean now) {
        if (now && !goesInCircle) {
            log.warn(
                    "mount {}: does not fall back on {}, which falls back on it in turn: give one of them another fallback",
                    mount.name(),
                    other);
        }
        goesInCircle = now;
    }

    /** Whether the other mount falls back on this one, at first or second hand: the same seconds would go round for ever. */
    private boolean leadsBackHere(Mount from) {
        Mount at = from;
        for (int left = mounts.all().size(); at != null && left > 0; left--) {
            if (at == mount) {
                return true;
            }
            String next = at.config().handover().fallback();
            at = next == null ? null : mounts.named(next).orElse(null);
        }
        return false;
    }

    /** Whether somebody listens here, and would hear this if there were something. */
    private boolean isWanted() {
        Source present = heard.get();
        return mount.hasAudience() && (present == null || present.kind().compareTo(kind()) >= 0);
    }

    /** As one who waits for that mount, which may be fetched only on demand; null: for none. */
    private void awaitAudioOf(@Nullable Mount next) {
        Mount before = awaited;
        if (before != next) {
            awaited = next;
            if (before != null) {
                before.waiting(-1);
            }
            if (next != null) {
                next.waiting(+1);
            }
        }
    }

    /** Tones and silence of the other mount are no match for this one's fallback file, nor is a stretch with them in it. */
    private boolean hasOnlyTones(Mount from, long now) {
        if (from.lastResort()) {
            lastResortNanos = now;
        }
        return mount.config().handover().fallbackFile() != null
                && now - lastResortNanos < behind().plus(BEHIND).toNanos();
    }

    /** How far behind the other mount's live edge this one begins. */
    private Duration behind() {
        return BEHIND.plus(mount.config().handover().patience());
    }

    /** The other mount may be a fallback itself, with nothing of its own: nobody is kept for that. */
    @Override
    public boolean present() {
        return false;
    }

    @Override
    public long stockUnits() {
        return StreamTime.ofDuration(mount.config().handover().patience());
    }

    @Override
    public @Nullable StreamFormat format() {
        Mount from = found;
        return from == null ? null : from.format();
    }

    @Override
    public int kbps() {
        Mount from = found;
        return from == null ? 0 : from.snapshot().format().bitrateKbps();
    }

    @Override
    public void enter() {
        onAir = true;
        Mount from = found;
        StreamTap opened = from == null ? null : StreamTap.open(from, behind());
        tap = opened;
        if (opened == null) {
            return;
        }
        StreamFormat format = opened.format();
        LiveInput to =
                new LiveInput("mount " + other, mount, format.codec(), format.contentType(), Wrapping.NONE, BEHIND);
        input = to;
        to.push(opened.preamble());
        title = opened.title();
        to.enter();
        to.titleNow(title);
        pump();
    }

    @Override
    public Step step(long due) {
        pump();
        LiveInput from = input;
        Step step = from == null ? Step.DRY : from.step(due);
        StreamTap source = tap;
        if (step == Step.DRY && source != null && !source.flows()) {
            tap = null;
        }
        return step;
    }

    @Override
    public void leave() {
        onAir = false;
        LiveInput last = input;
        if (last != null) {
            last.leave();
        }
        input = null;
        tap = null;
    }

    @Override
    public void close(String why) {
        awaitAudioOf(null);
    }

    private void pump() {
        StreamTap from = tap;
        LiveInput to = input;
        if (from == null || to == null) {
            return;
        }
        if (found != null && !isMatch) {
            tap = null; // what was taken from it before is still played
            return;
        }
        while (!to.full()) {
            StreamTitle now = from.title();
            if (!now.equals(title)) {
                title = now;
                to.title(now);
            }
            ByteBuffer unit = from.next();
            if (unit == null) {
                return;
            }
            to.push(unit);
        }
    }
}
