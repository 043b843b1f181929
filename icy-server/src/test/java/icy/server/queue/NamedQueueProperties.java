package icy.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A queue is a list, whatever becomes of its places. */
class NamedQueueProperties {
    /** An edit at some place of however many there are: {@code from} and {@code to} are taken as shares of it. */
    private record Edit(String kind, double from, double to, int files) {}

    @Property(tries = 500)
    void editsAreThoseOfAList(@ForAll("edits") List<Edit> edits) {
        List<String> list = new ArrayList<>();
        NamedQueue queue = NamedQueue.empty("morning");
        for (Edit edit : edits) {
            queue = apply(edit, queue, list);
            assertThat(queue.files()).isEqualTo(list);
            assertThat(queue.entries())
                    .extracting(NamedQueue.Entry::place)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    private static NamedQueue apply(Edit edit, NamedQueue queue, List<String> list) {
        int from = (int) (edit.from() * list.size());
        int to = (int) (edit.to() * list.size());
        if (edit.kind().equals("insert") || list.isEmpty()) {
            List<String> files = Collections.nCopies(edit.files(), list.size() + ".mp3");
            list.addAll(from, files);
            return queue.insert(from, files);
        }
        String file = list.remove(from);
        if (edit.kind().equals("remove")) {
            return queue.remove(from);
        }
        list.add(to, file);
        return queue.move(from, to);
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        return Combinators.combine(
                        Arbitraries.of("insert", "move", "move", "remove"),
                        share(),
                        share(),
                        Arbitraries.integers().between(1, 3))
                .as(Edit::new)
                .list()
                .ofMaxSize(200);
    }

    /** Often at the ends and twice in the same place, so that the room between two places is used up. */
    private static Arbitrary<Double> share() {
        return Arbitraries.of(0.0, 0.5, 0.5, 0.51, 0.999);
    }
}
