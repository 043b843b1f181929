package icy.server.icecast;

import icy.server.document.Xml;
import icy.server.mount.ListenerView;
import icy.server.mount.MountSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The XML documents of {@code /admin/…}. Names are spelt as Icecast 2.4.4 spells them, {@code <Listeners>} and all; where
 * icecast-kh and 2.5 have the same in lower case, both are there, since a reader of one does not know the other:
 * AzuraCast asks for {@code <listeners>} and then for {@code <ID>}.
 *
 * <p>Thread: any.
 */
final class AdminXml {
    private static final String PROLOG = "<?xml version=\"1.0\"?>";

    private AdminXml() {}

    /** {@code /admin/stats}: the server and the mounts on the air. */
    static byte[] stats(String base, ServerFigures server, List<MountSnapshot> all, List<MountSnapshot> shown) {
        Xml xml = new Xml(PROLOG).begin("icestats");
        xml.elements(ServerFacts.forOperators(server, all, base));
        for (MountSnapshot mount : shown) {
            xml.begin("source", "mount", mount.name());
            xml.elements(MountFacts.forOperators(mount, base));
            xml.end();
        }
        return xml.end().bytes();
    }

    /** {@code /admin/listmounts}. */
    static byte[] mounts(List<MountSnapshot> onAir, Instant now) {
        Xml xml = new Xml(PROLOG).begin("icestats");
        onAir.forEach(mount -> mount(xml, mount, now));
        return xml.end().bytes();
    }

    /** {@code /admin/moveclients} without a destination: where listeners of {@code from} could go. */
    static byte[] destinations(MountSnapshot from, List<MountSnapshot> others, Instant now) {
        Xml xml = new Xml(PROLOG).begin("icestats");
        xml.element("current_source", from.name());
        others.forEach(mount -> mount(xml, mount, now));
        return xml.end().bytes();
    }

    /** {@code /admin/listclients}. Relays are apart: they are no listeners. */
    static byte[] listeners(String mount, List<ListenerView> connections) {
        List<ListenerView> listeners = of(connections, ListenerView.Kind.LISTENER);
        Xml xml = new Xml(PROLOG).begin("icestats").begin("source", "mount", mount);
        xml.element("Listeners", listeners.size());
        xml.element("listeners", listeners.size());
        listeners.forEach(listener -> connection(xml, "listener", listener));
        of(connections, ListenerView.Kind.RELAY).forEach(relay -> connection(xml, "relay", relay));
        return xml.end().end().bytes();
    }

    /** {@code /admin/updatemetadata}: what Icecast's own page makes a form of. */
    static byte[] mount(String name) {
        return new Xml(PROLOG)
                .begin("icestats")
                .empty("source", "mount", name)
                .end()
                .bytes();
    }

    /** What became of a command. */
    static byte[] response(String message, boolean done) {
        return new Xml(PROLOG)
                .begin("iceresponse")
                .element("message", message)
                .element("return", done ? 1 : 0)
                .end()
                .bytes();
    }

    private static void mount(Xml xml, MountSnapshot mount, Instant now) {
        xml.begin("source", "mount", mount.name());
        xml.element("fallback", mount.terms().fallback());
        xml.element("listeners", mount.audience().listeners());
        if (mount.terms().asksForPassword()) {
            xml.element("authenticator", "htpasswd");
        }
        if (mount.source() == null || !mount.source().kind().equals(MountSnapshot.Source.RELAY)) {
            xml.element("Connected", Duration.between(mount.streamStart(), now).toSeconds());
        }
        xml.element("content-type", mount.format().contentType());
        xml.end();
    }

    private static void connection(Xml xml, String element, ListenerView listener) {
        String agent = listener.userAgent().isEmpty() ? "Unknown" : listener.userAgent();
        xml.begin(element, "id", Long.toString(listener.id()));
        xml.element("IP", listener.address());
        xml.element("UserAgent", agent);
        xml.element("Connected", listener.connectedSeconds());
        xml.element("ID", listener.id());
        if (!listener.user().isEmpty()) {
            xml.element("username", listener.user());
        }
        xml.element("ip", listener.address());
        xml.element("useragent", agent);
        xml.element("connected", listener.connectedSeconds());
        xml.element("id", listener.id());
        xml.element("referer", listener.referrer());
        xml.element("lag", Math.round(listener.lagSeconds()));
        xml.end();
    }

    private static List<ListenerView> of(List<ListenerView> connections, ListenerView.Kind kind) {
        return connections.stream().filter(each -> each.kind() == kind).toList();
    }
}
