package icy.server.source;

import icy.core.aac.AdtsFormat;
import icy.core.aac.AdtsSilence;
import icy.core.icy.StreamTitle;
import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.SilentFrame;
import icy.server.config.Idle;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import java.time.Instant;
import java.util.Optional;

/**
 * The very last resort: silence in the codec of the stream that is on the air, so that players stay connected.
 *
 * <p>Thread: the mount's home loop; {@link #view} any.
 */
final class SilenceSource implements Source {
    private static final StreamFormat USUAL = new StreamFormat(Codec.MP3, 44_100, 2);
    private static final byte[] NOTHING = {};
    private static final int LOW_COMPLEXITY = 2; // AAC-LC, in which HE-AAC's core is too

    private final Mount mount;
    private final Instant since = Instant.now();
    private byte[] unit = NOTHING;
    private long durationUnits;
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
        StreamFormat present = mount.format();
        return present == null
                ? mount.config().handover().idle() == Idle.SILENCE
                : unitIn(present).isPresent();
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
        StreamFormat format = format();
        unit = unitIn(format).orElse(NOTHING);
        durationUnits = format.codec() == Codec.MP3
                ? FrameFormat.layer3(format.sampleRate(), format.channels()).frameUnits()
                : adts(format).blockUnits();
        mount.title(StreamTitle.NONE, 0);
    }

    @Override
    public Step step(long due) {
        if (mount.edgeTime() + durationUnits > due) {
            return Step.EARLY;
        }
        mount.append(unit, 0, unit.length, durationUnits);
        return Step.AIRED;
    }

    @Override
    public void leave() {
        onAir = false;
    }

    @Override
    public void close(String why) {
        // It holds nothing.
    }

    private static Optional<byte[]> unitIn(StreamFormat format) {
        return switch (format.codec()) {
            case MP3 -> Optional.of(SilentFrame.of(FrameFormat.layer3(format.sampleRate(), format.channels())));
            case AAC -> AdtsSilence.of(adts(format));
            case OGG -> Optional.empty();
        };
    }

    /** ISO/IEC 14496-3 table 1.19: configuration seven for eight channels, else their number. */
    private static AdtsFormat adts(StreamFormat format) {
        return new AdtsFormat(LOW_COMPLEXITY, format.sampleRate(), Math.min(7, format.channels()));
    }
}
