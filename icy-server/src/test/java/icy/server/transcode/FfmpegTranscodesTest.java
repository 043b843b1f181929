package icy.server.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.core.mpeg.FrameHeader;
import icy.core.tracks.AudioKind;
import icy.server.config.QualityConfig;
import icy.server.config.TranscodeConfig;
import icy.server.encode.ChildProcess;
import icy.server.encode.EncodedFormat;
import icy.server.encode.Ffmpeg;
import icy.server.encode.OutputCodec;
import icy.server.loop.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in the making with the real encoder. */
@Tag("peers")
@Timeout(120)
class FfmpegTranscodesTest {
    private static final InetAddress ANN = InetAddress.getLoopbackAddress();

    /** Smaller than any original. */
    private static final QualityConfig TINY = new QualityConfig("tiny", QualityConfig.Format.MP3, 32);

    /** Music of a kind: tones that slide, at changing loudness, and a little noise. */
    private static final String SOUND =
            "aevalsrc=0.3*sin(2*PI*(300+200*sin(t/7))*t)*(0.6+0.4*sin(3*t))+0.02*(random(0)-0.5):s=%d:d=%d";

    @TempDir
    Path folder;

    private final Workers workers = Workers.start(1);
    private final List<Transcodes> opened = new ArrayList<>();
    private final Ffmpeg ffmpeg = Ffmpeg.find("ffmpeg").orElseThrow();

    @AfterEach
    void stop() {
        opened.forEach(Transcodes::close);
        workers.close();
    }

    static Stream<EncodedFormat> formats() {
        IntStream mpeg1 = IntStream.of(32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320);
        IntStream mpeg2 = IntStream.of(32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160);
        return Stream.concat(
                mpeg1.boxed().flatMap(kbps -> formats(kbps, 44_100, 48_000, 32_000)),
                mpeg2.boxed().flatMap(kbps -> formats(kbps, 22_050, 24_000, 16_000)));
    }

    private static Stream<EncodedFormat> formats(int kbps, int... rates) {
        return IntStream.of(rates).mapToObj(rate -> new EncodedFormat(OutputCodec.MP3, kbps * 1000, rate, 2));
    }

    /** What is promised of a file is what LAME does, whatever the bitrate. */
    @ParameterizedTest
    @MethodSource("formats")
    void framesAreWhereTheyWerePromised(EncodedFormat format) throws IOException {
        byte[] made = run(SOUND.formatted(format.sampleRate(), 2), format.arguments());
        ConstantMp3 layout = ConstantMp3.holding(2L * format.sampleRate(), format);
        FrameHeader header = new FrameHeader();
        for (long frame = 0; frame < layout.frames(); frame++) {
            assertThat(header.parse(made, (int) layout.offset(frame))).isTrue();
            assertThat(layout.fits(header, frame)).as("frame %d", frame).isTrue();
        }
    }

    /** Whoever seeks in what is not made yet hears what all hear later. */
    @ParameterizedTest
    @ValueSource(strings = {"flac 44100", "mp3 44100", "wav 48000", "ogg 44100", "flac 96000"})
    void whatIsSoughtIsWhatWouldHaveCome(String kind) throws Exception {
        String ending = kind.substring(0, kind.indexOf(' '));
        int rate = Integer.parseInt(kind.substring(kind.indexOf(' ') + 1));
        Path file = make("sound." + ending, rate, 60);
        byte[] straight;
        try (TranscodedFile made = open(start("straight", TINY), file, "tiny")) {
            straight = readAll(made);
        }
        byte[] sought;
        Transcodes transcodes = start("sought", TINY);
        try (TranscodedFile made = open(transcodes, file, "tiny")) {
            long middle = made.length() * 2 / 3;
            CountDownLatch there = new CountDownLatch(1);
            made.whenReadable(middle, there::countDown);
            there.await();
            sought = readAll(made);
        }
        assertThat(sought).hasSameSizeAs(straight);
        ConstantMp3 layout = layout(file);
        long different = 0;
        for (long frame = 0; frame < layout.frames(); frame++) {
            int from = (int) layout.offset(frame);
            int to = from + layout.bytes(frame);
            different += Arrays.equals(straight, from, to, sought, from, to) ? 0 : 1;
        }
        assertThat(different).as("frames that differ of %d", layout.frames()).isLessThanOrEqualTo(20);
        assertThat(decodedSeconds(sought)).isBetween(59.9, 60.2);
    }

