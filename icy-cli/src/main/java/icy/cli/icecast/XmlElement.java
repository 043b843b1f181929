package icy.cli.icecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element of an XML file. What is asked of it is ticked off, so that what nobody asked for can be told in the end.
 *
 * <p>Thread: one at a time.
 */
final class XmlElement {

    private final String name;
    private final String path;
    private final int line;
    private final Map<String, String> attributes;
    private final List<XmlElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean taken;

    /**
     * One that has just begun.
     *
     * @param path names of those it is in and its own, without the root: {@code limits/clients}
     */
    XmlElement(String name, String path, int line, Map<String, String> attributes) {
        this.name = name;
        this.path = path;
        this.line = line;
        this.attributes = Map.copyOf(attributes);
    }

    String name() {
        return name;
    }

    String path() {
        return path;
    }

    int line() {
        return line;
    }

    String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    /** Its text without the spaces around it; those of its children are theirs. */
    String text() {
        return text.toString().strip();
    }

    void append(String more) {
        text.append(more);
    }

    void add(XmlElement child) {
        children.add(child);
    }

    /** The child of that name, ticked off; of several the last, which is the one in force in Icecast. */
    Optional<XmlElement> take(String child) {
        List<XmlElement> all = takeAll(child);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** All children of that name, ticked off. */
    List<XmlElement> takeAll(String child) {
        List<XmlElement> all =
                children.stream().filter(each -> each.name.equals(child)).toList();
        all.forEach(XmlElement::take);
        return all;
    }

    /** Text of the child of that name, ticked off; empty if there is none or nothing in it. */
    Optional<String> takeText(String child) {
        return take(child).map(XmlElement::text).filter(content -> !content.isEmpty());
    }

    /** Whether the child of that name says yes, as Icecast reads it: any number but 0. */
    boolean takeFlag(String child) {
        return takeText(child)
                .filter(content -> content.matches("-?0*[1-9]\\d*"))
                .isPresent();
    }

    /** Ticks it off alone. */
    void take() {
        taken = true;
    }

    /** Ticks it off with all that is in it. */
    void takeWhole() {
        taken = true;
        children.forEach(XmlElement::takeWhole);
    }

    /** What nobody has asked for, here and below; of what nobody has opened, the outermost. */
    List<XmlElement> left() {
        List<XmlElement> left = new ArrayList<>();
        for (XmlElement child : children) {
            if (child.taken) {
                left.addAll(child.left());
            } else {
                left.add(child);
            }
        }
        return left;
    }
}
