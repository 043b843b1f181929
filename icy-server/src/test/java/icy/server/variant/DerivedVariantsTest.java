package icy.server.variant;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.ListenersConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.config.VariantFormat;
import icy.server.config.VariantsConfig;
import icy.server.loop.EventLoop;
import icy.server.mount.Codec;
import icy.server.mount.Feed;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.mount.StreamFormat;
import icy.server.testing.ManualClock;
import icy.server.testing.StreamClient;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Variants of another gain: made for who may listen, and subject to the mount's terms. */
@Timeout(60)
class DerivedVariantsTest {
    private static final String LOGIN = "user=ali&pass=sesame";

    @TempDir
    private Path folder;

    @Test
    void nothingIsMadeForThoseWhoHaveNotLoggedInOrAskForTheHeadOnly() throws IOException {
        Path passwords = Files.writeString(folder.resolve("listeners.txt"), "ali:sesame\n");
        MountConfig mount = MountConfig.of("/stream", TestData.path("demo"))
                .withListeners(ListenersConfig.DEFAULT.withPasswords(passwords))
                .withVariants(VariantsConfig.of("mp3-64").withLinger(Duration.ofMinutes(10)));
        try (IcyServer server = IcyServer.start(ServerConfig.of(mount)
                .withListen(new ListenConfig("127.0.0.1", 0))
                .withLoops(1))) {
            String query = "/stream?format=mp3&bitrate=64&gain=-6";

            assertThat(statusOf(server, "GET " + query)).isEqualTo(401);
            assertThat(statusOf(server, "GET " + query + "&user=ali&pass=wheat"))
                    .isEqualTo(401);
            assertThat(statusOf(server, "HEAD " + query)).isEqualTo(401);
            assertThat(statusOf(server, "HEAD " + query + "&" + LOGIN)).isEqualTo(200);

            assertThat(statusOf(server, "GET /stream/mp3-64~gain-6?" + LOGIN)).isEqualTo(404);
        }
    }

    @Test
    void theyStayOverAReloadAndHaveTheMountsNewTerms() throws Exception {
        MountConfig before =
                MountConfig.of("/stream", TestData.path("demo")).withVariants(VariantsConfig.of("opus-96"));
        Path passwords = folder.resolve("listeners.txt");
        MountConfig after = before.withListeners(ListenersConfig.DEFAULT.withPasswords(passwords));
        ManualClock standing = new ManualClock();
        try (EventLoop loop = EventLoop.start("reload", standing)) {
            Mounts mounts = new Mounts(ServerConfig.of(before), List.of(loop), "run", entry -> {}, standing);
            Variants variants = new Variants(mounts, Optional::empty);
            variants.follow(ServerConfig.of(before));
            Mount parent = mounts.named("/stream").orElseThrow();
            Shape likeTheMount = new Shape(new VariantFormat(VariantFormat.Kind.MP3, 128), -6, Shape.Channel.ALL);
            Mount derived = variants.derived(parent, likeTheMount);
            derived.waiting(+1);

            variants.follow(ServerConfig.of(after));
            loopHasDone(loop);

            assertThat(mounts.named("/stream/mp3-128~gain-6")).containsSame(derived);
            assertThat(derived.config().listeners().passwords()).isEqualTo(passwords);
            assertThat(derived.config().listeners().hidden()).isTrue();
            assertThat(derived.ended()).isNotDone();
            variants.close();
        }
    }

    @Test
    void whoNamesNoMountGetsTheOnlyOneOnTheAirHoweverManyVariantsItHas() throws Exception {
        MountConfig quiet = MountConfig.of("/quiet");
        MountConfig plays = MountConfig.of("/plays");
        try (EventLoop loop = EventLoop.start("usual", System::nanoTime)) {
            Mounts mounts =
                    new Mounts(ServerConfig.of(quiet, plays), List.of(loop), "run", entry -> {}, System::nanoTime);
            Mount parent = mounts.named("/plays").orElseThrow();
            Mount variant = mounts.add(plays.ofVariant("/plays/mp3-64"), mount -> new MadeOf(parent));
            loop.execute(() -> List.of(parent, variant).forEach(mount -> {
                mount.begin(new StreamFormat(Codec.MP3, 44_100, 2), 128, Duration.ZERO);
                mount.ready();
            }));
            loopHasDone(loop);

            assertThat(mounts.usual()).containsSame(parent);
        }
    }

    private record MadeOf(Mount parent) implements Feed {
        @Override
        public void advance(long nowNanos) {}

        @Override
        public String variantOf() {
            return parent.name();
        }
    }

    private static void loopHasDone(EventLoop loop) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> done.complete(null));
        done.get(30, TimeUnit.SECONDS);
    }

    private static int statusOf(IcyServer server, String request) throws IOException {
        try (StreamClient client = StreamClient.open(server.port(), request + " HTTP/1.0")) {
            return Integer.parseInt(client.statusLine().split(" ")[1]);
        }
    }
}
