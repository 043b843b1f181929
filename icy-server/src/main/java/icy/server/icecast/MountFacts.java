package icy.server.icecast;

import icy.server.config.StationInfo;
import icy.server.document.Fact;
import icy.server.http.PublicAddress;
import icy.server.mount.MountSnapshot;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What there is to say about a mount on the air, under Icecast 2.4.4's names and in its order, the alphabetical one. The
 * JSON document for everybody, the XML for operators and the pages for people are all made from these.
 *
 * <p>Thread: any.
 */
final class MountFacts {
    /** {@code ice-audio-info} as libshout and butt write it; nothing else in it becomes a name in a document. */
    private static final Pattern AUDIO_INFO =
            Pattern.compile("(?:^|;)\\s*((?:ice-)?(?:bitrate|samplerate|channels|quality))=([0-9.,-]{1,12})");

    private static final String ARTIST_ENDS = " - ";

    private final SortedMap<String, Fact> facts = new TreeMap<>();

    private MountFacts() {}

    /** What anybody may know. {@code base} is what URLs begin with. */
    static List<Fact> forEverybody(MountSnapshot mount, String base) {
        return of(mount, base).list();
    }

    /** That, and what only operators may know. */
    static List<Fact> forOperators(MountSnapshot mount, String base) {
        MountFacts facts = of(mount, base);
        facts.number("listener_connections", mount.audience().joins());
        facts.text("max_listeners", Integer.toString(mount.terms().maxListeners()));
        facts.number("public", mount.info().isPublic() ? 1 : 0);
        facts.number("slow_listeners", mount.slowListeners());
        facts.number("total_bytes_read", mount.bytesIn());
        facts.number("total_bytes_sent", mount.audience().bytesSent());
        MountSnapshot.Source source = mount.source();
        if (source != null && source.isRemote()) {
            facts.known("source_ip", source.address());
            facts.known("user_agent", source.agent());
        }
        return facts.list();
    }

    /** Where a mount is listened to. */
    static String listenUrl(MountSnapshot mount, String base) {
        return base + PublicAddress.encodePath(mount.name());
    }

    private static MountFacts of(MountSnapshot mount, String base) {
        MountFacts facts = new MountFacts();
        MountSnapshot.Format format = mount.format();
        StationInfo info = mount.info();
        facts.known("bitrate", format.bitrateKbps());
        facts.known("channels", format.channels());
        facts.text("genre", info.genre());
        facts.number("listener_peak", mount.audience().listenerPeak());
        facts.number("listeners", mount.audience().listeners());
        facts.text("listenurl", listenUrl(mount, base));
        facts.known("samplerate", format.sampleRate());
        facts.text("server_description", info.description());
        facts.text("server_name", info.name());
        facts.text("server_type", format.contentType());
        facts.known("server_url", info.url());
        facts.text("stream_start", IcecastTime.text(mount.streamStart()));
        facts.text("stream_start_iso8601", IcecastTime.iso(mount.streamStart()));
        facts.title(mount);
        facts.audioInfo(mount);
        return facts;
    }

    /** MP3 and AAC have one line in which the artist comes first; of Ogg, Icecast tells artist and title apart. */
    private void title(MountSnapshot mount) {
        String line = mount.title().text();
        int end = line.indexOf(ARTIST_ENDS);
        if (isOgg(mount) && end > 0) {
            text("artist", line.substring(0, end));
            text("title", line.substring(end + ARTIST_ENDS.length()));
        } else {
            text("title", line);
        }
    }

    private void audioInfo(MountSnapshot mount) {
        MountSnapshot.Format format = mount.format();
        MountSnapshot.Source source = mount.source();
        if (source != null) {
            known("subtype", source.subtype());
        }
        if (source == null || source.audioInfo().isEmpty()) {
            StringBuilder ours = new StringBuilder();
            announce(ours, "bitrate", format.bitrateKbps());
            announce(ours, "samplerate", format.sampleRate());
            announce(ours, "channels", format.channels());
            known("audio_info", ours.toString());
            return;
        }
        text("audio_info", source.audioInfo());
        Matcher announced = AUDIO_INFO.matcher(source.audioInfo());
        while (announced.find()) { // what was measured above is nearer the truth
            String value = announced.group(2);
            facts.putIfAbsent(
                    announced.group(1),
                    value.matches("[0-9]{1,9}")
                            ? Fact.of(announced.group(1), Long.parseLong(value))
                            : Fact.of(announced.group(1), value));
        }
    }

    private static boolean isOgg(MountSnapshot mount) {
        return mount.format().contentType().endsWith("/ogg");
    }

    private static void announce(StringBuilder info, String key, int value) {
        if (value > 0) {
            info.append(info.isEmpty() ? "" : ";").append(key).append('=').append(value);
        }
    }

    private void text(String name, String value) {
        facts.put(name, Fact.of(name, value));
    }

    private void number(String name, long value) {
        facts.put(name, Fact.of(name, value));
    }

    private void known(String name, String value) {
        if (!value.isEmpty()) {
            text(name, value);
        }
    }

    private void known(String name, int value) {
        if (value > 0) {
            number(name, value);
        }
    }

    private List<Fact> list() {
        return List.copyOf(facts.values());
    }
}
