package icy.server.mount;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import icy.server.loop.EventLoop;
import icy.server.loop.PlainWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One who comes before the stream is there, on a clock the test moves. */
class WaitingRoomTest {
    private volatile long nowNanos = 1_000_000_000;
    private final AtomicInteger called = new AtomicInteger();
    private final EventLoop loop;
    private final Mount mount;
    private final SocketChannel client;

    WaitingRoomTest() throws IOException {
        loop = EventLoop.start("waiting", () -> nowNanos);
        Mounts mounts = new Mounts(
                ServerConfig.of(MountConfig.of("/stream")), List.of(loop), "run", entry -> {}, () -> nowNanos);
        mount = mounts.numbered(1).orElseThrow();
        client = SocketChannel.open();
    }

    @BeforeEach
    void enter() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client.connect(server.getLocalAddress());
            SocketChannel accepted = server.accept();
            accepted.configureBlocking(false);
            onLoop(() -> {
                Connection connection =
                        Connection.open(loop, accepted, new PlainWire(accepted), opened -> new Nobody());
                WaitingRoom.enter(mount, connection, called::incrementAndGet);
                return null;
            });
        }
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        loop.close();
    }

    @Test
    void waitsLongerThanTonesHoldBackAndIsCalledWhenTheyBegin() throws Exception {
        pass(Mount.FIRST_CHANCE.plusMillis(100));
        assertThat(called).hasValue(0);
        assertThat(mount.hasAudience()).isTrue();

        onLoop(() -> {
            mount.begin(new StreamFormat(Codec.MP3, 44_100, 2), 128, Duration.ZERO);
            mount.ready();
            return null;
        });
        pass(Duration.ofMillis(20));
        assertThat(called).hasValue(1);
        assertThat(mount.hasAudience()).isFalse();
    }

    @Test
    void isCalledWithoutAStreamWhenThereAreNotEvenTones() throws Exception {
        pass(Mount.FIRST_CHANCE.plusSeconds(1));
        assertThat(called).hasValue(1);
        assertThat(mount.hasAudience()).isFalse();
    }

    private void pass(Duration time) throws Exception {
        nowNanos += time.toNanos();
        CompletableFuture<Void> done = new CompletableFuture<>();
        // A timer of the latest moment runs after every timer that is due.
        loop.execute(() -> loop.schedule(nowNanos, () -> done.complete(null)));
        done.get(10, TimeUnit.SECONDS);
    }

    private void onLoop(Callable<Void> task) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                done.complete(task.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        done.get(10, TimeUnit.SECONDS);
    }

    private static final class Nobody implements ChannelHandler {
        @Override
        public void onReady(int readyOps) {}

        @Override
        public void onClosed(@Nullable Throwable cause) {}
    }
}
