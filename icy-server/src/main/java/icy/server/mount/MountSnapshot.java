package icy.server.mount;

import icy.core.icy.StreamTitle;
import icy.server.config.StationInfo;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
 * @param terms who may know of it and listen
 * @param onAir whether it has a source
 * @param began when the present stream began
 * @param format what is sent
 * @param supply where it comes from
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
        Terms terms,
        boolean onAir,
        Instant began,
        Format format,
        Supply supply,
        StreamTitle title,
        long titlePosition,
        StreamMoment edge,
        long edgeWallMillis,
        StreamMoment retainedFrom,
        Audience audience) {

    /** A mount that has nothing to send now. */
    static MountSnapshot offAir(
            String name, String runId, StationInfo info, Terms terms, Supply supply, Audience audience) {
        return new MountSnapshot(
                name,
                runId,
                info,
                terms,
                /* onAir= */ false,
                Instant.EPOCH,
                new Format("audio/mpeg", 0, 0, 0),
                supply,
                StreamTitle.NONE,
                0,
                StreamMoment.BEGINNING,
                0,
                StreamMoment.BEGINNING,
                audience);
    }

    /** What is on the air; null when that is not known. */
    public @Nullable Source source() {
        return supply.onAir();
    }

    /** When what is on the air now began to be. */
    public Instant streamStart() {
        Source source = source();
        return source == null ? began : source.since();
    }

    /** Bytes that came in: from a connection, or, of sources of this server's own, what they put into the stream. */
    public long bytesIn() {
        Source source = source();
        return source != null && source.isRemote() ? source.bytesRead() : edge.position();
    }

    /** Connections that were closed because they could not keep up. */
    public long slowListeners() {
        return Stream.of(CloseReason.SLOW, CloseReason.STALLED, CloseReason.OVERTAKEN)
                .mapToLong(reason -> audience.endings().getOrDefault(reason.text(), 0L))
                .sum();
    }

    /**
     * Who may know of a mount and listen to it.
     *
     * @param hidden whether public lists leave it out
     * @param onDemand whether somebody who comes to listen brings it on the air
     * @param mayBeOff whether nothing is wrong while it is off the air
     * @param maxListeners how many connections it may have at once
     * @param asksForPassword whether listeners have to log in
     * @param fallback the mount that is heard when this one has no source; empty for none
     * @param variantOf the mount of whose stream this one is made, in another format; empty for none
     */
    public record Terms(
            boolean hidden,
            boolean onDemand,
            boolean mayBeOff,
            int maxListeners,
            boolean asksForPassword,
            String fallback,
            String variantOf) {}

    /**
     * Where a mount's audio comes from.
     *
     * @param onAir what is heard; null when that is not known, or nothing is
     * @param handOvers how often something else has gone on the air
     * @param underruns how often what was on the air had nothing when something was due
     */
    public record Supply(@Nullable Source onAir, long handOvers, long underruns) {
        public static final Supply NONE = new Supply(null, 0, 0);
    }

    /**
     * What is on the air, as people see it.
     *
     * @param kind {@code live}, {@code relay}, {@code playout}…
     * @param user as whom it logged in; empty for sources of this server's own
     * @param address its IP address, or the URL that is relayed; empty for sources of this server's own
     * @param agent the program it is; empty when unknown
     * @param audioInfo its own words on bitrate, sample rate and channels ({@code ice-audio-info}); may be empty
     * @param subtype the codec inside a container ({@code Vorbis}); empty for others
     * @param since when it came
     * @param bytesRead from it
     * @param bufferedMillis audio in its input buffer
     * @param droppedUnits units of it that nobody heard
     * @param lostBytes bytes of it that were no audio
     */
    public record Source(
            String kind,
            String user,
            String address,
            String agent,
            String audioInfo,
            String subtype,
            Instant since,
            long bytesRead,
            long bufferedMillis,
            long droppedUnits,
            long lostBytes) {
        public static final String LIVE = "live";
        public static final String RELAY = "relay";

        /** Whether it comes over the network. */
        public boolean isRemote() {
            return kind.equals(LIVE) || kind.equals(RELAY);
        }
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
     * @param listeners those who have heard some seconds of audio; a player's second connection and relays are none
     * @param uniqueListeners different pairs of address and user agent among them
     * @param listenerPeak the most of them at once since the mount began
     * @param averageSeconds how long those who listen now have done so on average
     * @param relays other servers that are sent the stream
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
            int uniqueListeners,
            int listenerPeak,
            long averageSeconds,
            int relays,
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
