package icy.server.shoutcast;

import icy.server.config.StationInfo;
import icy.server.document.Fact;
import icy.server.mount.MountSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What there is to say about a stream, under the names of DNAS 2 and in its order; names are in lower case as in its JSON,
 * and its XML has them in upper case.
 *
 * <p>Thread: any.
 */
final class StreamFacts {
    private StreamFacts() {}

    /** A stream's own figures; bit rate and sample rate are text, as in DNAS. */
    static List<Fact> of(MountSnapshot mount, Instant now) {
        StationInfo info = mount.info();
        MountSnapshot.Audience audience = mount.audience();
        List<Fact> facts = new ArrayList<>(24);
        facts.add(Fact.of("currentlisteners", audience.listeners()));
        facts.add(Fact.of("peaklisteners", audience.listenerPeak()));
        facts.add(Fact.of("maxlisteners", mount.terms().maxListeners()));
        facts.add(Fact.of("uniquelisteners", audience.uniqueListeners()));
        facts.add(Fact.of("averagetime", audience.averageSeconds()));
        facts.add(Fact.of("servergenre", info.genre()));
        for (int further = 2; further <= 5; further++) {
            facts.add(Fact.of("servergenre" + further, ""));
        }
        facts.add(Fact.of("serverurl", info.url()));
        facts.add(Fact.of("servertitle", info.name()));
        facts.add(Fact.of("songtitle", mount.title().text()));
        facts.add(Fact.of("streamhits", audience.joins()));
        facts.add(Fact.of("streamstatus", mount.onAir() ? 1 : 0));
        facts.add(Fact.of("backupstatus", 0));
        facts.add(Fact.of("streamlisted", 0));
        facts.add(Fact.of("streamlistederror", 0));
        facts.add(Fact.of("streampath", mount.name()));
        facts.add(Fact.of("streamuptime", mount.onAir() ? seconds(mount.streamStart(), now) : 0));
        facts.add(Fact.of("bitrate", Integer.toString(mount.format().bitrateKbps())));
        facts.add(Fact.of("samplerate", Integer.toString(mount.format().sampleRate())));
        facts.add(Fact.of("content", mount.format().contentType()));
        return facts;
    }

    /** All streams together. The average is over all listeners; the limit is the highest of any stream. */
    static List<Fact> ofAll(List<Stream> streams) {
        long listeners = sum(streams, MountSnapshot.Audience::listeners);
        long seconds = sum(streams, audience -> audience.averageSeconds() * audience.listeners());
        return List.of(
                Fact.of("totalstreams", streams.size()),
                Fact.of(
                        "activestreams",
                        streams.stream()
                                .filter(stream -> stream.mount().onAir())
                                .count()),
                Fact.of("currentlisteners", listeners),
                Fact.of("peaklisteners", sum(streams, MountSnapshot.Audience::listenerPeak)),
                Fact.of(
                        "maxlisteners",
                        streams.stream()
                                .mapToInt(stream -> stream.mount().terms().maxListeners())
                                .max()
                                .orElse(0)),
                Fact.of("uniquelisteners", sum(streams, MountSnapshot.Audience::uniqueListeners)),
                Fact.of("averagetime", listeners == 0 ? 0 : seconds / listeners));
    }

    /** What plays, under the names of ID3 frames. */
    static List<Fact> metadata(MountSnapshot mount) {
        String line = mount.title().text();
        int dash = line.indexOf(" - ");
        MountSnapshot.Source source = mount.source();
        return List.of(
                Fact.of("tit2", dash < 0 ? line : line.substring(dash + 3)),
                Fact.of("talb", ""),
                Fact.of("tpe1", dash < 0 ? "" : line.substring(0, dash)),
                Fact.of("tyer", ""),
                Fact.of("tcon", mount.info().genre()),
                Fact.of("tenc", source == null ? "" : source.agent()),
                Fact.of("trsn", mount.info().name()),
                Fact.of("wors", mount.info().url()));
    }

    /** What an operator has set. */
    static List<Fact> config(MountSnapshot mount) {
        return List.of(
                Fact.of("streammaxuser", mount.terms().maxListeners()),
                Fact.of("streampath", mount.name()),
                Fact.of("streampublic", mount.info().isPublic() ? 1 : 0),
                Fact.of("streamhidestats", mount.terms().hidden() ? 1 : 0));
    }

    /** What has gone through. */
    static List<Fact> bandwidth(MountSnapshot mount) {
        return List.of(
                Fact.of("recv", mount.bytesIn()),
                Fact.of("sent", mount.audience().bytesSent()),
                Fact.of("bandwidth", mount.bytesIn() + mount.audience().bytesSent()));
    }

    private static long seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds());
    }

    private static long sum(List<Stream> streams, ToLongFunction<MountSnapshot.Audience> figure) {
        return streams.stream()
                .mapToLong(stream -> figure.applyAsLong(stream.mount().audience()))
                .sum();
    }
}
