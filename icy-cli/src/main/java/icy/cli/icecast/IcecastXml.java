package icy.cli.icecast;

import icy.cli.CommandException;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML that somebody else may have written: nothing outside the file is fetched, nothing in it is expanded.
 *
 * <p>Thread: any.
 */
final class IcecastXml {

    /** Icecast's own sample has 10 kB; a thousand mounts some 500. */
    static final int MOST_BYTES = 4 << 20;

    private static final int MOST_ELEMENTS = 100_000;
    private static final int DEEPEST = 20;

    private IcecastXml() {}

    /**
     * The root of {@code xml}.
     *
     * @throws CommandException if it is no XML, has a document type, or is no config of Icecast's
     */
    static XmlElement parse(byte[] xml) throws CommandException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            return root(reader);
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
            throw refused("is not well-formed XML (line %d): %s".formatted(line, firstLine(e)), e);
        }
    }

    private static XmlElement root(XMLStreamReader reader) throws XMLStreamException, CommandException {
        Deque<XmlElement> open = new ArrayDeque<>();
        XmlElement root = null;
        int elements = 0;
        while (reader.hasNext()) {
            int event = reader.next();
            int line = reader.getLocation().getLineNumber();
            if (event == XMLStreamReader.START_ELEMENT) {
                XmlElement element = begun(reader, open.peek(), line);
                if (root == null) {
                    root = element;
                }
                open.push(element);
                elements++;
                if (elements > MOST_ELEMENTS || open.size() > DEEPEST) {
                    throw refused(
                            "has too many elements, or too deep ones, for a config (line %d)".formatted(line), null);
                }
            } else if (event == XMLStreamReader.END_ELEMENT) {
                open.pop();
            } else if (event == XMLStreamReader.DTD) {
                throw refused(
                        "has a document type (line %d), which is not read for safety; take it out".formatted(line),
                        null);
            } else if (event == XMLStreamReader.ENTITY_REFERENCE) {
                throw refused("has an entity (line %d), which is not read for safety".formatted(line), null);
            } else if (reader.isCharacters() && !open.isEmpty()) {
                open.peek().append(reader.getText());
            }
        }
        if (root == null || !root.name().equals("icecast")) {
            throw refused("is no config of Icecast's: its root is not <icecast>", null);
        }
        return root;
    }

    private static XmlElement begun(XMLStreamReader reader, @Nullable XmlElement parent, int line) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        String name = reader.getLocalName();
        String path = parent == null ? "" : parent.path().isEmpty() ? name : parent.path() + "/" + name;
        XmlElement element = new XmlElement(name, path, line, attributes);
        if (parent != null) {
            parent.add(element);
        }
        return element;
    }

    /** The JDK's message begins with a line of its own on where it was. */
    private static String firstLine(XMLStreamException e) {
        String message = String.valueOf(e.getMessage()).replaceFirst("(?s)^ParseError at .*?Message: ", "");
        return message.lines().findFirst().orElse("");
    }

    private static CommandException refused(String reason, @Nullable Throwable cause) {
        return cause == null
                ? new CommandException(CommandException.FAILED, reason)
                : new CommandException(CommandException.FAILED, reason, cause);
    }
}
