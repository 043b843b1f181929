package icy.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.SilentFrame;
import icy.core.ogg.OggPage;
import icy.core.ring.StreamTime;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.loop.EventLoop;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.mount.StreamFormat;
import icy.server.mount.StreamTap;
import icy.server.source.Source.Step;
import icy.server.testing.Decoding;
import icy.server.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the bytes of a connection to the air, on a clock the test moves. */
class LiveInputTest {
    private static final Duration TARGET = Duration.ofMillis(500);
    private static final int BYTES_A_SECOND = 16_000;

    private final byte[] song = TestData.bytes("tracks/formats/cbr-128.mp3");
    private volatile long nowNanos = 1_000_000_000;
    private final EventLoop loop;
    private final Mount mount;

    LiveInputTest() throws IOException {
        loop = EventLoop.start("live", () -> nowNanos);
        Mounts mounts = new Mounts(
                ServerConfig.of(MountConfig.of("/stream")), List.of(loop), "run", entry -> {}, () -> nowNanos);
        mount = mounts.numbered(1).orElseThrow();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void aFileWithTagsAndGarbageAirsAsCleanFramesHoweverItIsCut() throws Exception {
        byte[] dirty = new byte[1000 + song.length];
        new Random(1).nextBytes(dirty);
        System.arraycopy(song, 0, dirty, 1000, song.length);
        byte[] whole = airAll(Wrapping.NONE, dirty, dirty.length);
        byte[] cut = airAll(Wrapping.NONE, dirty, 7);

        assertThat(cut).isEqualTo(whole);
        assertThat(Decoding.complaintsOfFfmpeg(whole)).isEmpty();
    }

    @Test
    void chunkLinesAndMetadataBlocksDoNotReachTheAir() throws Exception {
        byte[] plain = airAll(Wrapping.NONE, song, 5000);

        ByteArrayOutputStream chunked = new ByteArrayOutputStream();
        for (int at = 0; at < song.length; at += 1234) {
            int length = Math.min(1234, song.length - at);
            chunked.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunked.write(song, at, length);
            chunked.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunked.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(airAll(new Wrapping(true, Long.MAX_VALUE, 0), chunked.toByteArray(), 999))
                .isEqualTo(plain);

        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        for (int at = 0; at < song.length; at += 8192) {
            int length = Math.min(8192, song.length - at);
            blocks.write(song, at, length);
            if (length == 8192) {
                blocks.write(at == 0 ? 2 : 0);
                blocks.writeBytes(at == 0 ? block("StreamTitle='In the band';") : new byte[0]);
            }
        }
        assertThat(airAll(new Wrapping(false, Long.MAX_VALUE, 8192), blocks.toByteArray(), 999))
                .isEqualTo(plain);
        assertThat(mount.snapshot().title().text()).isEqualTo("In the band");
    }

    @Test
    void itIsReadyWhenItsBufferIsFilledAndFullAtTwiceThat() throws Exception {
        LiveInput input = input(Wrapping.NONE);
        onLoop(() -> {
            input.push(part(0, 0.4));
            assertThat(input.ready()).isFalse();
            input.push(part(0.4, 0.8));
            assertThat(input.ready()).isTrue();
            assertThat(input.full()).isFalse();
            input.push(part(0.8, 1.4));
            assertThat(input.full()).isTrue();
            return null;
        });
    }

    @Test
    void whoSendsInRealTimeFillsItsBufferThoughItIsNotHeardMeanwhile() throws Exception {
        LiveInput input = input(Wrapping.NONE);
        for (int i = 0; i < 40; i++) {
            double from = i * 0.02;
            pass(Duration.ofMillis(20));
            onLoop(() -> {
                input.push(part(from, from + 0.02));
                input.tend(loop.nowNanos());
                return null;
            });
        }
        assertThat(onLoop(input::ready)).isTrue();
    }

    @Test
    void backlogOfTheTimeInWhichItWasNotHeardIsDroppedAndNoMore() throws Exception {
        LiveInput input = input(Wrapping.NONE);
        onLoop(() -> {
            begin(input, part(0, 1));
            return null;
        });
        pass(Duration.ofMillis(300));
        onLoop(() -> {
            assertThat(drain(input)).isEqualTo(Step.EARLY);
            input.leave();
            return null;
        });
        pass(Duration.ofSeconds(2));
        onLoop(() -> {
            input.tend(nowNanos);
            input.push(part(1, 5)); // four seconds at once after two of silence
            return null;
        });

        double left = input.bufferedMillis() / 1000.0;
        double came = StreamTime.toSeconds(input.unitsRead());
        assertThat(came).isGreaterThan(4.5);
        assertThat(left)
                .as("all but what was heard and what may be made up for")
                .isCloseTo(came - 0.3 - 2.0, within(0.06));
        assertThat(input.droppedUnits()).isBetween(70L, 82L);
    }

    @Test
    void aPageThatIsLongerThanTheBufferIsDeepIsKept() throws Exception {
        LiveInput input = input(Codec.OGG, Wrapping.NONE);
        byte[] ogg = TestData.bytes("tracks/streams/vorbis.ogg"); // its first page of sound lasts a second
        for (int from = 0; from < ogg.length; from += 1000) {
            pass(Duration.ofMillis(100));
            ByteBuffer piece = ByteBuffer.wrap(ogg, from, Math.min(1000, ogg.length - from))
                    .slice();
            onLoop(() -> {
                input.tend(nowNanos);
                input.push(piece);
                return null;
            });
        }
        pass(Duration.ofMillis(100));
        onLoop(() -> {
            input.tend(nowNanos);
            return null;
        });
        assertThat(onLoop(input::ready)).isTrue();
    }

    @Test
    void whoseTargetDoesNotFitIntoTheBufferIsReadyAllTheSameAndStaysFresh() throws Exception {
        LiveInput input = onLoop(() -> new LiveInput(
                "a test", mount, Codec.MP3, Codec.MP3.contentType(), Wrapping.NONE, Duration.ofSeconds(30)));
        byte[] frame = SilentFrame.of(FrameFormat.layer3(44_100, 2), 320_000);
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        for (int i = 0; i < 38; i++) {
            second.writeBytes(frame);
        }
        for (int sent = 0; sent < 60; sent++) {
            pass(Duration.ofSeconds(1));
            onLoop(() -> {
                input.tend(nowNanos);
                if (!input.full()) {
                    input.push(ByteBuffer.wrap(second.toByteArray()));
                }
                return null;
            });
        }
        assertThat(onLoop(input::ready)).isTrue();
        assertThat(StreamTime.toSeconds(input.unitsRead()))
                .as("it was read on while it was not heard")
                .isGreaterThan(55);
        assertThat(input.bufferedMillis()).isBetween(20_000L, 27_000L);
    }

    @Test
    void theClockFollowsASenderThatIsATrifleFast() throws Exception {
        LiveInput input = input(Wrapping.NONE);
        onLoop(() -> {
            begin(input, part(0, 0.9));
            return null;
        });
        pass(Duration.ofSeconds(10));
        onLoop(() -> {
            input.tend(nowNanos);
            assertThat(input.slewPpm()).isPositive().isLessThanOrEqualTo(1000);
            return null;
        });
    }

    @Test
    void textIsNotAudioAndIsSaidToBeNone() throws Exception {
        LiveInput input = input(Wrapping.NONE);
        byte[] text = "This is no music at all. ".repeat(4000).getBytes(StandardCharsets.US_ASCII);
        onLoop(() -> {
            input.push(ByteBuffer.wrap(text));
            input.end();
            return null;
        });
        assertThat(input.unitsRead()).isZero();
        assertThat(input.bufferedMillis()).isZero();
        assertThat(input.lostBytes()).isGreaterThan(text.length / 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tracks/streams/vorbis.ogg",
                "tracks/streams/opus.opus",
                "tracks/streams/flac.oga",
                "tracks/streams/chained.opus"
            })
    void anOggSourceThatGoesAndComesBackWithSilenceBetweenIsOneLegalChain(String file) throws Exception {
        byte[] ogg = TestData.bytes(file);
        LiveInput first = input(Codec.OGG, Wrapping.NONE);
        LiveInput second = input(Codec.OGG, Wrapping.NONE);
        SilenceSource silence = onLoop(() -> new SilenceSource(mount));
        onLoop(() -> {
            first.push(ByteBuffer.wrap(ogg));
            second.push(ByteBuffer.wrap(ogg));
            second.end();
            mount.begin(first.format(), 64, Duration.ZERO);
            first.enter();
            stepUntil(() -> first.step(Long.MAX_VALUE), StreamTime.UNITS_PER_SECOND);
            mount.ready();
            first.leave();
            assertThat(silence.ready()).isTrue();
            silence.enter();
            stepUntil(() -> silence.step(Long.MAX_VALUE), mount.edgeTime() + StreamTime.UNITS_PER_SECOND);
            silence.leave();
            second.enter();
            stepUntil(() -> second.step(Long.MAX_VALUE), Long.MAX_VALUE);
            second.leave();
            return null;
        });
        byte[] aired = onLoop(this::everything);
        assertThat(aired.length).isGreaterThan(ogg.length);
        assertThat(Decoding.complaintsOfFfmpeg(aired, "ogg")).isEmpty();
        assertThat(serials(aired))
                .as("each link has a serial number of its own")
                .doesNotHaveDuplicates();
    }

    /** Its rate decides on memory, and a cover in front of a second of sound would be thousands of kilobits. */
    @Test
    void headersAreNoPartOfTheBitrate() throws Exception {
        LiveInput input = input(Codec.OGG, Wrapping.NONE);
        int kbps = onLoop(() -> {
            input.push(ByteBuffer.wrap(TestData.bytes("tracks/streams/vorbis-long-comments.ogg")));
            return input.kbps();
        });
        assertThat(kbps).isBetween(20, 160);
    }

    @Test
    void aacAirsFrameByFrame() throws Exception {
        byte[] aac = TestData.bytes("tracks/streams/aac-lc.aac");
        byte[] aired = airAll(Codec.AAC, Wrapping.NONE, aac, 100);
        assertThat(Decoding.complaintsOfFfmpeg(aired, "aac")).isEmpty();
    }

    private void stepUntil(Supplier<Source.Step> source, long time) {
        while (mount.edgeTime() < time && source.get() == Source.Step.AIRED) {
            assertThat(mount.hasRun()).isTrue();
        }
    }

    /** Of all pages that begin a logical stream. */
    private static List<Integer> serials(byte[] ogg) {
        List<Integer> found = new ArrayList<>();
        OggPage page = new OggPage();
        for (int at = 0; page.wrap(ogg, at, ogg.length); at += page.pageBytes()) {
            if (page.isFirst()) {
                found.add(page.serial());
            }
        }
        return found;
    }

    private static byte[] block(String text) {
        byte[] padded = new byte[32];
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, padded, 0, text.length());
        return padded;
    }

    /** Seconds of the song, about. */
    private ByteBuffer part(double from, double to) {
        int begin = (int) (from * BYTES_A_SECOND);
        int end = Math.min(song.length, (int) (to * BYTES_A_SECOND));
        return ByteBuffer.wrap(song, begin, end - begin).slice();
    }

    private LiveInput input(Wrapping wrapping) throws Exception {
        return input(Codec.MP3, wrapping);
    }

    private LiveInput input(Codec codec, Wrapping wrapping) throws Exception {
        return onLoop(() -> new LiveInput("a test", mount, codec, codec.contentType(), wrapping, TARGET));
    }

    private void begin(LiveInput input, ByteBuffer first) {
        if (mount.hasRun()) {
            mount.offAir();
        }
        mount.begin(new StreamFormat(Codec.MP3, 44_100, 2), 128, Duration.ZERO);
        input.push(first);
        input.enter();
    }

    private Step drain(LiveInput input) {
        Step step = Step.AIRED;
        while (step == Step.AIRED) {
            step = input.step(mount.dueTime(nowNanos));
        }
        return step;
    }

    /** Until the loop knows of it: a timer of the latest moment runs after its clock was read. */
    private void pass(Duration time) throws Exception {
        nowNanos += time.toNanos();
        CompletableFuture<Void> known = new CompletableFuture<>();
        loop.execute(() -> loop.schedule(nowNanos, () -> known.complete(null)));
        known.get(10, TimeUnit.SECONDS);
    }

    /** What airs when all of it is pushed in pieces, as fast as the clock can be moved. */
    private byte[] airAll(Wrapping wrapping, byte[] body, int piece) throws Exception {
        return airAll(Codec.MP3, wrapping, body, piece);
    }

    private byte[] airAll(Codec codec, Wrapping wrapping, byte[] body, int piece) throws Exception {
        LiveInput input = input(codec, wrapping);
        ByteArrayOutputStream aired = new ByteArrayOutputStream();
        onLoop(() -> {
            begin(input, ByteBuffer.allocate(0));
            for (int at = 0; at < body.length; at += piece) {
                input.push(ByteBuffer.wrap(body, at, Math.min(piece, body.length - at)));
            }
            input.end();
            while (input.step(Long.MAX_VALUE) == Step.AIRED) {
                // all of it
            }
            mount.ready();
            aired.writeBytes(everything());
            return null;
        });
        assertThat(aired.size()).isGreaterThan(body.length / 2);
        return aired.toByteArray();
    }

    /** All that is in the ring. */
    private byte[] everything() {
        StreamTap tap = StreamTap.open(mount, Duration.ofSeconds(30));
        assertThat(tap).isNotNull();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer unit = tap.next(); unit != null; unit = tap.next()) {
            all.write(unit.array(), 0, unit.limit());
        }
        return all.toByteArray();
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                done.complete(task.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(10, TimeUnit.SECONDS);
    }
}
