package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import icy.core.testing.Seeds;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands around the sound of a file. */
class TagFuzz {

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void tagsAreCleanTextOfBoundedLengthAndCostBoundedReading(byte[] input) throws IOException {
        MemoryChannel channel = new MemoryChannel(input);
        TrackTags tags = TagReader.read(channel);
        for (String text :
                List.of(tags.title(), tags.artist(), tags.album(), tags.albumArtist(), tags.year(), tags.genre())) {
            assertThat(text).isEqualTo(text.strip());
            assertThat(text.chars().noneMatch(Character::isISOControl)).isTrue();
            assertThat(text.length()).isLessThanOrEqualTo(Math.max(100, 16 * input.length));
        }
        assertThat(channel.bytesRead).isLessThanOrEqualTo(40L * input.length + 400_000);
        assertThat(tags.displayTitle("a file.mp3")).isNotEmpty();
    }

    static Stream<byte[]> seeds() {
        return Seeds.of("tracks/tags", ".mp3");
    }
}
