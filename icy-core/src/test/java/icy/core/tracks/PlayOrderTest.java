package icy.core.tracks;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.tracks.PlayOrder.Entry;
import icy.core.tracks.PlayOrder.Loop;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlayOrderTest {
    private final PlayOrder order = new PlayOrder(new Random(1));

    @Test
    void withoutALoopItEnds() {
        load("a", "b");
        order.loop(Loop.OFF);
        begin("a");
        begin("b");
        assertThat(order.after(null)).isEmpty();
        assertThat(name(order.next())).isEqualTo("a");
    }

    @Test
    void oneComesAgainUntilAnotherIsAskedFor() {
        load("a", "b", "c");
        order.loop(Loop.ONE);
        begin("b");
        assertThat(name(order.after(null))).isEqualTo("b");
        assertThat(name(order.next())).isEqualTo("c");
        order.enqueue(Path.of("q"));
        assertThat(name(order.after(null))).isEqualTo("q");
        order.began(order.queue().get(0));
        assertThat(name(order.after(null))).isEqualTo("b");
    }

    @Test
    void whatCannotBePlayedIsNotRepeated() {
        load("a", "b");
        order.loop(Loop.ONE);
        begin("a");
        Entry a = order.list().get(0);
        order.failed(a);
        assertThat(name(order.after(a))).isEqualTo("b");
        Entry queued = order.enqueue(Path.of("q"));
        order.failed(queued);
        assertThat(order.queue()).isEmpty();
    }

    @Test
    void backAndForthGoesRound() {
        load("a", "b", "c");
        begin("a");
        assertThat(name(order.previous())).isEqualTo("c");
        begin("c");
        assertThat(name(order.next())).isEqualTo("a");
        assertThat(name(order.previous())).isEqualTo("b");
    }

    @Test
    void beforeTheFirstThereIsTheLast() {
        load("a", "b", "c");
        assertThat(name(order.previous())).isEqualTo("c");
        assertThat(name(order.next())).isEqualTo("a");
    }

    @Test
    void fromTheQueueTheWayBackIsToTheList() {
        load("a", "b", "c");
        begin("b");
        order.began(order.enqueue(Path.of("q")));
        assertThat(name(order.previous())).isEqualTo("b");
        assertThat(name(order.after(null))).isEqualTo("c");
    }

    @Test
    void shuffledOneCanGoBackAndOnAgain() {
        load("a", "b", "c", "d");
        order.shuffle(true);
        Entry first = beginNext();
        Entry second = beginNext();
        assertThat(order.previous()).contains(first);
        order.began(first);
        assertThat(order.after(null)).contains(second);
    }

    @Test
    void shuffledWhatPlaysAlreadyIsHeardInThisRound() {
        load("a", "b", "c");
        begin("b");
        order.shuffle(true);
        Entry b = order.list().get(1);
        assertThat(List.of(beginNext(), beginNext())).doesNotContain(b);
        order.shuffle(false);
        begin("a");
        assertThat(order.after(null)).contains(b);
    }

    @Test
    void aListThatIsFollowedKeepsItsPlace() {
        load("a", "c", "d");
        begin("c");
        Entry c = order.list().get(1);
        order.follow(paths("a", "b", "c", "cc", "d"));
        assertThat(order.indexOf(c)).isEqualTo(2);
        assertThat(name(order.after(null))).isEqualTo("cc");
        order.follow(paths("a", "b", "cc", "d"));
        assertThat(name(order.after(null))).isEqualTo("cc");
        assertThat(name(order.after(c))).isEqualTo("cc");
    }

    @Test
    void aJingleThatIsNamedManyTimesIsFoundWhereItWas() {
        load("a", "jingle", "b", "jingle", "c");
        order.began(order.list().get(3));
        order.follow(paths("new", "a", "jingle", "b", "jingle", "c"));
        assertThat(name(order.after(null))).isEqualTo("c");
        order.follow(paths("a", "b", "jingle", "c"));
        assertThat(name(order.after(null))).isEqualTo("c");
    }

    @Test
    void aListThatIsLoadedBeginsAtItsBeginning() {
        load("a", "b");
        begin("b");
        load("b", "a");
        assertThat(name(order.after(null))).isEqualTo("b");
    }

    @Test
    void itGoesOnWithWhatItIsTold() {
        load("a", "b", "c");
        order.goOnWith(order.list().get(2));
        assertThat(name(order.after(null))).isEqualTo("c");
        order.shuffle(true);
        order.goOnWith(order.list().get(1));
        assertThat(name(order.after(null))).isEqualTo("b");
        assertThat(order.after(order.list().get(1))).isPresent();
    }

    @Test
    void numbersGivenBeforeAreNotGivenAgain() {
        order.restore(List.of(new Entry(7, Path.of("a"))), List.of(new Entry(9, Path.of("q"))), null);
        assertThat(name(order.after(null))).isEqualTo("q");
        assertThat(order.enqueue(Path.of("r")).id()).isEqualTo(10);
        assertThat(order.queue()).extracting(Entry::id).containsExactly(9L, 10L);
        order.clearQueue();
        assertThat(name(order.after(null))).isEqualTo("a");
    }

    @Test
    void whatWasHeardLastKeepsItsNumberAndIsFollowedByTheQueue() {
        Entry heard = new Entry(12, Path.of("x"));
        order.restore(List.of(), List.of(new Entry(9, Path.of("q"))), heard);
        order.follow(List.of(Path.of("a"), Path.of("b")));
        order.standAt(order.list().get(0));
        assertThat(order.list()).extracting(Entry::id).containsExactly(13L, 14L);
        assertThat(name(order.after(heard))).isEqualTo("q");
        assertThat(order.previous()).contains(order.list().get(0));
        order.clearQueue();
        assertThat(name(order.after(heard))).isEqualTo("b");
    }

    @Test
    void withoutTracksThereIsNothing() {
        assertThat(order.after(null)).isEmpty();
        assertThat(order.next()).isEmpty();
        assertThat(order.previous()).isEmpty();
        order.shuffle(true);
        load();
        assertThat(order.next()).isEmpty();
    }

    private Entry beginNext() {
        Entry next = order.after(null).orElseThrow();
        order.began(next);
        return next;
    }

    private void begin(String name) {
        order.began(order.list().stream()
                .filter(entry -> entry.track().equals(Path.of(name)))
                .findFirst()
                .orElseThrow());
    }

    private void load(String... names) {
        order.load(paths(names));
    }

    private static List<Path> paths(String... names) {
        return Stream.of(names).map(Path::of).toList();
    }

    private static String name(Optional<Entry> entry) {
        return entry.orElseThrow().track().toString();
    }
}
