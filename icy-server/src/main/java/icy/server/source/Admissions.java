package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.server.config.Takeover;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which live sources may come to one mount, and what is told to those that are there.
 *
 * <p>Sources of different priority may be there together: the higher one is on the air, the lower one stands by. Of the
 * same priority there is one. Another that comes is refused, unless it takes over by the mount's {@link Takeover}: from
 * one that has been silent for two seconds, which is most often its own former self behind a dead link, or, where the
 * last one is to win, from any. Whoever was thrown off may not throw off in turn for a minute: two encoders with one
 * login, which both come back by themselves, would go on for ever.
 *
 * <p>Thread: the mount's home loop.
 */
final class Admissions {
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long GRUDGE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_REMEMBERED = 16;

    private record ThrownOff(String agent, String address, long untilNanos) {}

    private final Mount mount;
    private final SourceSlot slot;
    private final Deque<ThrownOff> thrownOff = new ArrayDeque<>();

    Admissions(Mount mount, SourceSlot slot) {
        this.mount = mount;
        this.slot = slot;
    }

    /** Why a source cannot come now; null: it can, if it {@linkplain #takeOver takes over} where it has to. */
    @Nullable
    String refusal(SourceHello hello, String address) {
        Codec needed = codecNeeded();
        if (needed != null && needed != hello.codec()) {
            return "Content-type not supported: %s sends %s, and this is %s."
                    .formatted(mount.name(), needed, hello.codec());
        }
        LiveSource present = present(hello.priority());
        if (present == null) {
            return null;
        }
        long now = mount.home().nowNanos();
        Takeover policy = mount.config().sources().takeover();
        boolean mayWin = policy == Takeover.ALWAYS && !holdsGrudge(hello, address, now);
        return policy != Takeover.NEVER && isStale(present, now) || mayWin ? null : "Mountpoint in use";
    }

    /** Whether somebody has to go for it: then it needs no place of its own. */
    boolean takesOver(SourceHello hello) {
        return present(hello.priority()) != null;
    }

    /** It comes; whoever has to go for it goes. */
    void takeOver(SourceHello hello) {
        LiveSource present = present(hello.priority());
        if (present != null) {
            long now = mount.home().nowNanos();
            present.close(isStale(present, now) ? "it was silent, and is taken over from" : "another one takes over");
            remember(new ThrownOff(present.hello().agent(), present.address(), now + GRUDGE_NANOS), now);
        }
    }

    private static boolean isStale(LiveSource present, long now) {
        return present.silentNanos(now) >= STALE_NANOS;
    }

    /** For the live sources that logged in as {@code user}; from anybody else, such as an operator, it is for all. */
    void title(String user, StreamTitle title) {
        of(user).forEach(source -> source.title(title));
    }

    /** Lets those go that {@link #title} would be for. */
    void kick(String user) {
        of(user).forEach(source -> slot.drop(source, "it was asked to go"));
    }

    private List<LiveSource> of(String user) {
        List<LiveSource> own = live().stream()
                .filter(source -> source.hello().user().equals(user))
                .toList();
        return own.isEmpty() ? live() : own;
    }

    /** What sources must send for those who listen to be able to go on; null: anything. */
    private @Nullable Codec codecNeeded() {
        for (Source source : slot.sources()) {
            boolean isOwn = source.kind() == Source.Kind.PLAYOUT
                    || source.kind() == Source.Kind.FALLBACK_FILE
                    || source.kind() == Source.Kind.TONES;
            if (isOwn) {
                return Codec.MP3;
            }
        }
        List<LiveSource> live = live();
        if (!live.isEmpty()) {
            return live.get(0).hello().codec();
        }
        Source present = slot.onAir();
        boolean isSilent = present != null && present.kind() == Source.Kind.SILENCE;
        StreamFormat onAir = mount.format();
        return onAir == null || isSilent ? null : onAir.codec();
    }

    private @Nullable LiveSource present(int priority) {
        return live().stream()
                .filter(source -> source.priority() == priority && !source.left())
                .findFirst()
                .orElse(null);
    }

    private List<LiveSource> live() {
        return slot.sources().stream()
                .filter(LiveSource.class::isInstance)
                .map(LiveSource.class::cast)
                .toList();
    }

    /** Whoever comes from there with that program is taken for the same encoder. */
    private boolean holdsGrudge(SourceHello hello, String address, long now) {
        forget(now);
        return thrownOff.stream()
                .anyMatch(each ->
                        each.agent().equals(hello.agent()) && each.address().equals(address));
    }

    private void remember(ThrownOff loser, long now) {
        forget(now);
        thrownOff.addLast(loser);
        if (thrownOff.size() > MOST_REMEMBERED) {
            thrownOff.removeFirst();
        }
    }

    private void forget(long now) {
        thrownOff.removeIf(each -> now - each.untilNanos() >= 0);
    }
}
