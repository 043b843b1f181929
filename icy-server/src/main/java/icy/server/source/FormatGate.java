package icy.server.source;

import icy.core.mpeg.FrameFormat;
import icy.server.config.MixedPolicy;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which frames a mount carries: those of the first one's format, and others by the mount's policy.
 *
 * <p>Thread: any.
 */
final class FormatGate {
    private final MixedPolicy mixed;
    private final Complaints complaints;
    private @Nullable FrameFormat declared;

    FormatGate(MixedPolicy mixed, Complaints complaints) {
        this.mixed = mixed;
        this.complaints = complaints;
    }

    /** The format of the first frame there was: a mount declares it. Null before that. */
    synchronized @Nullable FrameFormat declared() {
        return declared;
    }

    /** Says of each format in a file whether its frames are wanted. */
    Predicate<FrameFormat> of(Path file) {
        return format -> carries(file, format);
    }

    private synchronized boolean carries(Path file, FrameFormat format) {
        if (format.layer() != 3) {
            complaints.about(file, "skipped: " + format + " is not carried by an MP3 mount");
            return false;
        }
        FrameFormat mounts = declared;
        if (mounts == null) {
            declared = format;
            return true;
        }
        if (mounts.sampleRate() == format.sampleRate() && mounts.channels() == format.channels()) {
            return true;
        }
        boolean played = mixed == MixedPolicy.PLAY;
        complaints.about(
                file,
                played
                        ? "is " + format + " on a mount of " + mounts + "; it is played"
                        : "skipped: it is " + format + " and the mount " + mounts);
        return played;
    }
}
