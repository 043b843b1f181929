package icy.core.tracks;

import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a list is gone through once: the list's own, or shuffled. A position in the order stands for an index
 * in the list.
 *
 * <p>Thread: its owner's.
 */
final class Round {
    /** How many are not heard again at once after a round. */
    private static final int MOST_APART = 5;

    private final int size;
    private final int @Nullable [] order;
    private final int[] positions;

    private Round(int size, int @Nullable [] order) {
        this.size = size;
        this.order = order;
        this.positions = order == null ? new int[0] : inverse(order);
    }

    /** The list's own order. */
    static Round inOrder(int size) {
        return new Round(size, null);
    }

    /** Any order. */
    static Round shuffled(int size, RandomGenerator random) {
        return new Round(size, anyOrder(size, random));
    }

    /**
     * Any order that does not begin with what this one ends with, so that none is heard again soon, and so that of a few
     * that follow each other each has one place.
     */
    Round successor(RandomGenerator random) {
        int[] next = anyOrder(size, random);
        int apart = Math.min(size / 2, MOST_APART);
        BitSet latest = new BitSet(size);
        for (int position = size - apart; position < size; position++) {
            latest.set(indexAt(position));
        }
        for (int i = 0; i < apart; i++) {
            for (int later = apart; latest.get(next[i]); later++) { // half of all are not among the latest
                exchange(next, i, later);
            }
        }
        return new Round(size, next);
    }

    private static int[] anyOrder(int size, RandomGenerator random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /**
     * An order that begins with {@code fixed} and has {@code added} strewn among the rest.
     *
     * @param heard how many of {@code fixed} have been heard: the others may change their places, but for the first of
     *     them, which may have been promised
     */
    static Round strewn(int[] fixed, int heard, int[] added, RandomGenerator random) {
        int[] order = new int[fixed.length + added.length];
        System.arraycopy(fixed, 0, order, 0, fixed.length);
        System.arraycopy(added, 0, order, fixed.length, added.length);
        int from = Math.min(heard + 1, fixed.length);
        for (int i = fixed.length; i < order.length; i++) {
            exchange(order, i, from + random.nextInt(i - from + 1));
        }
        return new Round(order.length, order);
    }

    int size() {
        return size;
    }

    int indexAt(int position) {
        return order == null ? position : order[position];
    }

    int positionOf(int index) {
        return order == null ? index : positions[index];
    }

    /** Exchanges the places of two; only for shuffled rounds. */
    void exchange(int position, int other) {
        if (order == null) {
            throw new IllegalStateException("a list keeps its own order");
        }
        exchange(order, position, other);
        positions[order[position]] = position;
        positions[order[other]] = other;
    }

    private static void exchange(int[] order, int i, int j) {
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }

    private static int[] inverse(int[] order) {
        int[] positions = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            positions[order[i]] = i;
        }
        return positions;
    }
}
