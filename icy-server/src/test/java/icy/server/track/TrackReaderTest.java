package icy.server.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import icy.core.ring.StreamTime;
import icy.server.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackReaderTest {
    private static final long SECOND = StreamTime.UNITS_PER_SECOND;
    private static final String BUSY = "tracks/formats/vbr-v2-busy.mp3";

    @TempDir
    private Path folder;

    @Test
    void piecesAreTheWhole() throws IOException {
        byte[] whole;
        try (TrackReader reader = open(BUSY, 0)) {
            FrameBatch all = reader.read(Long.MAX_VALUE);
            assertThat(all.last()).isTrue();
            assertThat(all.kbps()).isBetween(100, 320);
            whole = bytes(all);
        }
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        try (TrackReader reader = open(BUSY, 0)) {
            FrameBatch batch;
            do {
                batch = reader.read(SECOND);
                assertThat(batch.units()).isLessThan(4 * SECOND);
                pieces.writeBytes(bytes(batch));
            } while (!batch.last());
            assertThat(reader.isClosed()).isTrue();
            assertThat(reader.damage()).isEmpty();
        }
        assertThat(pieces.toByteArray()).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BUSY,
                "tracks/formats/cbr-128.mp3",
                "tracks/formats/mpeg2-24000-vbr.mp3",
                "tracks/formats/crc.mp3"
            })
    void fromAMomentOnItIsTheRestOfTheWhole(String path) throws IOException {
        byte[] whole;
        try (TrackReader reader = open(path, 0)) {
            whole = bytes(reader.read(Long.MAX_VALUE));
        }
        for (long asked : new long[] {SECOND / 3, SECOND, 3 * SECOND / 2}) {
            try (TrackReader reader = open(path, asked)) {
                FrameBatch rest = reader.read(Long.MAX_VALUE);
                assertThat(Math.abs(reader.startUnits() - asked)).isLessThanOrEqualTo(rest.durationUnits(0) / 2 + 1);
                byte[] afterPrimer = Arrays.copyOfRange(rest.bytes(), rest.offset(1), rest.bytesUsed());
                assertThat(Arrays.copyOfRange(whole, whole.length - afterPrimer.length, whole.length))
                        .isEqualTo(afterPrimer);
            }
        }
    }

    @Test
    void whatIsPastTheEndIsTheLastFrame() throws IOException {
        try (TrackReader reader = open(BUSY, Long.MAX_VALUE / 4)) {
            FrameBatch rest = reader.read(Long.MAX_VALUE);
            assertThat(rest.frames()).isBetween(1, 2);
            assertThat(rest.last()).isTrue();
        }
    }

    @Test
    void aFileThatIsNoMusicSaysWhy() throws IOException {
        try (TrackReader reader = open("broken/html.mp3", 0)) {
            assertThat(reader.read(SECOND).frames()).isZero();
            assertThat(reader.whyUnplayable())
                    .hasValueSatisfying(why -> assertThat(why).contains("not an MP3"));
        }
        assertThatThrownBy(() -> new TrackReader(folder.resolve("gone.mp3"), 0, format -> true))
                .isInstanceOf(IOException.class)
                .hasMessage("it is gone");
    }

    @Test
    void aFormatThatIsNotWantedIsLeftOut() throws IOException {
        try (TrackReader reader = new TrackReader(TestData.path(BUSY), 0, format -> false)) {
            assertThat(reader.read(SECOND).frames()).isZero();
            assertThat(reader.whyUnplayable()).contains("none of its frames is of the mount's format");
        }
    }

    @Test
    void aFileThatIsCutOffIsPlayedAsFarAsItGoes() throws IOException {
        byte[] file = TestData.bytes(BUSY);
        Path cut = Files.write(folder.resolve("cut.mp3"), Arrays.copyOf(file, file.length / 2));
        try (TrackReader reader = new TrackReader(cut, 0, format -> true)) {
            assertThat(reader.read(Long.MAX_VALUE).frames()).isPositive();
            assertThat(reader.whyUnplayable()).isEmpty();
            assertThat(reader.damage())
                    .hasValueSatisfying(what -> assertThat(what).contains("left out"));
        }
    }

    private static TrackReader open(String path, long startUnits) throws IOException {
        return new TrackReader(TestData.path(path), startUnits, format -> true);
    }

    private static byte[] bytes(FrameBatch batch) {
        return Arrays.copyOf(batch.bytes(), batch.bytesUsed());
    }
}
