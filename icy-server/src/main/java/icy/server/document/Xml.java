package icy.server.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/**
 * An XML document as it grows, without indentation, as Icecast and SHOUTcast write theirs. Names are ours and are written
 * as they are; values are made fit for readers that decode entities too early, see {@link Text#xml}.
 *
 * <p>Thread: one at a time.
 */
public final class Xml {
    private final StringBuilder text = new StringBuilder(1024);
    private final Deque<String> open = new ArrayDeque<>();

    /** @param prolog the document's first line, {@code <?xml version="1.0"?>} or longer */
    public Xml(String prolog) {
        text.append(prolog).append('\n');
    }

    /** Begins an element; {@code attributes} are names and values in turn. */
    public Xml begin(String name, String... attributes) {
        tag(name, attributes).append('>');
        open.push(name);
        return this;
    }

    /** Ends the element begun last. */
    public Xml end() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element with nothing in it. */
    public Xml empty(String name, String... attributes) {
        tag(name, attributes).append("/>");
        return this;
    }

    public Xml element(String name, String value) {
        text.append('<').append(name).append('>').append(Text.xml(value));
        text.append("</").append(name).append('>');
        return this;
    }

    public Xml element(String name, long value) {
        return element(name, Long.toString(value));
    }

    public Xml element(Fact fact) {
        return element(fact.name(), fact.value());
    }

    public Xml elements(Collection<Fact> facts) {
        facts.forEach(this::element);
        return this;
    }

    /** The whole document in UTF-8. */
    public byte[] bytes() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not ended: " + open);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private StringBuilder tag(String name, String... attributes) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            text.append(Text.xmlAttribute(attributes[i + 1])).append('"');
        }
        return text;
    }
}
