package icy.core.ring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTrailTest {
    /** A letter is a unit; {@code -} is silence. */
    @ParameterizedTest
    @CsvSource({
        "abcdefghij,   ghijklmn,       4",
        "abcdefghij,   jklmn,          1",
        "abcdefghij,   klmn,           0",
        "abcdefghij,   bcdefghij,      9",
        // lags behind what has been heard: it will repeat what cannot be told now
        "abcdefghij,   bcde,           0",
        // begins with chance bytes
        "abcdefghijkl, xcdefghijklmn, 11",
        "abcdefghijkl, xyzefghijklmn,  0",
        // reaches further back than has been heard
        "efghijklmn,   abcdefghijklmnopq, 14",
        // too short a trail, somewhere inside
        "--,           abc--def,       0",
        // silence: the longest overlap
        "abc----,      bc-------def,   6",
        "abc----,      --def,          2",
        "abc----,      -------def,     4",
        "'',           abc,            0",
        "abc,          '',             0",
    })
    void whatWasHeardIsFoundAtTheBeginningOfTheCopy(String heard, String copy, int repeated) {
        assertThat(trail(heard).repeatedBy(trail(copy))).isEqualTo(repeated);
    }

    /** The law: a stream without equal units, cut anywhere and joined anywhere in what was heard, goes on exactly. */
    @Property
    void aStreamGoesOnExactlyBehindWhatWasHeard(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int heardUnits,
            @ForAll @IntRange(min = 1, max = 200) int burstUnits,
            @ForAll @IntRange(max = 150) int missedUnits) {
        byte[][] stream = units(seed, heardUnits + missedUnits + 1);
        UnitTrail heard = trail(stream, 0, heardUnits);
        int from = Math.max(0, heardUnits + missedUnits - burstUnits);
        UnitTrail copy = trail(stream, from, heardUnits + missedUnits + 1);

        int expected = Math.max(0, heardUnits - from);

        assertThat(heard.repeatedBy(copy)).isEqualTo(expected);
    }

    /** The law: whatever repeats in a stream, what is left out of a copy has been heard unit by unit. */
    @Property
    void onlyWhatWasHeardIsLeftOut(@ForAll long seed) {
        Random random = new Random(seed);
        String heard = letters(random, 1 + random.nextInt(40));
        String copy = letters(random, random.nextInt(40));

        int repeated = trail(heard).repeatedBy(trail(copy));

        String left = copy.substring(0, repeated);
        boolean goesOn = heard.endsWith(left);
        boolean holdsAll = heard.length() >= 8 && left.endsWith(heard);
        boolean hasStrays = repeated > 8 && (heard.endsWith(left.substring(1)) || heard.endsWith(left.substring(2)));
        assertThat(goesOn || holdsAll || hasStrays)
                .as("%s then %s", heard, copy)
                .isTrue();
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }

    private static UnitTrail trail(String units) {
        UnitTrail trail = new UnitTrail(40);
        for (byte unit : units.getBytes(US_ASCII)) {
            trail.add(new byte[] {unit}, 0, 1);
        }
        return trail;
    }

    private static UnitTrail trail(byte[][] units, int from, int to) {
        UnitTrail trail = new UnitTrail(400);
        for (int i = from; i < to; i++) {
            byte[] padded = new byte[units[i].length + 3];
            System.arraycopy(units[i], 0, padded, 3, units[i].length);
            trail.add(padded, 3, units[i].length);
        }
        return trail;
    }

    private static byte[][] units(long seed, int count) {
        Random random = new Random(seed);
        byte[][] units = new byte[count][];
        for (int i = 0; i < count; i++) {
            units[i] = new byte[9 + random.nextInt(30)];
            random.nextBytes(units[i]);
        }
        return units;
    }
}
