package icy.core.tracks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RotationTest {
    @Test
    void playsInOrderAndBeginsAgain() {
        Rotation rotation = rotation(false, false, "a", "b");

        assertThat(names(rotation, 5)).containsExactly("a", "b", "a", "b", "a");
    }

    @Test
    void onceEndsAfterTheLast() {
        Rotation rotation = rotation(false, true, "a", "b");

        assertThat(names(rotation, 5)).containsExactly("a", "b");
        assertThat(rotation.next()).isEmpty();
    }

    @Test
    void anEmptyListHasNothing() {
        assertThat(rotation(true, false).next()).isEmpty();
    }

    @Test
    void aTrackThatIsAddedComesInItsPlace() {
        Rotation rotation = rotation(false, false, "a", "c", "d");
        assertThat(names(rotation, 2)).containsExactly("a", "c");
        rotation.replace(paths("a", "b", "c", "cc", "d"));

        assertThat(names(rotation, 4)).containsExactly("cc", "d", "a", "b");
    }

    @Test
    void whenThePresentTrackIsRemovedTheOrderGoesOnBehindItsPlace() {
        Rotation rotation = rotation(false, false, "a", "b", "c");
        assertThat(names(rotation, 2)).containsExactly("a", "b");
        rotation.replace(paths("a", "c"));

        assertThat(names(rotation, 3)).containsExactly("c", "a", "c");
    }

    @Test
    void aJingleThatIsNamedManyTimesIsFoundWhereItWas() {
        Rotation rotation = rotation(false, false, "a", "jingle", "b", "jingle", "c", "jingle");
        assertThat(names(rotation, 4)).containsExactly("a", "jingle", "b", "jingle");
        rotation.replace(paths("a", "jingle", "b", "jingle", "c", "jingle", "d"));

        assertThat(names(rotation, 3)).containsExactly("c", "jingle", "d");
    }

    @Property(tries = 200)
    void shuffledNoneRepeatsUntilAllHavePlayedAndNoneTwiceInARow(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int size) {
        Rotation rotation = new Rotation(true, false, new Random(seed));
        rotation.replace(
                IntStream.range(0, size).mapToObj(i -> Path.of("t" + i)).toList());
        String last = "";
        for (int round = 0; round < 4; round++) {
            List<String> names = names(rotation, size);
            assertThat(new HashSet<>(names)).hasSize(size);
            assertThat(names.get(0)).isNotEqualTo(last);
            last = names.get(size - 1);
        }
    }

    private static Rotation rotation(boolean shuffle, boolean once, String... names) {
        Rotation rotation = new Rotation(shuffle, once, new Random(1));
        rotation.replace(paths(names));
        return rotation;
    }

    private static List<Path> paths(String... names) {
        return List.of(names).stream().map(Path::of).toList();
    }

    private static List<String> names(Rotation rotation, int most) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            rotation.next().ifPresent(path -> names.add(path.toString()));
        }
        return names;
    }
}
