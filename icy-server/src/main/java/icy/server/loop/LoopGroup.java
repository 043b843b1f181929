package icy.server.loop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The loops of a server, "loop-1" to "loop-N".
 *
 * <p>Thread: any.
 */
public final class LoopGroup implements AutoCloseable {
    private final List<EventLoop> loops;

    private LoopGroup(List<EventLoop> loops) {
        this.loops = List.copyOf(loops);
    }

    public static LoopGroup start(int count, LongSupplier nanoClock) throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException("a server needs at least one loop, not " + count);
        }
        List<EventLoop> loops = new ArrayList<>(count);
        for (int n = 1; n <= count; n++) {
            loops.add(EventLoop.start("loop-" + n, nanoClock));
        }
        return new LoopGroup(loops);
    }

    public List<EventLoop> loops() {
        return loops;
    }

    /**
     * The loop with the fewest connections that has not failed: one that has would have none for ever. Taking turns would be simpler and wrong: VLC opens two connections for each
     * listener and drops the first, so in turns one loop would get the listeners and the other the leavings.
     */
    public EventLoop leastLoaded() {
        EventLoop least = loops.get(0);
        int fewest = Integer.MAX_VALUE;
        for (int n = 0; n < loops.size(); n++) {
            EventLoop loop = loops.get(n);
            int connections = loop.connections();
            if (connections < fewest && !loop.failed()) {
                fewest = connections;
                least = loop;
            }
        }
        return least;
    }

    /** All open connections, those on their way from the acceptor to their loop included. */
    public int connections() {
        int sum = 0;
        for (int n = 0; n < loops.size(); n++) {
            sum += loops.get(n).connections();
        }
        return sum;
    }

    @Override
    public void close() {
        loops.forEach(EventLoop::stop); // all at once, then wait for each
        loops.forEach(EventLoop::close);
    }
}
