package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.SilentFrame;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import java.time.Duration;
import java.time.Instant;

/**
 * Has as much silence as the test says, under its own name as the title.
 *
 * <p>Thread: its mount's home loop; what the test gives and takes any.
 */
final class FakeSource implements Source {
    private static final FrameFormat FRAMES = FrameFormat.layer3(44_100, 2);
    private static final long FRAME_NANOS = 26_122_449;

    private final Mount mount;
    private final String name;
    private final Kind kind;
    private final int priority;
    private final byte[] frame = SilentFrame.of(FRAMES, 128_000);
    private volatile long frames;
    private volatile boolean over;
    private volatile boolean onAir;
    private volatile String closedWhy = "";
    private volatile StreamFormat format = new StreamFormat(Codec.MP3, 44_100, 2);

    FakeSource(Mount mount, String name, Kind kind, int priority) {
        this.mount = mount;
        this.name = name;
        this.kind = kind;
        this.priority = priority;
    }

    void has(Duration more) {
        frames = Math.max(0, frames + more.toNanos() / FRAME_NANOS);
    }

    void ends() {
        over = true;
    }

    void sends(StreamFormat other) {
        format = other;
    }

    /** What it was told when it was not wanted any more; empty before. */
    String closedWhy() {
        return closedWhy;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public SourceView view() {
        return SourceView.own(kind, name, onAir, "audio/mpeg", Instant.EPOCH);
    }

    @Override
    public void tend(long nowNanos) {}

    @Override
    public boolean ready() {
        return frames > 0;
    }

    @Override
    public boolean present() {
        return !over && kind.compareTo(Kind.PLAYOUT) <= 0;
    }

    @Override
    public long stockUnits() {
        return kind == Kind.LIVE ? 0 : frames * FRAMES.frameUnits();
    }

    @Override
    public StreamFormat format() {
        return format;
    }

    @Override
    public int kbps() {
        return 128;
    }

    @Override
    public void enter() {
        onAir = true;
        mount.title(StreamTitle.of(name), 128);
    }

    @Override
    public Step step(long due) {
        if (frames == 0) {
            return over ? Step.OVER : Step.DRY;
        }
        if (mount.edgeTime() + FRAMES.frameUnits() > due) {
            return Step.EARLY;
        }
        frames--;
        mount.append(frame, 0, frame.length, FRAMES.frameUnits());
        return Step.AIRED;
    }

    @Override
    public void leave() {
        onAir = false;
    }

    @Override
    public void close(String why) {
        closedWhy = why;
        frames = 0;
    }
}
