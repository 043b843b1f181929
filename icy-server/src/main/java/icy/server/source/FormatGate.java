package icy.server.source;

import icy.core.mpeg.FrameFormat;
import icy.server.config.MixedPolicy;
import icy.server.config.PlayoutConfig;
import icy.server.config.TrackFormat;
import icy.server.encode.EncodedFormat;
import icy.server.encode.OutputCodec;
import icy.server.track.Carriage;
import icy.server.track.TrackOpener;
import icy.server.track.TrackReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Which frames a mount carries: those of the format it is configured for, or else of the one that most of its first tracks
 * have; and what happens to others, by the mount's policy.
 *
 * <p>Thread: {@link #declared} and {@link #expect} any, which never wait; all else workers.
 */
final class FormatGate {
    /** Tracks that are looked at to see what most have: enough to tell, and soon done. */
    private static final int SAMPLE = 24;

    private final MixedPolicy mixed;
    private final TrackFormat wanted;
    private final Complaints complaints;
    private final TrackOpener opener;
    private volatile @Nullable FrameFormat declared;
    private volatile List<Path> expected = List.of();
    private final AtomicBoolean surveyed = new AtomicBoolean();
    private volatile FrameFormat usual = FrameFormat.layer3(TrackFormat.USUAL_RATE, TrackFormat.USUAL_CHANNELS);

    FormatGate(PlayoutConfig config, Complaints complaints, TrackOpener opener) {
        this.mixed = config.mixed();
        this.wanted = config.format();
        this.complaints = complaints;
        this.opener = opener;
    }

    /** The format of the frames that were carried first: a mount declares it. Null before that. */
    @Nullable
    FrameFormat declared() {
        return declared;
    }

    /** Whether what does not fit is converted. */
    boolean converts() {
        return mixed == MixedPolicy.CONVERT;
    }

    /** What is opened from now on goes out among frames of that format, whatever was declared before. */
    void follow(FrameFormat stream) {
        declared = stream;
    }

    /** These tracks there are to play. */
    void expect(List<Path> tracks) {
        expected = tracks.subList(0, Math.min(SAMPLE, tracks.size()));
    }

    /**
     * Opens a track as the mount wants it; see {@link TrackOpener#open}.
     *
     * @throws IOException with a reason for the log
     */
    TrackReader open(Path file, long startUnits) throws IOException {
        return opener.open(file, startUnits, new OfFile(file));
    }

    private FrameFormat format(@Nullable FrameFormat first) {
        FrameFormat mounts = declared;
        if (mounts != null) {
            return mounts;
        }
        boolean isConfigured = wanted.sampleRate() != null && wanted.channels() != null;
        boolean isOfAll = !isConfigured && (converts() || first == null);
        return configured(isOfAll || first == null ? usual() : first);
    }

    /** That format, but for what the config says. */
    private FrameFormat configured(FrameFormat otherwise) {
        Integer rate = wanted.sampleRate();
        Integer channels = wanted.channels();
        return FrameFormat.layer3(
                rate == null ? otherwise.sampleRate() : rate, channels == null ? otherwise.channels() : channels);
    }

    /**
     * What most of the tracks have; of two that as many have, what nearly all music has. One worker looks, once; should
     * the disk keep it, the others go on without.
     */
    private FrameFormat usual() {
        if (surveyed.compareAndSet(false, true)) {
            usual = most(usual);
        }
        return usual;
    }

    private FrameFormat most(FrameFormat standard) {
        FrameFormat best = standard;
        Map<FrameFormat, Integer> counts = new HashMap<>();
        for (Path track : expected) {
            FrameFormat its = opener.formatOf(track).orElse(standard);
            counts.merge(its, 1, Integer::sum);
        }
        for (Map.Entry<FrameFormat, Integer> count : counts.entrySet()) {
            if (count.getValue() > counts.getOrDefault(best, 0)) {
                best = count.getKey();
            }
        }
        return best;
    }

    private synchronized FrameFormat declare(FrameFormat format) {
        FrameFormat mounts = declared;
        if (mounts == null) {
            declared = format;
            return format;
        }
        return mounts;
    }

    /** What is wanted of one file. */
    private final class OfFile implements Carriage {
        private final Path file;

        OfFile(Path file) {
            this.file = file;
        }

        @Override
        public boolean carries(FrameFormat format) {
            if (converts()) {
                return format.layer() == 3 && format.equals(format(format)) && format.equals(declare(format));
            }
            return isLayer3(format) && isPlayed(format, declare(format(format)), "");
        }

        @Override
        public boolean convertsMp3() {
            return converts();
        }

        @Override
        public EncodedFormat target() {
            FrameFormat mounts = format(null);
            return new EncodedFormat(
                    OutputCodec.MP3, wanted.bitrateKbps() * 1000, mounts.sampleRate(), mounts.channels());
        }

        @Override
        public boolean carriesUnconverted(FrameFormat format, String why) {
            return isLayer3(format)
                    && isPlayed(format, declare(configured(format)), ", for it cannot be converted: " + why);
        }

        private boolean isLayer3(FrameFormat format) {
            if (format.layer() != 3) {
                complaints.about(file, "skipped: " + format + " is not carried by an MP3 mount");
            }
            return format.layer() == 3;
        }

        private boolean isPlayed(FrameFormat format, FrameFormat mounts, String why) {
            if (format.sampleRate() == mounts.sampleRate() && format.channels() == mounts.channels()) {
                return true;
            }
            boolean played = mixed != MixedPolicy.SKIP;
            complaints.about(
                    file,
                    played
                            ? "is " + format + " on a mount of " + mounts + "; it is played as it is" + why
                            : "skipped: it is " + format + " and the mount " + mounts);
            return played;
        }
    }
}
