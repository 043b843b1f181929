package icy.server.web;

import icy.server.config.StationInfo;
import icy.server.http.PublicAddress;
import icy.server.mount.MountSnapshot;
import io.avaje.json.JsonWriter;
import io.avaje.json.stream.JsonStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

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
    private static final DateTimeFormatter ICECAST_TIME = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ICECAST_ISO_TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ssZ", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final JsonStream JSON = JsonStream.builder().build();

    private StatusJson() {}

    /**
     * The document.
     *
     * @param base what URLs begin with, such as {@code http://radio.example:8000}
     * @param serverId product and version
     * @param serverStart when this server started
     * @param onAir the mounts to show, all of them on the air
     */
    static byte[] render(String base, String serverId, Instant serverStart, List<MountSnapshot> onAir) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonWriter to = JSON.writer(bytes)) {
            to.beginObject();
            to.name("icestats");
            to.beginObject();
            text(to, "admin", "");
            text(to, "host", host(base));
            text(to, "location", "");
            text(to, "server_id", serverId);
            text(to, "server_start", ICECAST_TIME.format(serverStart));
            text(to, "server_start_iso8601", ICECAST_ISO_TIME.format(serverStart));
            sources(to, base, onAir);
            to.endObject();
            to.endObject();
        }
        return bytes.toByteArray();
    }

    private static void sources(JsonWriter to, String base, List<MountSnapshot> onAir) {
        if (onAir.isEmpty()) {
            return;
        }
        to.name("source");
        if (onAir.size() == 1) {
            source(to, base, onAir.get(0));
            return;
        }
        to.beginArray();
        for (MountSnapshot mount : onAir) {
            source(to, base, mount);
        }
        to.endArray();
    }

    private static void source(JsonWriter to, String base, MountSnapshot mount) {
        MountSnapshot.Format format = mount.format();
        StationInfo info = mount.info();
        to.beginObject();
        String audioInfo = audioInfo(format);
        if (!audioInfo.isEmpty()) {
            text(to, "audio_info", audioInfo);
        }
        known(to, "bitrate", format.bitrateKbps());
        known(to, "channels", format.channels());
        text(to, "genre", info.genre());
        number(to, "listener_peak", mount.audience().listenerPeak());
        number(to, "listeners", mount.audience().listeners());
        text(to, "listenurl", base + PublicAddress.encodePath(mount.name()));
        known(to, "samplerate", format.sampleRate());
        text(to, "server_description", info.description());
        text(to, "server_name", info.name());
        text(to, "server_type", format.contentType());
        if (!info.url().isEmpty()) {
            text(to, "server_url", info.url());
        }
        text(to, "stream_start", ICECAST_TIME.format(mount.began()));
        text(to, "stream_start_iso8601", ICECAST_ISO_TIME.format(mount.began()));
        text(to, "title", mount.title().text());
        to.endObject();
    }

    /** {@code bitrate=128;samplerate=44100;channels=2}, as libshout announces it, without what is unknown. */
    private static String audioInfo(MountSnapshot.Format format) {
        StringBuilder info = new StringBuilder();
        announce(info, "bitrate", format.bitrateKbps());
        announce(info, "samplerate", format.sampleRate());
        announce(info, "channels", format.channels());
        return info.toString();
    }

    private static void announce(StringBuilder info, String key, int value) {
        if (value > 0) {
            info.append(info.isEmpty() ? "" : ";").append(key).append('=').append(value);
        }
    }

    private static String host(String base) {
        String authority = base.substring(base.indexOf("//") + 2);
        int slash = authority.indexOf('/');
        String hostAndPort = slash < 0 ? authority : authority.substring(0, slash);
        return hostAndPort.replaceFirst(":\\d+$", "");
    }

    private static void text(JsonWriter to, String name, String value) {
        to.name(name);
        to.value(value);
    }

    private static void number(JsonWriter to, String name, int value) {
        to.name(name);
        to.value(value);
    }

    private static void known(JsonWriter to, String name, int value) {
        if (value > 0) {
            number(to, name, value);
        }
    }
}
