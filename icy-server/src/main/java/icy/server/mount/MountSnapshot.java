package icy.server.mount;

import icy.core.icy.StreamTitle;
import icy.server.config.StationInfo;
import java.time.Instant;
import java.util.Map;

/**
 * What there is to say about a mount at one moment. The parts are read one after another while the stream goes on, so
 * they may lie a unit apart.
 *
 * <p>Thread: any.
 *
 * @param name its path, such as {@code /stream}
 * @param runId distinguishes this run of the mount from those before a restart, whose positions and times mean nothing any
 *     more
 * @param info how the mount introduces itself
 * @param onAir whether it has a source
 * @param began when the present stream began
 * @param format what is sent
 * @param title what plays at the live edge
 * @param titlePosition where that title came into force
 * @param edge the live edge
 * @param edgeWallMillis the wall-clock time at which {@code edge} was the live edge, in milliseconds since 1970
 * @param retainedFrom the oldest moment that can still be listened to
 * @param audience who listens, and how they fare
 */
public record MountSnapshot(
        String name,
        String runId,
        StationInfo info,
        boolean onAir,
        Instant began,
        Format format,
        StreamTitle title,
        long titlePosition,
        StreamMoment edge,
        long edgeWallMillis,
        StreamMoment retainedFrom,
        Audience audience) {

    /** A mount that has nothing to send now. */
    static MountSnapshot offAir(String name, String runId, StationInfo info, Audience audience) {
        return new MountSnapshot(
                name,
                runId,
                info,
                /* onAir= */ false,
                Instant.EPOCH,
                new Format("audio/mpeg", 0, 0, 0),
                StreamTitle.NONE,
                0,
                StreamMoment.BEGINNING,
                0,
                StreamMoment.BEGINNING,
                audience);
    }

    /**
     * What a mount sends.
     *
     * @param contentType without parameters, such as {@code audio/mpeg}
     * @param bitrateKbps average in kbit/s; 0 while unknown
     * @param sampleRate in Hz; 0 while unknown
     * @param channels 0 while unknown
     */
    public record Format(String contentType, int bitrateKbps, int sampleRate, int channels) {}

    /**
     * The figures of all who listen to a mount, on all loops.
     *
     * @param listeners those who have heard some seconds of audio
     * @param listenerPeak the most of them at once since the mount began
     * @param connections those who are being sent the stream now, heard or not
     * @param joins connections since the mount began
     * @param bytesSent to all of them since the mount began
     * @param skips how often somebody who fell behind was moved to the live edge
     * @param endings connections that ended since the mount began, by reason
     * @param flushLagNanos how late the latest round of writes began
     * @param minSlackMillis the least time there was between a listener and being too slow, in the last minute or two
     */
    public record Audience(
            int listeners,
            int listenerPeak,
            int connections,
            long joins,
            long bytesSent,
            long skips,
            Map<String, Long> endings,
            long flushLagNanos,
            long minSlackMillis) {

        public Audience {
            endings = Map.copyOf(endings);
        }
    }
}
