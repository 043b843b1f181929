package icy.core.tracks;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.tracks.PlayOrder.Entry;
import icy.core.tracks.PlayOrder.Loop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class PlayOrderProperties {

    @Property(tries = 300)
    void shuffledAllPlayOnceARoundAndNoneTwiceInARow(
            @ForAll @IntRange(min = 1, max = 12) int tracks, @ForAll long seed) {
        PlayOrder order = shuffled(tracks, seed);
        List<Entry> heard = play(order, tracks * 4);
        for (int round = 0; round < 4; round++) {
            assertThat(heard.subList(round * tracks, (round + 1) * tracks)).doesNotHaveDuplicates();
        }
        if (tracks > 1) {
            for (int i = 1; i < heard.size(); i++) {
                assertThat(heard.get(i)).isNotEqualTo(heard.get(i - 1));
            }
        }
    }

    @Property(tries = 300)
    void whatIsAskedAheadIsWhatComes(
            @ForAll @IntRange(min = 2, max = 12) int tracks,
            @ForAll @IntRange(max = 3) int queued,
            @ForAll @IntRange(max = 30) int played,
            @ForAll boolean shuffle,
            @ForAll long seed) {
        PlayOrder order = ordered(tracks, seed);
        order.shuffle(shuffle);
        play(order, played);
        for (int i = 0; i < queued; i++) {
            order.enqueue(Path.of("queued" + i));
        }
        List<Entry> ahead = new ArrayList<>();
        Entry entry = null;
        for (int i = 0; i < Math.min(tracks / 2, 5) + queued; i++) {
            Entry next = order.after(entry).orElseThrow();
            assertThat(order.after(entry)).contains(next);
            ahead.add(next);
            entry = next;
        }
        assertThat(play(order, ahead.size())).isEqualTo(ahead);
    }

    @Property(tries = 300)
    void theQueueComesFirstAndTheListGoesOnWhereItWas(
            @ForAll @IntRange(min = 1, max = 8) int tracks, @ForAll @IntRange(min = 1, max = 20) int played) {
        PlayOrder order = ordered(tracks, 1);
        Entry last = play(order, played).get(played - 1);
        Entry first = order.enqueue(Path.of("q1"));
        Entry second = order.enqueue(Path.of("q2"));
        assertThat(play(order, 2)).containsExactly(first, second);
        assertThat(order.queue()).isEmpty();
        int next = (order.indexOf(last) + 1) % tracks;
        assertThat(order.after(second)).contains(order.list().get(next));
    }

    @Property(tries = 500)
    void whateverIsDoneItStaysInOneListAndComesThroughAll(
            @ForAll @IntRange(max = 10) int tracks, @ForAll boolean shuffle, @ForAll long seed) {
        Random random = new Random(seed);
        PlayOrder order = ordered(tracks, seed);
        order.shuffle(shuffle);
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            doSomething(order, random);
            ids.clear();
            order.list().forEach(entry -> assertThat(ids.add(entry.id())).isTrue());
            order.queue().forEach(entry -> assertThat(ids.add(entry.id())).isTrue());
            assertThat(order.size()).isEqualTo(ids.size());
            assertThat(order.after(null).isPresent()).isEqualTo(!ids.isEmpty());
            order.after(null).ifPresent(next -> assertThat(ids).contains(next.id()));
        }
        order.clearQueue();
        int size = order.list().size();
        assertThat(new HashSet<>(play(order, size * 2))).hasSize(size); // two, for it may stand anywhere
    }

    private static void doSomething(PlayOrder order, Random random) {
        int size = order.list().size();
        switch (random.nextInt(9)) {
            case 0 -> order.enqueue(Path.of("q" + random.nextInt(5)));
            case 1 -> order.insert(random.nextInt(size + 1), List.of(track(random.nextInt(20))));
            case 2 -> {
                if (size > 0) {
                    order.remove(random.nextInt(size));
                }
            }
            case 3 ->
                order.follow(IntStream.range(0, random.nextInt(10))
                        .mapToObj(i -> track(random.nextInt(20)))
                        .toList());
            case 4 -> order.shuffle(random.nextBoolean());
            case 5 -> order.previous().ifPresent(order::began);
            case 6 -> {
                if (size > 0) {
                    order.began(order.list().get(random.nextInt(size)));
                }
            }
            default -> order.next().ifPresent(order::began);
        }
    }

    @Property(tries = 200)
    void aTrackThatIsTakenOutOrAddedMovesNobodyElse(
            @ForAll @IntRange(min = 2, max = 8) int tracks,
            @ForAll @IntRange(min = 1, max = 8) int played,
            @ForAll boolean shuffle,
            @ForAll long seed) {
        PlayOrder order = ordered(tracks, seed);
        order.shuffle(shuffle);
        Entry present = play(order, Math.min(played, tracks - 1)).get(Math.min(played, tracks - 1) - 1);
        Entry next = order.after(present).orElseThrow();
        order.insert(0, List.of(Path.of("new")));
        assertThat(order.after(present)).contains(next);
        order.remove(order.indexOf(present));
        assertThat(order.after(present)).contains(next);
        assertThat(order.after(null)).contains(next);
    }

    private static PlayOrder shuffled(int tracks, long seed) {
        PlayOrder order = ordered(tracks, seed);
        order.shuffle(true);
        return order;
    }

    private static PlayOrder ordered(int tracks, long seed) {
        PlayOrder order = new PlayOrder(new Random(seed));
        order.load(
                IntStream.range(0, tracks).mapToObj(PlayOrderProperties::track).toList());
        assertThat(order.loop()).isEqualTo(Loop.ALL);
        return order;
    }

    /** Lets so many be heard, one after the other, as a deck would. */
    private static List<Entry> play(PlayOrder order, int times) {
        List<Entry> heard = new ArrayList<>();
        @Nullable Entry present = null;
        for (int i = 0; i < times; i++) {
            Optional<Entry> next = order.after(present);
            if (next.isEmpty()) {
                break;
            }
            present = next.get();
            order.began(present);
            heard.add(present);
        }
        return heard;
    }

    private static Path track(int number) {
        return Path.of("t" + number);
    }
}
