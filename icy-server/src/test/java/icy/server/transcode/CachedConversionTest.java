package icy.server.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import icy.core.mpeg.FrameHeader;
import icy.server.config.TranscodeConfig;
import icy.server.encode.EncodedFormat;
import icy.server.encode.OutputCodec;
import icy.server.loop.Workers;
import icy.server.testing.TestData;
import icy.server.track.Conversion;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes on the air, converted by an encoder that goes wrong when it is told to. */
@Timeout(60)
class CachedConversionTest {
    private static final EncodedFormat FORMAT = new EncodedFormat(OutputCodec.MP3, 192_000, 44_100, 2);
    private static final Path FILE = TestData.path("tracks/others/wav.wav");
    private static final long UNITS_PER_SAMPLE = FrameHeader.UNITS_PER_SECOND / 44_100;

    @TempDir
    Path folder;

    private final Workers workers = Workers.start(1);
    private final FakeEncoder encoder = new FakeEncoder();
    private Transcodes transcodes;
    private Conversion conversion;
    private byte[] whole;
    private ConstantMp3 layout;

    @BeforeEach
    void start() throws IOException {
        transcodes = new Transcodes(
                TranscodeConfig.DEFAULT,
                new CacheFolder(folder),
                workers.transcode(),
                () -> List.of(encoder),
                Duration.ofSeconds(10),
                InstantSource.system());
        conversion = new CachedConversion(transcodes);
        layout = ConstantMp3.holding(2 * 33_075L, FORMAT); // 1.5 s at 22.05 kHz
        whole = FakeEncoder.whole(layout);
    }

    @AfterEach
    void stop() {
        transcodes.close();
        workers.close();
    }

    @Test
    void fromTheBeginningTheFrameBeforeTheMusicIsLeftOut() throws IOException {
        Conversion.Converted converted = conversion.open(FILE, FORMAT, 0);

        assertThat(converted.startUnits() / UNITS_PER_SAMPLE).isEqualTo(1152 - 1105);
        assertThat(read(converted)).isEqualTo(from(1));
    }

    @Test
    void aMomentIsFoundWithinHalfAFrame() throws IOException {
        for (long sample : new long[] {1_000, 10_000, 44_100, 60_000}) {
            Conversion.Converted converted = conversion.open(FILE, FORMAT, sample * UNITS_PER_SAMPLE);

            long found = converted.startUnits() / UNITS_PER_SAMPLE;
            assertThat(found).isBetween(sample - 576, sample + 576);
            assertThat(read(converted)).isEqualTo(from((found + 1105) / 1152));
        }
    }

    @Test
    void anEncoderThatDiesOnceIsNotHeard() throws IOException {
        encoder.crashesAt = 20;
        encoder.crashes.set(5); // more often than one job tries

        assertThat(read(conversion.open(FILE, FORMAT, 0))).isEqualTo(from(1));
    }

    @Test
    void oneThatAlwaysDiesAtOnePlaceEndsTheTrackWithAReason() throws IOException {
        encoder.crashesAt = 20;
        Conversion.Converted converted = conversion.open(FILE, FORMAT, 0);

        assertThatIOException().isThrownBy(() -> read(converted)).withMessageContaining("crashed");
    }

    @Test
    void whatCannotBeConvertedAtAllIsRefusedWithAReason() throws IOException {
        encoder.crashesAt = 0;
        assertThatIOException()
                .isThrownBy(() -> conversion.open(FILE, FORMAT, 0))
                .withMessageContaining("crashed");

        Path noise = folder.resolve("noise.flac");
        Files.write(noise, new byte[1000]);
        assertThatIOException()
                .isThrownBy(() -> conversion.open(noise, FORMAT, 0))
                .withMessageContaining("noise.flac");
    }

    private byte[] from(long frame) {
        return Arrays.copyOfRange(whole, (int) layout.offset(frame), whole.length);
    }

    private static byte[] read(Conversion.Converted converted) throws IOException {
        try (var frames = converted.frames()) {
            return Channels.newInputStream(frames).readAllBytes();
        }
    }
}
