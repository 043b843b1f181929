package icy.server.source;

import icy.server.mount.MountSnapshot;
import java.time.Instant;
import java.util.Locale;

/**
 * A source as people see it.
 *
 * <p>Thread: any; immutable.
 *
 * @param kind what it is
 * @param description for a log or a page: {@code live from 192.0.2.7 (butt 0.1.40)}
 * @param onAir whether it is what listeners hear
 * @param user as whom it logged in; empty for sources of this server's own
 * @param address its IP address, or the URL that is relayed; empty for sources of this server's own
 * @param agent the program it is; empty when unknown
 * @param contentType what it sends; empty while unknown
 * @param audioInfo its own words on bitrate, sample rate and channels ({@code ice-audio-info}); may be empty
 * @param subtype the codec inside a container ({@code Vorbis}); empty for others
 * @param since when it came
 * @param bytesRead from it
 * @param bufferedMillis audio in its input buffer
 * @param droppedUnits units of it that nobody heard: backlog, and what came while another source was on the air
 * @param lostBytes bytes of it that were no audio
 */
public record SourceView(
        Source.Kind kind,
        String description,
        boolean onAir,
        String user,
        String address,
        String agent,
        String contentType,
        String audioInfo,
        String subtype,
        Instant since,
        long bytesRead,
        long bufferedMillis,
        long droppedUnits,
        long lostBytes) {

    /** As a mount shows what is on its air. */
    MountSnapshot.Source shown() {
        return new MountSnapshot.Source(
                kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                user,
                address,
                agent,
                audioInfo,
                subtype,
                since,
                bytesRead,
                bufferedMillis,
                droppedUnits,
                lostBytes);
    }

    /** One of this server's own sources. */
    static SourceView own(Source.Kind kind, String description, boolean onAir, String contentType, Instant since) {
        return new SourceView(kind, description, onAir, "", "", "", contentType, "", "", since, 0, 0, 0, 0);
    }
}
