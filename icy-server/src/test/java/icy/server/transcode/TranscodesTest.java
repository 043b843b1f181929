package icy.server.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.core.tracks.AudioKind;
import icy.server.config.TranscodeConfig;
import icy.server.encode.OutputCodec;
import icy.server.loop.Workers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stories of files in the making, with an encoder that goes wrong when it is told to. */
@Timeout(60)
class TranscodesTest {
    private static final InetAddress ANN = InetAddress.getLoopbackAddress();
    private static final InetAddress BOB = address(2);
    private static final InetAddress EVE = address(3);
    private static final int MINUTES = 5;

    @TempDir
    Path folder;

    private final Workers workers = Workers.start(1);
    private final FakeEncoder encoder = new FakeEncoder();
    private final List<Transcodes> opened = new ArrayList<>();
    private TranscodeConfig config = TranscodeConfig.DEFAULT;
    private Path file;
    private ConstantMp3 layout;
    private Transcodes transcodes;

    @BeforeEach
    void makeFile() throws IOException {
        file = wav("long.wav", MINUTES * 60);
        layout = layout(MINUTES * 60L * 44_100);
        transcodes = start();
    }

    @AfterEach
    void stop() {
        opened.forEach(Transcodes::close);
        workers.close();
    }

    @Test
    void promisesItsLengthAndHasItInTheEnd() throws Exception {
        TranscodedFile made = open("medium", ANN);

        assertThat(made.length()).isEqualTo(layout.length());
        assertThat(made.contentType()).isEqualTo("audio/mpeg");
        assertThat(made.entityTag()).startsWith("W/\"").endsWith("\"");
        assertThat(made.modified()).isEqualTo(Files.getLastModifiedTime(file).toInstant());
        assertThat(readAll(made)).isEqualTo(FakeEncoder.whole(layout));
        made.close();
    }

    @Test
    void whatIsSoughtIsMadeAtOnceAndFitsTheRest() throws Exception {
        encoder.pace.drainPermits();
        encoder.pace.release(1); // the first frames, so that it is given out
        TranscodedFile made = open("medium", ANN);
        long middle = layout.length() / 2;
        CountDownLatch there = new CountDownLatch(1);
        made.whenReadable(middle, there::countDown);
        await().until(() -> encoder.begun.get() == 2);
        encoder.pace.release(100); // at most 500 frames of 11,485
        there.await();

        assertThat(made.readable(middle)).isPositive();
        assertThat(made.isComplete()).isFalse();

        encoder.pace.release(100_000);
        assertThat(readAll(made)).isEqualTo(FakeEncoder.whole(layout));
        made.close();
    }

    @Test
    void whoSeeksInWhatNobodyHasAskedForHasTheFirstEncoderBeginThere() throws Exception {
        encoder.pace.drainPermits();
        encoder.pace.release(100);
        TranscodedFile made = transcoded(
                transcodes.open(file, "medium", ANN, length -> length / 2).join());

        assertThat(made.readable(layout.length() / 2)).isPositive();
        assertThat(made.readable(0)).isZero();
        assertThat(encoder.begun).hasValue(1);

        encoder.pace.release(100_000);
        assertThat(readAll(made)).isEqualTo(FakeEncoder.whole(layout));
        made.close();
    }

    @Test
    void manyWhoSeekEverywhereAreServedInTurns() throws Exception {
        encoder.pace.drainPermits();
        encoder.pace.release(1);
        TranscodedFile first = open("medium", ANN);
        List<TranscodedFile> readers = new ArrayList<>(List.of(first));
        CountDownLatch served = new CountDownLatch(9);
        for (int i = 1; i < 10; i++) {
            TranscodedFile reader = open("medium", ANN);
            readers.add(reader);
            reader.whenReadable(layout.length() / 10 * i, served::countDown);
        }
        while (served.getCount() > 0) {
            encoder.pace.release(1);
            served.await(5, TimeUnit.MILLISECONDS);
            assertThat(encoder.atWork.size()).isLessThanOrEqualTo(3);
        }
        encoder.pace.release(100_000);
        assertThat(readAll(first)).isEqualTo(FakeEncoder.whole(layout));
        readers.forEach(TranscodedFile::close);
    }

    @Test
    void aHundredWhoAskAtOnceGetOneTranscode() throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(100);
        List<Callable<byte[]>> wishes = IntStream.range(0, 100)
                .<Callable<byte[]>>mapToObj(i -> () -> {
                    try (TranscodedFile made = open("low", address(i % 250 + 1))) {
                        return readAll(made);
                    }
                })
                .toList();
        List<Future<byte[]>> all = crowd.invokeAll(wishes);
        crowd.shutdown();

