package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackIndexTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tracks/formats/cbr-128-busy.mp3",
                "tracks/formats/vbr-v2.mp3",
                "tracks/formats/mpeg2-24000-vbr.mp3",
                "tracks/formats/mpeg25-8000-mono.mp3",
                "tracks/formats/layer2.mp3",
                "tracks/tags/id3v2-huge-cover.mp3"
            })
    void everyMomentLeadsToTheFrameThatPlaysThen(String path) throws IOException {
        byte[] file = TestData.read(path);
        TrackIndex index = TrackIndex.of(new MemoryChannel(file));
        Parse whole = Parse.of(file);
        long units = whole.formats.get(0).frameUnits();
        for (int frame = 0; frame < whole.frames.size(); frame += 7) {
            TrackIndex.Entry entry = index.entryAt(frame * units + units / 2);
            assertThat(entry.startUnits()).isEqualTo(frame * units);

            Parse rest = Parse.of(file, entry, 16_384);

            assertThat(rest.damages).isEmpty();
            assertThat(rest.joints.get(0)).isTrue();
            int primers = rest.frames.size() - (whole.frames.size() - frame);
            assertThat(primers).as("frame %d", frame).isBetween(0, 1);
            List<byte[]> expected = whole.frames.subList(frame, whole.frames.size());
            assertThat(rest.frames.subList(primers, rest.frames.size())).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void whatIsPastTheEndLeadsToTheLastFrame() throws IOException {
        byte[] file = TestData.read("tracks/formats/no-info.mp3");
        TrackIndex index = TrackIndex.of(new MemoryChannel(file));
        long last = index.durationUnits() - Frames.CD.frameUnits();
        assertThat(index.entryAt(Long.MAX_VALUE / 2).startUnits()).isEqualTo(last);
        assertThat(index.entryAt(-5).startUnits()).isZero();
        assertThat(index.frames()).isEqualTo(116);
    }

    @Test
    void aMomentOfTheMusicIsCountedFromItsFirstSound() throws IOException {
        TrackIndex index = TrackIndex.of(new MemoryChannel(TestData.read("tracks/formats/cbr-128.mp3")));
        long frame = Frames.CD.frameUnits();
        long delay = (576 + 529) * frame / 1152;
        for (long asked = 0; asked < index.durationUnits() - 2 * frame; asked += 1_000_003) {
            long found = index.musicUnits(index.nearest(asked));
            assertThat(Math.abs(found - asked)).isLessThanOrEqualTo(frame / 2 + 1);
            assertThat((found + delay) % frame).isIn(0L, delay); // on a frame, or at the very beginning
        }
    }

    @Test
    void aFileWithoutFramesHasOnlyItsBeginning() throws IOException {
        TrackIndex index = TrackIndex.of(new MemoryChannel(new byte[1000]));
        assertThat(index.frames()).isZero();
        assertThat(index.entryAt(12345).position()).isZero();
    }
}
