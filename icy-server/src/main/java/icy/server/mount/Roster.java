package icy.server.mount;

import icy.core.ring.StreamTime;
import icy.server.http.HttpError;
import icy.server.loop.EventLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections to a mount, one by one: to be looked at, closed, or moved to another mount. Each loop is asked for its
 * own, in one task: 15,000 of them take it a few milliseconds.
 *
 * <p>Thread: a worker, which waits until all loops have answered, for five seconds at most.
 */
public final class Roster {
    private static final long PATIENCE_SECONDS = 5;

    private final Mount mount;
    private final List<EventLoop> loops;

    Roster(Mount mount, List<EventLoop> loops) {
        this.mount = mount;
        this.loops = loops;
    }

    /**
     * A connection and what it takes up; null while it does not count.
     *
     * @param seat may be shared with another row
     */
    record Row(ListenerView view, Attendance.@Nullable Seat seat) {}

    /** All connections, by their numbers. */
    public List<ListenerView> list() throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        askEach(Roster::rows).forEach(rows::addAll);
        rows.sort(Comparator.comparingLong(row -> row.view().id()));
        Set<Attendance.Seat> shown = new HashSet<>();
        return rows.stream()
                .map(row -> row.seat() == null || shown.add(row.seat())
                        ? row.view()
                        : row.view().as(ListenerView.Kind.CONNECTION))
                .toList();
    }

    /** Closes those connections; says how many there were. */
    public int kick(Predicate<ListenerView> whom) throws InterruptedException {
        return sum(askEach(audience -> kick(audience, whom)));
    }

    /** Whether players can be sent that mount's stream without noticing: it has the same format. */
    public boolean canMoveTo(Mount to) {
        StreamFormat its = to.format();
        return its != null && its.equals(mount.format());
    }

    /**
     * Sends all who listen the stream of {@code to} instead; says how many. They keep what they were promised when they
     * joined, the distance between titles, and how far they are behind the live edge.
     */
    public int moveAll(Mount to) throws InterruptedException {
        return sum(askEach(audience -> move(audience, to)));
    }

    private static List<Row> rows(Audience of) {
        List<Row> rows = new ArrayList<>();
        of.forEach(listener -> rows.add(row(of, listener)));
        return rows;
    }

    private static int kick(Audience from, Predicate<ListenerView> whom) {
        int[] kicked = new int[1];
        from.forEach(listener -> {
            if (whom.test(row(from, listener).view())) {
                from.close(listener, CloseReason.KICKED, null);
                kicked[0]++;
            }
        });
        return kicked[0];
    }

    private static int move(Audience from, Mount to) {
        Audience other = to.audience(from.loop());
        int[] moved = new int[1];
        if (other != null && other != from) {
            from.forEach(listener -> moved[0] += other.take(listener, from) ? 1 : 0);
        }
        return moved[0];
    }

    private static Row row(Audience of, Listener listener) {
        return listener.row(of.loop().nowNanos(), StreamTime.toSeconds(of.lagUnits(listener)));
    }

    private <T> List<T> askEach(Function<Audience, T> question) throws InterruptedException {
        List<CompletableFuture<List<T>>> answers = new ArrayList<>(loops.size());
        for (EventLoop loop : loops) {
            CompletableFuture<List<T>> answer = new CompletableFuture<>();
            answers.add(answer);
            loop.execute(() -> {
                try {
                    Audience audience = mount.presentAudience(loop);
                    answer.complete(audience == null ? List.of() : List.of(question.apply(audience)));
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
        }
        try {
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new HttpError(503, "A loop did not answer within " + PATIENCE_SECONDS + " s. Try again.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("mount " + mount.name() + ": a loop could not go through its listeners", e);
        }
        return answers.stream().flatMap(answer -> answer.join().stream()).toList();
    }

    private static int sum(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }
}
