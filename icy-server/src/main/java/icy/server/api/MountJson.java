package icy.server.api;

import icy.core.ring.StreamTime;
import icy.server.config.StationInfo;
import icy.server.http.PublicAddress;
import icy.server.mount.MountSnapshot;
import icy.server.mount.StreamMoment;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mount as {@code /api/mounts} shows it. Stream times are in milliseconds since the mount began; they and positions
 * belong to one {@code run_id} and begin again at a restart.
 *
 * @param bitrateKbps 0 while unknown, like the two after it
 * @param variantOf the mount of whose stream this one is made, in another format; empty for none
 * @param variants the names of those that are made of this one's stream
 * @param source what is on the air; left out while that is not known
 * @param title what plays at the live edge; empty while nobody has told
 * @param titlePosition where that title came into force
 * @param at what was asked for by {@code ?position=} or {@code ?time=}; left out otherwise
 */
@Json(naming = Json.Naming.LowerUnderscore)
record MountJson(
        String name,
        String listenUrl,
        Station station,
        boolean onAir,
        @Nullable SourceJson source,
        String runId,
        String began,
        String contentType,
        int bitrateKbps,
        int sampleRate,
        int channels,
        String variantOf,
        List<String> variants,
        int listeners,
        int uniqueListeners,
        int listenerPeak,
        int relays,
        int connections,
        String title,
        long titlePosition,
        Edge liveEdge,
        Moment retainedFrom,
        @Nullable TitledMoment at) {

    /** The list of all mounts, in the order of the config. */
    @Json
    record Mounts(List<MountJson> mounts, int count) {}

    @Json(naming = Json.Naming.LowerUnderscore)
    record Station(
            String name,
            String genre,
            String description,
            String url,
            @Json.Property("public") boolean isPublic) {
        static Station of(StationInfo info) {
            return new Station(info.name(), info.genre(), info.description(), info.url(), info.isPublic());
        }
    }

    /** @param wallClockMs when this was the live edge, in milliseconds since 1970 by the server's clock */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Edge(long streamPosition, long streamTimeMs, long wallClockMs) {}

    @Json(naming = Json.Naming.LowerUnderscore)
    record Moment(long streamPosition, long streamTimeMs) {}

    @Json(naming = Json.Naming.LowerUnderscore)
    record TitledMoment(long streamPosition, long streamTimeMs, String title) {}

    static MountJson of(MountSnapshot mount, List<String> variants, String base, @Nullable TitledMoment at) {
        StreamMoment edge = mount.edge();
        StreamMoment oldest = mount.retainedFrom();
        return new MountJson(
                mount.name(),
                base + PublicAddress.encodePath(mount.name()),
                Station.of(mount.info()),
                mount.onAir(),
                SourceJson.of(mount),
                mount.runId(),
                mount.began().toString(),
                mount.format().contentType(),
                mount.format().bitrateKbps(),
                mount.format().sampleRate(),
                mount.format().channels(),
                mount.terms().variantOf(),
                variants,
                mount.audience().listeners(),
                mount.audience().uniqueListeners(),
                mount.audience().listenerPeak(),
                mount.audience().relays(),
                mount.audience().connections(),
                mount.title().text(),
                mount.titlePosition(),
                new Edge(edge.position(), StreamTime.toMillis(edge.timeUnits()), mount.edgeWallMillis()),
                new Moment(oldest.position(), StreamTime.toMillis(oldest.timeUnits())),
                at);
    }
}
