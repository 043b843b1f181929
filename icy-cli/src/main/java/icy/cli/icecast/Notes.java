package icy.cli.icecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What could not be carried over as it was.
 *
 * <p>Thread: one at a time.
 */
final class Notes {

    private final List<Note> notes = new ArrayList<>();

    private record Note(int line, String sentence) {}

    /** What to know about an element, what to do instead. */
    void add(XmlElement element, String advice) {
        String name = element.path().isEmpty() ? element.name() : element.path();
        notes.add(new Note(element.line(), "line %d, %s: %s".formatted(element.line(), name, advice)));
    }

    /** One sentence each, in the order of the file. */
    List<String> sentences() {
        return notes.stream()
                .sorted(Comparator.comparingInt(Note::line))
                .map(Note::sentence)
                .toList();
    }
}
