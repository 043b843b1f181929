package icy.server.mount;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to a mount: the one definition of a listener, for every number that is shown.
 *
 * <p>A connection takes a {@link Seat} when it has been sent the stream for some seconds, so that probes and the first of
 * VLC's two connections never have one. A seat is a listener, save that
 *
 * <ul>
 *   <li>a relay has listeners of its own and is counted apart;
 *   <li>Apple's players keep two connections for one listener: a second one of the same address and user agent that
 *       began within five seconds shares the first one's seat. So do, rightly or not, two people behind one address who
 *       press play in the same five seconds on the same Apple system.
 * </ul>
 *
 * <p>Nothing here is done per flush: only when somebody becomes a listener and when one leaves.
 *
 * <p>Thread: any.
 */
final class Attendance {
    private static final long PAIR_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** How many single connections of one Apple visitor are looked through for the other half of a pair. */
    private static final int MOST_SINGLES = 64;

    private static final String APPLE = "AppleCoreMedia";

    private final Map<Visitor, Visits> present = new ConcurrentHashMap<>();
    private final AtomicInteger listeners = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();
    private final AtomicInteger relays = new AtomicInteger();
    /** When each present listener began, in milliseconds after {@link #epochNanos}, added up. */
    private final LongAdder beganMillis = new LongAdder();

    private final long epochNanos;

    /** @param nowNanos of the loops' clock */
    Attendance(long nowNanos) {
        this.epochNanos = nowNanos;
    }

    /** Whether who says this user agent is another server: Icecast's slaves say {@code Icecast 2.4.4}. */
    static boolean isRelay(String userAgent) {
        return userAgent.startsWith("Icecast ") || (userAgent.startsWith("icy/") && userAgent.endsWith(" (relay)"));
    }

    /**
     * Somebody who has been sent the stream for long enough takes a seat.
     *
     * @param joinedNanos when the connection joined
     */
    Seat arrive(InetAddress address, String userAgent, boolean relay, long joinedNanos) {
        if (relay) {
            relays.incrementAndGet();
            return new Seat(null, joinedNanos);
        }
        Visitor visitor = new Visitor(address, userAgent);
        Seat[] taken = new Seat[1];
        present.compute(visitor, (key, known) -> {
            Visits visits = known == null ? new Visits() : known;
            taken[0] = visits.take(visitor, joinedNanos);
            return visits;
        });
        Seat seat = taken[0];
        if (seat.connections == 1) {
            beganMillis.add(millis(seat));
            int now = listeners.incrementAndGet();
            peak.accumulateAndGet(now, Math::max);
        }
        return seat;
    }

    /** One connection less on that seat. */
    void leave(Seat seat) {
        Visitor visitor = seat.visitor;
        if (visitor == null) {
            relays.decrementAndGet();
            return;
        }
        boolean[] empty = new boolean[1];
        present.computeIfPresent(visitor, (key, visits) -> {
            empty[0] = --seat.connections == 0;
            visits.seats -= empty[0] ? 1 : 0;
            return visits.seats == 0 ? null : visits;
        });
        if (empty[0]) {
            beganMillis.add(-millis(seat));
            listeners.decrementAndGet();
        }
    }

    int listeners() {
        return listeners.get();
    }

    /** The most listeners at once. */
    int peak() {
        return peak.get();
    }

    int relays() {
        return relays.get();
    }

    /** Different pairs of address and user agent. */
    int unique() {
        return present.size();
    }

    /** How long those who listen now have done so on average. */
    long averageSeconds(long nowNanos) {
        int count = listeners.get();
        if (count == 0) {
            return 0;
        }
        long now = TimeUnit.NANOSECONDS.toMillis(nowNanos - epochNanos);
        return Math.max(0, TimeUnit.MILLISECONDS.toSeconds(now - beganMillis.sum() / count));
    }

    private long millis(Seat seat) {
        return TimeUnit.NANOSECONDS.toMillis(seat.beganNanos - epochNanos);
    }

    private record Visitor(InetAddress address, String userAgent) {}

    /** Who is there under one address and user agent. Guarded by the map. */
    private static final class Visits {
        private int seats;
        /** Seats of Apple's players that may have one connection only, newest last. */
        private @Nullable Deque<Seat> singles;

        private Seat take(Visitor visitor, long joinedNanos) {
            boolean mayHaveTwo = visitor.userAgent.contains(APPLE);
            Seat shared = mayHaveTwo ? singleOf(joinedNanos) : null;
            if (shared != null) {
                shared.connections++;
                return shared;
            }
            Seat seat = new Seat(visitor, joinedNanos);
            seats++;
            if (mayHaveTwo) {
                remember(seat);
            }
            return seat;
        }

        private @Nullable Seat singleOf(long joinedNanos) {
            Deque<Seat> among = singles;
            if (among != null) {
                among.removeIf(seat -> seat.connections != 1 || joinedNanos - seat.beganNanos > PAIR_NANOS);
                for (Seat seat : among) {
                    if (Math.abs(joinedNanos - seat.beganNanos) <= PAIR_NANOS) {
                        return seat;
                    }
                }
            }
            return null;
        }

        private void remember(Seat seat) {
            Deque<Seat> among = singles;
            if (among == null) {
                among = new ArrayDeque<>(2);
                singles = among;
            } else if (among.size() == MOST_SINGLES) {
                among.removeFirst();
            }
            among.addLast(seat);
        }
    }

    /** What one listener, or one relay, takes up. */
    static final class Seat {
        private final @Nullable Visitor visitor;
        private final long beganNanos;
        private int connections = 1;

        private Seat(@Nullable Visitor visitor, long beganNanos) {
            this.visitor = visitor;
            this.beganNanos = beganNanos;
        }

        boolean isRelay() {
            return visitor == null;
        }
    }
}