    @Test
    void aKilledEncoderCostsNoReaderAnything() throws Exception {
        Path file = make("sound.flac", 44_100, 120);
        Transcodes transcodes = start("killed");
        try (TranscodedFile made = open(transcodes, file, "high")) {
            ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().commandLine().orElse("").contains(file.toString())
                            || child.info().command().orElse("").endsWith("ffmpeg"))
                    .forEach(ProcessHandle::destroyForcibly);
            assertThat(decodedSeconds(readAll(made))).isBetween(119.9, 120.2);
        }
        await().until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aac", "opus"})
    void otherFormatsHaveTheirLengthInTheEnd(String format) throws Exception {
        Path file = make("sound.flac", 44_100, 20);
        Transcodes transcodes = start(
                "other", new QualityConfig("small", QualityConfig.Format.valueOf(format.toUpperCase(Locale.ROOT)), 64));
        try (TranscodedFile made = open(transcodes, file, "small")) {
            await().until(made::isComplete);
            assertThat(made.length()).isBetween(100_000L, 240_000L);
            assertThat(decodedSeconds(readAll(made))).isBetween(19.9, 20.2);
        }
        try (TranscodedFile kept = open(transcodes, file, "small")) {
            assertThat(kept.isComplete()).isTrue();
        }
    }

    @Test
    void whatIsNoLargerIsGivenAsItIs() throws Exception {
        Path file = folder.resolve("small.mp3");
        run(SOUND.formatted(44_100, 10), List.of("-c:a", "libmp3lame", "-b:a", "128k", file.toString()));
        Transcodes transcodes = start("original");

        assertThat(transcodes.open(file, "low", ANN).join()).isEqualTo(new Opened.Original());
        assertThat(transcodes.open(file, "high", ANN).join()).isEqualTo(new Opened.Original());
    }

    @Test
    void aStationGetsExactlyItsFormat() throws Exception {
        Path file = make("sound.mp3", 44_100, 10);
        EncodedFormat format = new EncodedFormat(OutputCodec.MP3, 128_000, 48_000, 1);
        try (TranscodedFile made = start("air").openForAir(file, format, 0)) {
            FrameHeader header = new FrameHeader();
            assertThat(header.parse(readAll(made), 0)).isTrue();
            assertThat(header.sampleRate()).isEqualTo(48_000);
            assertThat(header.channels()).isEqualTo(1);
        }
    }

    private ConstantMp3 layout(Path file) throws IOException {
        Sound sound =
                new SoundReader().read(FileStamp.of(file), AudioKind.of(file).orElseThrow());
        return Objects.requireNonNull(Recipe.of(sound, OutputCodec.MP3, 32_000).layout());
    }

    private Path make(String name, int rate, int seconds) throws IOException {
        Path file = folder.resolve(name);
        List<String> codec = name.endsWith(".mp3") ? List.of("-q:a", "0") : List.of();
        List<String> arguments = new ArrayList<>(codec);
        arguments.addAll(List.of("-ac", "2", file.toString()));
        run(SOUND.formatted(rate, seconds), arguments);
        return file;
    }

    private byte[] run(String source, List<String> output) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", source));
        arguments.addAll(output);
        if (output.contains("-f")) {
            arguments.add("-");
        }
        try (ChildProcess process = ChildProcess.start(ffmpeg.command(arguments));
                InputStream out = process.stdout()) {
            byte[] made = out.readAllBytes();
            assertThat(process.awaitExit(Duration.ofSeconds(60)))
                    .as(process.words())
                    .isTrue();
            return made;
        }
    }

    private double decodedSeconds(byte[] made) throws IOException {
        Path file = folder.resolve("made");
        Files.write(file, made);
        List<String> arguments =
                List.of("-xerror", "-i", file.toString(), "-ar", "8000", "-ac", "1", "-f", "s16le", "-");
        try (ChildProcess process = ChildProcess.start(ffmpeg.command(arguments));
                InputStream out = process.stdout()) {
            int bytes = out.readAllBytes().length;
            assertThat(process.awaitExit(Duration.ofSeconds(60))).isTrue();
            assertThat(process.words()).isEmpty();
            return bytes / 16_000.0;
        }
    }

    private Transcodes start(String name, QualityConfig... qualities) {
        TranscodeConfig config = TranscodeConfig.DEFAULT.withQualities(List.of(qualities));
        Transcodes started = new Transcodes(config, folder.resolve(name), workers.transcode());
        opened.add(started);
        return started;
    }

    private static TranscodedFile open(Transcodes transcodes, Path file, String quality) {
        Opened opened = transcodes.open(file, quality, ANN).join();
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
            made.channel().read(all.slice(all.position(), ready), all.position());
            all.position(all.position() + ready);
        }
        await().until(made::isComplete);
        return all.array();
    }
}
