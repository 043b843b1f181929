package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import icy.core.mpeg.TestData.Promise;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrackGlanceTest {
    private static final int MOST_READ = 300 * 1024;

    static List<Promise> honest() {
        Stream<Promise> files = TestData.manifest().stream();
        return files.filter(file -> file.hasFrames() && !file.path().startsWith("broken/"))
                .filter(file -> file.path().endsWith(".mp3"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("honest")
    void guessesWhatReadingAllOfAFileFinds(Promise file) throws IOException {
        TrackInfo info = TrackInfo.probe(new MemoryChannel(file.bytes()));
        if (info.formats().isEmpty()) {
            return; // free format
        }
        TrackGlance glance = TrackGlance.of(new MemoryChannel(file.bytes()));

        assertThat(glance.format()).isEqualTo(info.formats().get(0));
        assertThat(glance.durationUnits()).isCloseTo(info.durationUnits(), withinPercentage(15));
        assertThat(glance.bitrateBps()).isCloseTo(info.averageBitrateBps(), withinPercentage(15));
    }

    @Test
    void readsTheBeginningOnlyAndNoCover() throws IOException {
        byte[] song = TestData.read("tracks/formats/cbr-128.mp3");
        byte[] cover = new byte[3 << 20];
        cover[0] = 'I';
        cover[1] = 'D';
        cover[2] = '3';
        cover[3] = 4;
        int size = cover.length - 10;
        for (int i = 0; i < 4; i++) {
            cover[6 + i] = (byte) (size >>> 7 * (3 - i) & 0x7F);
        }
        byte[] file = Arrays.copyOf(cover, cover.length + song.length);
        System.arraycopy(song, 0, file, cover.length, song.length);
        MemoryChannel channel = new MemoryChannel(file);

        assertThat(TrackGlance.of(channel)).isEqualTo(TrackGlance.of(new MemoryChannel(song)));
        assertThat(channel.bytesRead).isLessThan(MOST_READ);
    }

    @Test
    void seesThroughATagThatLiesAboutItsLength() throws IOException {
        assertThat(glance("broken/lying-id3-then-sound.mp3").format()).isEqualTo(Frames.CD);
    }

    @Test
    void findsNothingInOtherFiles() throws IOException {
        assertThat(glance("broken/png.mp3").format()).isNull();
        assertThat(glance("broken/empty.mp3").format()).isNull();
    }

    @Property
    void anyBytesAreAnswered(@ForAll @Size(max = 2000) byte[] bytes) throws IOException {
        TrackGlance glance = TrackGlance.of(new MemoryChannel(bytes));

        assertThat(glance.durationUnits()).isNotNegative();
    }

    private static TrackGlance glance(String path) throws IOException {
        return TrackGlance.of(new MemoryChannel(TestData.read(path)));
    }
}