        byte[] expected = all.get(0).get();
        for (Future<byte[]> each : all) {
            assertThat(Arrays.equals(each.get(), expected)).isTrue();
        }
        assertThat(encoder.begun).hasValue(1);
        assertThat(transcodes.stats().misses()).isEqualTo(1);
        assertThat(transcodes.stats().hits()).isEqualTo(99);
    }

    @Test
    void isKeptOverARestartAndMadeAnewWhenTheFileChanges() throws Exception {
        byte[] before;
        try (TranscodedFile made = open("medium", ANN)) {
            before = readAll(made);
        }
        transcodes.close();
        transcodes = start();
        try (TranscodedFile kept = open("medium", ANN)) {
            assertThat(kept.isComplete()).isTrue();
            assertThat(readAll(kept)).isEqualTo(before);
        }
        assertThat(encoder.begun).hasValue(1);

        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        try (TranscodedFile anew = open("medium", ANN)) {
            readAll(anew);
        }
        assertThat(encoder.begun).hasValue(2);
    }

    @Test
    void whatAKilledProcessHasLeftIsRemovedAndMadeAnew() throws Exception {
        try (TranscodedFile made = open("medium", ANN)) {
            readAll(made);
        }
        Path kept = cached().get(0);
        transcodes.close();
        Path half = kept.resolveSibling(kept.getFileName() + ".part");
        Files.write(half, Arrays.copyOf(Files.readAllBytes(kept), 1000));
        Files.delete(kept);

        transcodes = start();
        transcodes.prepare();
        await().untilAsserted(() -> assertThat(half).doesNotExist());
        try (TranscodedFile anew = open("medium", ANN)) {
            assertThat(readAll(anew)).isEqualTo(FakeEncoder.whole(layout));
        }
        assertThat(encoder.begun).hasValue(2);
    }

    @Test
    void anEncoderThatCrashesInTheMiddleIsReplaced() throws Exception {
        encoder.crashesAt = layout.frames() / 2;
        encoder.crashes.set(1);

        try (TranscodedFile made = open("medium", ANN)) {
            assertThat(readAll(made)).isEqualTo(FakeEncoder.whole(layout));
        }
        assertThat(encoder.begun).hasValue(2);
    }

    @Test
    void oneThatAlwaysCrashesCostsItsReadersTheFileAndTheNextRequestSucceeds() throws Exception {
        encoder.crashesAt = layout.frames() / 2;
        TranscodedFile made = open("medium", ANN);
        CountDownLatch decided = new CountDownLatch(1);
        made.whenReadable(layout.length() - 1, decided::countDown);
        decided.await();

        await().until(() -> made.failure().isPresent());
        assertThat(made.failure()).contains("it crashed");
        made.close();
        assertThat(cached()).isEmpty();

        encoder.crashesAt = Long.MAX_VALUE;
        try (TranscodedFile anew = open("medium", ANN)) {
            assertThat(readAll(anew)).isEqualTo(FakeEncoder.whole(layout));
        }
    }

    @Test
    void aFileThatCannotBeDecodedIsRefusedWithTheReason() {
        encoder.crashesAt = 0;

        assertThat(transcodes.open(file, "medium", ANN).join())
                .isEqualTo(new Opened.Refused(422, "long.wav cannot be given in another quality: it crashed.", 0));
    }

    @Test
    void oneThatHangsIsEndedAndTheNextRequestSucceeds() throws Exception {
        transcodes.close();
        transcodes = start(Duration.ofMillis(300));
        encoder.hangsAt = 0;
        assertThat(transcodes.open(file, "medium", ANN).join())
                .isInstanceOfAny(Opened.Refused.class, Opened.Transcoded.class);
        await().untilAsserted(() -> assertThat(encoder.atWork).isEmpty());

        encoder.hangsAt = Long.MAX_VALUE;
        await().until(() -> transcodes.stats().jobs() == 0);
        try (TranscodedFile anew = open("medium", ANN)) {
            assertThat(readAll(anew)).isEqualTo(FakeEncoder.whole(layout));
        }
    }

    @Test
    void whatIsMissingAtTheEndIsSilence() throws Exception {
        encoder.endsAt = layout.frames() - 20;
        try (TranscodedFile made = open("medium", ANN)) {
            byte[] all = readAll(made);
            assertThat((long) all.length).isEqualTo(layout.length());
            byte[] last = layout.silence(layout.frames() - 1);
            assertThat(Arrays.copyOfRange(all, all.length - last.length, all.length))
                    .isEqualTo(last);
        }
    }

    @Test
    void aClientMayHaveSomeMadeAtOnceAndAllTogetherSome() throws Exception {
        config = TranscodeConfig.DEFAULT.withJobs(3, 2);
        transcodes.close();
        transcodes = start();
        encoder.pace.drainPermits();
        encoder.pace.release(3);
        List<TranscodedFile> open = new ArrayList<>();
        open.add(open("high", ANN));
        open.add(open("medium", ANN));
        assertThat(transcodes.open(file, "low", ANN).join()).isInstanceOfSatisfying(Opened.Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.retryAfterSeconds()).isPositive();
            assertThat(refused.sentence()).startsWith("For you 2 files are being made already");
        });
        open.add(open("high", ANN)); // joins
        open.add(open("low", BOB));
        Path other = wav("other.wav", 60);
        assertThat(transcodes.open(other, "low", EVE).join())
                .isInstanceOfSatisfying(
                        Opened.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(429));
        open.add(transcodes.openForAir(
                other, Recipe.of(sound(60 * 44_100L), OutputCodec.MP3, 128_000).format(), 0));

        encoder.pace.release(1_000_000);
        await().until(() -> transcodes.stats().jobs() == 0);
        open.forEach(TranscodedFile::close);
        open("low", ANN).close();
    }

    @Test
    void whatNobodyAskedForTheLongestMakesRoom() throws Exception {
        config = TranscodeConfig.DEFAULT.withCacheBytes(2_500_000);
        transcodes.close();
        transcodes = start();
        Path one = wav("one.wav", 60); // 960,000 bytes in low
        Path two = wav("two.wav", 60);
        Path three = wav("three.wav", 60);
        for (Path each : List.of(one, two, three)) {
            try (TranscodedFile made =
                    transcoded(transcodes.open(each, "low", ANN).join())) {
                readAll(made);
            }
        }
        assertThat(transcodes.stats().files()).isEqualTo(2);
        assertThat(transcodes.stats().bytes()).isLessThanOrEqualTo(2_500_000);
        assertThat(transcodes.stats().evictions()).isEqualTo(1);
        transcodes.open(two, "low", ANN).join();
        assertThat(encoder.begun).hasValue(3);
        assertThat(transcodes.open(file, "high", ANN).join())
                .isInstanceOfSatisfying(
                        Opened.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(503));
    }

    @Test
    void clearingRemovesWhatNobodyReads() throws Exception {
        TranscodedFile read = open("low", ANN);
        readAll(read);
        try (TranscodedFile other = open("high", ANN)) {
            readAll(other);
        }
        assertThat(transcodes.clear(Duration.ofDays(1))).isZero();
        await().untilAsserted(() -> assertThat(transcodes.clear(Duration.ZERO)).isEqualTo(1));
        assertThat(transcodes.stats().files()).isEqualTo(1);
        read.close();
    }

    @Test
    void whatIsNoMusicOrNotThereIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "la la la");
        Path broken = Files.writeString(folder.resolve("broken.mp3"), "la la la");

        assertThat(transcodes.open(text, "low", ANN).join())
                .isInstanceOfSatisfying(
                        Opened.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(415));
        assertThat(transcodes.open(broken, "low", ANN).join())
                .isEqualTo(new Opened.Refused(
                        422, "broken.mp3 cannot be given in another quality: there are no MPEG frames in it.", 0));
        assertThat(transcodes.open(folder.resolve("none.mp3"), "low", ANN).join())
                .isEqualTo(new Opened.Refused(404, "There is no none.mp3.", 0));
        assertThat(transcodes.open(file, "original", ANN).join()).isEqualTo(new Opened.Original());
    }

    private TranscodedFile open(String quality, InetAddress client) {
        return transcoded(transcodes.open(file, quality, client).join());
    }

    private static TranscodedFile transcoded(Opened opened) {
        assertThat(opened).isInstanceOf(Opened.Transcoded.class);
        return ((Opened.Transcoded) opened).file();
    }

    private static byte[] readAll(TranscodedFile made) throws Exception {
        ByteBuffer all = ByteBuffer.allocate((int) made.length());
        while (all.hasRemaining()) {
            CountDownLatch more = new CountDownLatch(1);
            made.whenReadable(all.position(), more::countDown);
            more.await();
            assertThat(made.failure()).isEmpty();
            int ready = (int) made.readable(all.position());
            ByteBuffer piece = all.slice(all.position(), ready);
            made.channel().read(piece, all.position());
            all.position(all.position() + ready);
        }
        await().until(made::isComplete);
        return all.array();
    }

    private Transcodes start() {
        return start(Duration.ofSeconds(20));
    }

    private Transcodes start(Duration patience) {
        Transcodes started = new Transcodes(
                config,
                new CacheFolder(folder.resolve("data")),
                workers.transcode(),
                () -> List.of(encoder),
                patience,
                InstantSource.system());
        opened.add(started);
        return started;
    }

    private List<Path> cached() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data/cache/transcodes"))) {
            return files.toList();
        }
    }

    /** Silence in mono; the disk is asked for its header only. */
    private Path wav(String name, int seconds) throws IOException {
        Path made = folder.resolve(name);
        int bytes = seconds * 44_100 * 2;
        ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        header.putShort((short) 1).putShort((short) 1).putInt(44_100).putInt(88_200);
        header.putShort((short) 2).putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        try (RandomAccessFile out = new RandomAccessFile(made.toFile(), "rw")) {
            out.write(header.array());
            out.setLength(44L + bytes);
        }
        return made;
    }

    private static ConstantMp3 layout(long samples) {
        return Objects.requireNonNull(
                Recipe.of(sound(samples), OutputCodec.MP3, 192_000).layout());
    }

    private static Sound sound(long samples) {
        FileStamp stamp = new FileStamp(Path.of("/x.wav"), Instant.EPOCH, 0);
        return new Sound(stamp, AudioKind.WAV, "WAV", 44_100, 1, samples, 705_600, null);
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
