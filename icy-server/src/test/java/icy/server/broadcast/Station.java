package icy.server.broadcast;

import icy.server.config.MixedPolicy;
import icy.server.config.MountConfig;
import icy.server.config.PlayoutConfig;
import icy.server.config.ServerConfig;
import icy.server.http.HeadWriter;
import icy.server.http.HttpLimits;
import icy.server.http.HttpReception;
import icy.server.http.Routes;
import icy.server.loop.Acceptor;
import icy.server.loop.EventLoop;
import icy.server.loop.LoopGroup;
import icy.server.loop.Workers;
import icy.server.mount.Intros;
import icy.server.mount.ListenEndpoint;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.mount.StreamHead;
import icy.server.source.Sources;
import icy.server.track.Conversion;
import icy.server.track.TrackOpener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A whole station whose time the test moves: real files, workers, loops, HTTP and sockets. It takes as many steps of
 * {@link #STEP} as it is told, and after each waits until all that was due has been read, appended, sent and received, so
 * that an hour is over in seconds and no machine is too slow for it.
 *
 * <p>Thread: the test's.
 */
final class Station implements AutoCloseable {
    /** The shortest time between two flushes. */
    static final Duration STEP = Duration.ofMillis(100);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A nanosecond clock may begin anywhere; this one passes through zero after ten seconds. */
    private final AtomicLong clock = new AtomicLong(-Duration.ofSeconds(10).toNanos());

    private final Workers workers = Workers.start(4);
    private final LoopGroup loops;
    private final Mounts mounts;
    private final Acceptor acceptor;
    private final List<Tuner> tuners = new ArrayList<>();
    private long unreceived;
    private boolean leaving;
    private Duration elapsed = Duration.ZERO;

    Station(MountConfig... configs) throws IOException {
        this((config, mounts, workers) -> new Sources(config, mounts, workers), configs);
    }

    /** One whose mounts play what the test says. */
    Station(Function<Mount, icy.server.source.Programme> programmes, MountConfig... configs) throws IOException {
        this(
                (config, mounts, workers) -> new Sources(
                        config,
                        mounts,
                        workers,
                        new TrackOpener(Conversion.NONE),
                        mount -> Optional.of(programmes.apply(mount))),
                configs);
    }

    /** One whose mounts have what is no MP3 of theirs converted like that. */
    static Station converting(Function<Workers, Conversion> conversion, MountConfig... configs) throws IOException {
        return new Station(
                (config, mounts, workers) ->
                        new Sources(config, mounts, workers, new TrackOpener(conversion.apply(workers))),
                configs);
    }

    /** What its mounts are fed by. */
    private interface Feeding {
        Sources by(ServerConfig config, Mounts mounts, Workers workers);
    }

    private Station(Feeding feeding, MountConfig... configs) throws IOException {
        loops = LoopGroup.start(2, clock::get);
        ServerConfig config = ServerConfig.of(configs);
        mounts = new Mounts(config, loops.loops(), "run", entry -> {}, clock::get);
        Sources sources = feeding.by(config, mounts, workers);
        mounts.all().forEach(sources::start);
        await(
                "on the air",
                () -> mounts.all().stream()
                        .allMatch(
                                mount -> mount.begun().isDone() || mount.ended().isDone()));
        StreamHead heads = new StreamHead("icy/test", new HeadWriter(Clock.systemUTC()));
        Routes routes = Routes.builder()
                .get(
                        "/{mount...}",
                        new ListenEndpoint(request -> mounts.named(request.path()), heads, new Intros(workers.io())))
                .build();
        acceptor = Acceptor.open(
                loops,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new HttpReception(routes, HttpLimits.defaults(), workers, entry -> {}, "icy/test", Clock.systemUTC()));
        settle();
    }

    /** A mount as it is by default, save for these. */
    static MountConfig mount(String name, MixedPolicy mixed, boolean once, Path... paths) {
        PlayoutConfig playout = PlayoutConfig.of(paths).withMixed(mixed);
        return MountConfig.of(name).withPlayout(once ? playout.playedOnce() : playout);
    }

    /** Lets time pass, a step at a time. */
    void pass(Duration time) throws IOException {
        Duration left = time;
        while (left.compareTo(Duration.ZERO) > 0) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            clock.addAndGet(step.toNanos());
            elapsed = elapsed.plus(step);
            settle();
            left = left.minus(step);
        }
    }

    /** Lets time pass until {@code condition} holds, {@code most} at most. */
    void passUntil(String what, Duration most, BooleanSupplier condition) throws IOException {
        Duration until = elapsed.plus(most);
        while (!condition.getAsBoolean()) {
            if (elapsed.compareTo(until) >= 0) {
                throw new AssertionError("not within " + most.toSeconds() + " s: " + what);
            }
            pass(STEP);
        }
    }

    /** Tunes in, with metadata, and has the head of the answer when this returns. */
    Tuner tuneIn(String target) throws IOException {
        return request("GET " + target + " HTTP/1.0\nIcy-MetaData: 1");
    }

    /** Tunes in without metadata. */
    Tuner tuneInPlain(String target) throws IOException {
        return request("GET " + target + " HTTP/1.0");
    }

    /** Has a listener go away, and waits until the server has noticed. */
    void leave(Tuner tuner) throws IOException {
        long stay = connections() - 1;
        tuners.remove(tuner);
        tuner.close();
        leaving = true; // what is sent to it until then is received by nobody
        passUntil("the server has noticed", Duration.ofSeconds(2), () -> connections() == stay);
        unreceived = sent() - received();
        leaving = false;
    }

    /** Has the loop of a mount do something, and all that follows from it at this time. */
    void onLoopOf(String name, Runnable task) {
        mount(name).home().execute(task);
        settle();
    }

    Mount mount(String name) {
        return mounts.named(name).orElseThrow();
    }

    /** Stream time that is due now. */
    Duration streamTime(String name) {
        return mount(name).config().delivery().burst().plus(elapsed);
    }

    @Override
    public void close() throws IOException {
        for (Tuner tuner : tuners) {
            tuner.close();
        }
        acceptor.close();
        loops.close();
        workers.close();
    }

    private Tuner request(String text) throws IOException {
        Tuner tuner = new Tuner(acceptor.address(), text);
        tuners.add(tuner);
        await("an answer", () -> {
            read();
            return tuner.hasHead();
        });
        settle();
        return tuner;
    }

    /** Waits until nothing more happens at this time. */
    private void settle() {
        do {
            await("the workers have done their work", () -> unfinished() == 0);
            loops.loops().forEach(this::turn); // what was due, and what the workers handed over
        } while (unfinished() > 0);
        await("everything received", () -> {
            read();
            return leaving || tuners.stream().anyMatch(Tuner::isPaused) || received() + unreceived >= sent();
        });
    }

    private int unfinished() {
        return workers.air().unfinished()
                + workers.scan().unfinished()
                + workers.io().unfinished()
                + workers.cpu().unfinished();
    }

    /** Waits until the loop has done everything that is due: a timer of the latest moment runs after all others. */
    private void turn(EventLoop loop) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> loop.schedule(loop.nowNanos(), () -> loop.execute(() -> done.complete(null))));
        try {
            done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError("the loop did not take a turn", e);
        }
    }

    private void read() {
        try {
            for (Tuner tuner : tuners) {
                tuner.read();
            }
        } catch (IOException e) {
            throw new AssertionError("a listener was cut off", e);
        }
    }

    private long connections() {
        return mounts.all().stream().mapToLong(Mount::connections).sum();
    }

    private long sent() {
        return mounts.all().stream()
                .mapToLong(mount -> mount.snapshot().audience().bytesSent())
                .sum();
    }

    private long received() {
        return tuners.stream().mapToLong(Tuner::bytes).sum();
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            Thread.onSpinWait();
        }
    }
}
