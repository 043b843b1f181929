package icy.server.shoutcast;

import icy.server.document.Fact;
import icy.server.document.Json;
import icy.server.document.Xml;
import icy.server.mount.ListenerView;
import icy.server.mount.PlayedTitle;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What tools read of streams, as XML or as JSON: the same facts in both.
 *
 * <p>Thread: any.
 */
final class StreamDocuments {
    private static final String PROLOG = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\" ?>";
    private static final String ROOT = "SHOUTCASTSERVER";
    /** How DNAS shows a listener that says no user agent. */
    private static final String NO_AGENT = "**EMPTY**";

    private final Fact version;
    private final Instant now;

    /** @param serverId product and version */
    StreamDocuments(String serverId, Instant now) {
        this.version = Fact.of("version", serverId);
        this.now = now;
    }

    /** {@code /stats}, and page 1 of an operator's. */
    byte[] statsXml(Stream stream) {
        Xml xml = new Xml(PROLOG).begin(ROOT);
        elements(xml, StreamFacts.of(stream.mount(), now));
        return element(xml, version).end().bytes();
    }

    byte[] statsJson(Stream stream) {
        return new Json()
                .beginObject()
                .members(StreamFacts.of(stream.mount(), now))
                .member(version)
                .endObject()
                .bytes();
    }

    /** {@code /statistics}. */
    byte[] statisticsXml(List<Stream> streams) {
        Xml xml = new Xml(PROLOG).begin(ROOT).begin("STREAMSTATS");
        element(elements(xml, StreamFacts.ofAll(streams)), version);
        for (Stream stream : streams) {
            xml.begin("STREAM", "id", Integer.toString(stream.sid()));
            elements(xml, StreamFacts.of(stream.mount(), now)).end();
        }
        return xml.end().end().bytes();
    }

    byte[] statisticsJson(List<Stream> streams) {
        Json json = new Json().beginObject().members(StreamFacts.ofAll(streams)).member(version);
        json.beginArray("streams");
        for (Stream stream : streams) {
            json.beginObject().member(Fact.of("id", stream.sid()));
            json.members(StreamFacts.of(stream.mount(), now)).endObject();
        }
        return json.endArray().endObject().bytes();
    }

    /** Everything an operator can see of a stream; what DNAS 1 called a figure is there under that name, too. */
    byte[] everythingXml(Stream stream, List<ListenerView> listeners, List<PlayedTitle> played) {
        Xml xml = new Xml(PROLOG).begin(ROOT);
        elements(xml, StreamFacts.of(stream.mount(), now));
        xml.element("REPORTEDLISTENERS", stream.mount().audience().uniqueListeners());
        element(xml, version);
        listeners(xml, listeners, /* addressOnly= */ false);
        played(xml, played);
        return xml.end().bytes();
    }

    byte[] everythingJson(Stream stream, List<ListenerView> listeners, List<PlayedTitle> played) {
        Json json = new Json().beginObject();
        json.members(StreamFacts.of(stream.mount(), now)).member(version);
        listeners(json.beginArray("listeners"), listeners, /* addressOnly= */ false);
        played(json.endArray().beginArray("songs"), played);
        return json.endArray().endObject().bytes();
    }

    /** Page 3 of an operator's. */
    byte[] listenersXml(List<ListenerView> listeners, boolean addressOnly) {
        Xml xml = new Xml(PROLOG).begin(ROOT);
        listeners(xml, listeners, addressOnly);
        return xml.end().bytes();
    }

    byte[] listenersJson(List<ListenerView> listeners, boolean addressOnly) {
        Json json = new Json().beginArray();
        listeners(json, listeners, addressOnly);
        return json.endArray().bytes();
    }

    /** {@code /played}, and page 4 of an operator's; newest first. */
    byte[] playedXml(List<PlayedTitle> played) {
        Xml xml = new Xml(PROLOG).begin(ROOT);
        played(xml, played);
        return xml.end().bytes();
    }

    byte[] playedJson(List<PlayedTitle> played) {
        Json json = new Json().beginArray();
        played(json, played);
        return json.endArray().bytes();
    }

    /** Facts under one heading: pages 5 and 6 of an operator's, and the bandwidth. */
    byte[] factsXml(String heading, List<Fact> facts) {
        Xml xml = new Xml(PROLOG).begin(ROOT).begin(heading);
        return elements(xml, facts).end().end().bytes();
    }

    byte[] factsJson(List<Fact> facts) {
        return new Json().beginObject().members(facts).endObject().bytes();
    }

    private static void listeners(Xml xml, List<ListenerView> listeners, boolean addressOnly) {
        xml.begin("LISTENERS");
        for (ListenerView listener : listeners) {
            elements(xml.begin("LISTENER"), facts(listener, addressOnly)).end();
        }
        xml.end();
    }

    private static void listeners(Json json, List<ListenerView> listeners, boolean addressOnly) {
        for (ListenerView listener : listeners) {
            json.beginObject().members(facts(listener, addressOnly)).endObject();
        }
    }

    /**
     * All are text, as in DNAS. {@code xff} is there because AzuraCast needs it, and empty because anybody can send any
     * {@code X-Forwarded-For}.
     */
    private static List<Fact> facts(ListenerView listener, boolean addressOnly) {
        Fact hostname = Fact.of("hostname", listener.address());
        if (addressOnly) {
            return List.of(hostname);
        }
        return List.of(
                hostname,
                Fact.of("useragent", listener.userAgent().isEmpty() ? NO_AGENT : listener.userAgent()),
                Fact.of("connecttime", Long.toString(listener.connectedSeconds())),
                Fact.of("uid", Long.toString(listener.id())),
                Fact.of("type", ""),
                Fact.of("referer", listener.referrer()),
                Fact.of("xff", ""),
                Fact.of("grid", ""),
                Fact.of("triggers", "0"));
    }

    private static void played(Xml xml, List<PlayedTitle> played) {
        xml.begin("SONGHISTORY");
        for (PlayedTitle title : played) {
            elements(xml.begin("SONG"), facts(title)).end();
        }
        xml.end();
    }

    private static void played(Json json, List<PlayedTitle> played) {
        for (PlayedTitle title : played) {
            json.beginObject().members(facts(title)).endObject();
        }
    }

    private static List<Fact> facts(PlayedTitle title) {
        return List.of(
                Fact.of("playedat", Long.toString(title.began().getEpochSecond())), Fact.of("title", title.title()));
    }

    private static Xml elements(Xml xml, List<Fact> facts) {
        facts.forEach(fact -> element(xml, fact));
        return xml;
    }

    private static Xml element(Xml xml, Fact fact) {
        return xml.element(fact.name().toUpperCase(Locale.ROOT), fact.value());
    }
}
