package icy.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads the statistics of Icecast and SHOUTcast servers by the rules of AzuraCast's library nowplaying, which is the
 * strictest of the readers that are about: it decodes HTML's entities in a whole XML document before it parses that.
 *
 * <p>Thread: any.
 */
public final class StatsReader {
    private static final Pattern ENTITY = Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);");
    /** Some of the 252 that HTML 4 names; one of each kind will do. */
    private static final Map<String, String> NAMED = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "nbsp", "\u00A0", "eacute", "é", "copy", "©", "euro", "€");

    private static final Pattern BARE_AMPERSAND = Pattern.compile("&(?!#?[a-z0-9]+;)");
    private static final Pattern BODY = Pattern.compile("<body.*?>(.*?)</body>", Pattern.DOTALL | Pattern.MULTILINE);

    private StatsReader() {}

    /** What is on, as a listing shows it. */
    public record NowPlaying(String text, long listeners, long unique, int bitrate, String contentType) {}

    /** Somebody who listens. */
    public record Client(String uid, String ip, String userAgent, long seconds) {}

    /** {@code /admin/stats}; null when there is no such mount. */
    public static NowPlaying icecastXml(String document, String mount) {
        for (Element source : children(xml(document), "source")) {
            if (source.getAttribute("mount").equals(mount)) {
                return new NowPlaying(
                        title(text(source, "artist"), text(source, "title")),
                        Long.parseLong(text(source, "listeners")),
                        -1,
                        Integer.parseInt(text(source, "bitrate")),
                        text(source, "server_type"));
            }
        }
        return null;
    }

    /** {@code /admin/listclients}: nobody is looked for unless {@code <listeners>} says so. */
    public static List<Client> icecastClients(String document) {
        Element source = children(xml(document), "source").get(0);
        List<Client> clients = new ArrayList<>();
        if (Long.parseLong(text(source, "listeners")) > 0) {
            for (Element listener : children(source, "listener")) {
                clients.add(new Client(
                        text(listener, "ID"),
                        text(listener, "IP"),
                        text(listener, "UserAgent"),
                        Long.parseLong(text(listener, "Connected"))));
            }
        }
        return clients;
    }

    /** {@code /status-json.xsl}, by mount; {@code source} may be one object or an array of them, or absent. */
    public static Map<String, NowPlaying> icecastJson(String document) {
        Map<?, ?> stats = (Map<?, ?>) StrictJson.object(document).get("icestats");
        Object source = stats.get("source");
        Map<String, NowPlaying> mounts = new LinkedHashMap<>();
        List<?> rows = source == null ? List.of() : source instanceof List<?> array ? array : List.of(source);
        for (Object each : rows) {
            Map<?, ?> row = (Map<?, ?>) each;
            String artist = row.containsKey("artist") ? (String) row.get("artist") : "";
            mounts.put(
                    URI.create((String) row.get("listenurl")).getPath(),
                    new NowPlaying(
                            title(artist, (String) row.get("title")),
                            (Long) row.get("listeners"),
                            -1,
                            ((Long) row.get("bitrate")).intValue(),
                            (String) row.get("server_type")));
        }
        return mounts;
    }

    /** {@code /7.html}. */
    public static NowPlaying shoutcast1(String page) {
        Matcher body = BODY.matcher(page);
        if (!body.find()) {
            throw new AssertionError("no body in " + page);
        }
        String[] fields = body.group(1).split(",", 7);
        return new NowPlaying(
                fields[6], Long.parseLong(fields[0]), Long.parseLong(fields[4]), Integer.parseInt(fields[5]), "");
    }

    /** {@code /stats} and {@code /admin.cgi?mode=viewxml&page=7}. */
    public static NowPlaying shoutcast2(String document) {
        Element server = xml(document);
        return new NowPlaying(
                text(server, "SONGTITLE").replace("   ", " - "),
                Long.parseLong(text(server, "CURRENTLISTENERS")),
                Long.parseLong(text(server, "UNIQUELISTENERS")),
                Integer.parseInt(text(server, "BITRATE")),
                text(server, "CONTENT"));
    }

    /** {@code /admin.cgi?mode=viewjson&page=3}; every listener must have a member {@code xff}. */
    public static List<Client> shoutcastClients(String document) {
        List<Client> clients = new ArrayList<>();
        for (Object each : (List<?>) StrictJson.parse(document)) {
            Map<?, ?> listener = (Map<?, ?>) each;
            String xff = (String) listener.get("xff");
            clients.add(new Client(
                    (String) listener.get("uid"),
                    xff.isEmpty() ? (String) listener.get("hostname") : xff,
                    (String) listener.get("useragent"),
                    Long.parseLong((String) listener.get("connecttime"))));
        }
        return clients;
    }

    /** A document's root, for a reader that decodes entities before it parses. */
    public static Element xml(String document) {
        String decoded =
                ENTITY.matcher(document).replaceAll(entity -> Matcher.quoteReplacement(decode(entity.group(1))));
        return strictXml(BARE_AMPERSAND.matcher(decoded).replaceAll("&amp;"));
    }

    /** A document's root, for a reader that does as XML says. */
    public static Element strictXml(String document) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(
                    new DefaultHandler() { // its own one prints
                        @Override
                        public void error(SAXParseException e) throws SAXException {
                            throw e;
                        }
                    });
            return builder.parse(new ByteArrayInputStream(document.getBytes(UTF_8)))
                    .getDocumentElement();
        } catch (SAXException e) {
            throw new AssertionError("not XML: " + e.getMessage() + " in " + document, e);
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static List<Element> children(Element of, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = of.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    /** Of the first child of that name; empty when there is none. */
    public static String text(Element of, String name) {
        List<Element> found = children(of, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }

    private static String decode(String entity) {
        if (entity.startsWith("#x") || entity.startsWith("#X")) {
            return Character.toString(Integer.parseInt(entity.substring(2), 16));
        }
        if (entity.startsWith("#")) {
            return Character.toString(Integer.parseInt(entity.substring(1)));
        }
        return NAMED.getOrDefault(entity, "&" + entity + ";");
    }

    private static String title(String artist, String title) {
        return artist.isEmpty() ? title : artist + " - " + title;
    }
}
