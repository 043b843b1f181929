package icy.server.api;

import icy.server.mount.MountSnapshot;
import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What is on the air of a mount, as anybody may know: not where it comes from.
 *
 * @param kind {@code live}, {@code relay}, {@code playout}…
 * @param since when it came
 * @param user as whom it logged in; empty for sources of this server's own
 * @param agent the program it is; empty when unknown
 */
@Json(naming = Json.Naming.LowerUnderscore)
record SourceJson(String kind, String since, String user, String agent) {

    static @Nullable SourceJson of(MountSnapshot mount) {
        MountSnapshot.Source source = mount.source();
        return source == null
                ? null
                : new SourceJson(source.kind(), source.since().toString(), source.user(), source.agent());
    }
}
