package icy.server.relay;

import icy.server.loop.EventLoop;
import icy.server.loop.WorkerPool;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the addresses of hosts on workers of its own. All who ask for one host at a time share one look-up: a thousand
 * relays of one master with a dead name server hold one worker.
 *
 * <p>Thread: any.
 */
public final class HostResolver {
    private final WorkerPool workers;
    private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();

    public HostResolver(WorkerPool workers) {
        this.workers = workers;
    }

    /**
     * Hands {@code then}, on {@code loop} and in a later turn, either all addresses of {@code host}, the system's
     * preferred one first, or the reason why there are none.
     */
    void resolve(String host, EventLoop loop, BiConsumer<List<InetAddress>, @Nullable String> then) {
        CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> earlier = underWay.putIfAbsent(host, mine);
        (earlier == null ? mine : earlier)
                .whenComplete((addresses, failure) -> loop.execute(() -> then.accept(
                        failure == null ? addresses : List.of(), failure == null ? null : failure.getMessage())));
        if (earlier == null && !workers.tryExecute(() -> lookUp(host, mine))) {
            underWay.remove(host);
            mine.completeExceptionally(
                    new UnknownHostException("too many other hosts are being looked up; it is tried again"));
        }
    }

    private void lookUp(String host, CompletableFuture<List<InetAddress>> found) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            underWay.remove(host);
            found.complete(List.of(addresses));
        } catch (UnknownHostException | RuntimeException e) {
            underWay.remove(host);
            found.completeExceptionally(new UnknownHostException("no address is known for " + host));
        }
    }
}
