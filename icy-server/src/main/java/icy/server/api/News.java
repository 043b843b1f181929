package icy.server.api;

import icy.server.mount.MountSnapshot;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /api/events} tells about one mount.
 *
 * @param source what is on the air; left out while that is not known
 * @param title what plays at the live edge
 * @param streamPosition where that title came into force
 * @param listeners as it was last told: counts are not told each time they change
 */
@Json(naming = Json.Naming.LowerUnderscore)
record News(String name, boolean onAir, @Nullable SourceJson source, String title, long streamPosition, int listeners) {

    static News of(MountSnapshot mount) {
        return new News(
                mount.name(),
                mount.onAir(),
                SourceJson.of(mount),
                mount.title().text(),
                mount.titlePosition(),
                mount.audience().listeners());
    }

    /** The first event of every connection: how things are. */
    @Json
    record State(List<News> mounts) {}

    /** Event {@code title}. */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Title(String name, String title, long streamPosition) {}

    /** Event {@code listeners}. */
    @Json
    record Listeners(String name, int listeners) {}

    /** Event {@code source}: something else is on the air. */
    @Json
    record Source(String name, @Nullable SourceJson source) {}

    /** Event {@code air}: a mount has got its first source, or has ended. */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Air(String name, boolean onAir) {}
}
