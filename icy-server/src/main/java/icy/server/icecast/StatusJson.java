package icy.server.icecast;

import icy.server.document.Json;
import icy.server.mount.MountSnapshot;
import java.util.List;

/**
 * Icecast's {@code status-json.xsl}, shaped as Icecast 2.4.4 shapes it, because station sites and panels read it by trial:
 * keys in alphabetical order; {@code source} is an object when one mount is on the air, an array when several are, and
 * absent when none is.
 *
 * <p>Where Icecast's own document is broken this one is not: it is always valid JSON, and {@code title} is always a
 * string (Icecast writes the title "1999" as a number, and "- " bare).
 *
 * <p>Thread: any.
 */
final class StatusJson {
    private StatusJson() {}

    /**
     * The document.
     *
     * @param base what URLs begin with, such as {@code http://radio.example:8000}
     * @param onAir the mounts to show, all of them on the air
     */
    static byte[] render(String base, ServerFigures server, List<MountSnapshot> onAir) {
        Json json = new Json();
        json.beginObject().beginObject("icestats");
        json.members(ServerFacts.forEverybody(server, base));
        if (onAir.size() == 1) {
            json.beginObject("source");
            json.members(MountFacts.forEverybody(onAir.get(0), base));
            json.endObject();
        } else if (!onAir.isEmpty()) {
            json.beginArray("source");
            for (MountSnapshot mount : onAir) {
                json.beginObject();
                json.members(MountFacts.forEverybody(mount, base));
                json.endObject();
            }
            json.endArray();
        }
        return json.endObject().endObject().bytes();
    }
}
