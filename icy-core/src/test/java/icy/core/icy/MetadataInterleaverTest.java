package icy.core.icy;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.ring.Gather;
import icy.core.ring.StreamRing;
import icy.core.ring.StreamTime;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MetadataInterleaverTest {
    private static final byte[] NOTHING = {};

    private final StreamRing ring = new StreamRing(10 * StreamTime.UNITS_PER_SECOND, 65_536, 1 << 20);
    private final TitleTimeline titles = new TitleTimeline(StandardCharsets.UTF_8);
    private final Gather gather = new Gather(ring);
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void theFirstBlockCarriesTheTitleInFullAndLaterOnesOnlyAChange() {
        titles.add(0, StreamTitle.of("one"));
        append(100, 1);
        MetadataInterleaver listener = new MetadataInterleaver(40, 0, NOTHING, titles.at(0));
        write(listener, Integer.MAX_VALUE);
        titles.add(100, StreamTitle.of("two"));
        append(60, 2);
        write(listener, Integer.MAX_VALUE);

        assertThat(sent.toByteArray())
                .startsWith(audio(40, 1))
                .containsSequence(MetadataBlock.encode(StreamTitle.of("one"), StandardCharsets.UTF_8))
                .containsSequence(MetadataBlock.encode(StreamTitle.of("two"), StandardCharsets.UTF_8));
        assertThat(strip(40).titles).containsExactly("40:one", "120:two");
    }

    @Test
    void theTitleBelongsToTheBytesNotToTheMoment() {
        titles.add(0, StreamTitle.of("old"));
        append(200, 1);
        titles.add(150, StreamTitle.of("new"));
        MetadataInterleaver listener = new MetadataInterleaver(50, 0, NOTHING, titles.at(0));
        write(listener, Integer.MAX_VALUE);

        assertThat(strip(50).titles).containsExactly("50:old", "150:new");
    }

    @Test
    void aTitleThatComesAndGoesBetweenTwoBlocksIsNotRepeated() {
        titles.add(0, StreamTitle.of("a"));
        append(80, 1);
        MetadataInterleaver listener = new MetadataInterleaver(40, 0, NOTHING, titles.at(0));
        write(listener, Integer.MAX_VALUE);
        titles.add(85, StreamTitle.of("b"));
        titles.add(90, StreamTitle.of("a"));
        append(80, 1);
        write(listener, Integer.MAX_VALUE);

        assertThat(strip(40).titles).containsExactly("40:a");
    }

    @Test
    void aMoveFinishesWhatWasBegunAndKeepsTheCount() {
        titles.add(0, StreamTitle.of("before"));
        append(300, 1);
        MetadataInterleaver listener = new MetadataInterleaver(100, 0, audio(10, 9), titles.at(0));
        write(listener, 4);
        listener.moveTo(200, NOTHING, audio(5, 8), titles.at(200));
        write(listener, Integer.MAX_VALUE);

        Stripped stripped = strip(100);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(audio(10, 9));
        expected.writeBytes(audio(5, 8));
        expected.writeBytes(audio(100, 1));
        assertThat(stripped.audio).isEqualTo(expected.toByteArray());
        assertThat(stripped.titles).containsExactly("100:before");
    }

    @Test
    void theRestOfAUnitIsSentEvenIfAnotherMoveFollowsAtOnce() {
        append(300, 1);
        MetadataInterleaver listener = new MetadataInterleaver(0, 0, NOTHING, titles.at(0));
        write(listener, 50);
        listener.moveTo(100, audio(50, 1), audio(7, 8), titles.at(100));
        listener.moveTo(200, NOTHING, audio(9, 9), titles.at(200));
        write(listener, Integer.MAX_VALUE);

        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(audio(100, 1));
        expected.writeBytes(audio(9, 9));
        expected.writeBytes(audio(100, 1));
        assertThat(sent.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void whoIsMovedHearsAnIntroToItsEndAndNothingOfAPrimerNotBegun() {
        append(1000, 1);
        byte[] intro = audio(300, 7);
        byte[] primer = audio(50, 8);
        byte[] rest = audio(10, 3);
        byte[] otherPrimer = audio(20, 9);
        for (int sentBefore : new int[] {0, 1, 299, 300, 301, 349, 350}) {
            sent.reset();
            MetadataInterleaver listener = new MetadataInterleaver(0, 0, intro, primer, titles.at(0));
            writeOnce(listener, sentBefore);

            listener.moveTo(900, rest, otherPrimer, titles.at(900));
            write(listener, Integer.MAX_VALUE);

            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            if (sentBefore > 0) {
                expected.writeBytes(intro);
            }
            if (sentBefore > 300) {
                expected.writeBytes(primer);
            }
            expected.writeBytes(rest);
            expected.writeBytes(otherPrimer);
            expected.writeBytes(audio(100, 1));
            assertThat(sent.toByteArray()).as("moved after %d", sentBefore).isEqualTo(expected.toByteArray());
        }
    }

    @Property(tries = 500)
    void stripOfInterleaveIsTheStreamForAnyMetaintTitlesAndWriteSizes(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 3000) int metaint) {
        new MetadataInterleaverTest().interleavesAnything(seed, metaint); // a fresh ring for every try
    }

    private void interleavesAnything(long seed, int metaint) {
        Random random = new Random(seed);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        byte[] intro = audio(random.nextBoolean() ? random.nextInt(3000) : 0, 98);
        byte[] first = audio(random.nextInt(600), 99);
        stream.writeBytes(intro);
        stream.writeBytes(first);
        titles.add(0, StreamTitle.of("start"));
        MetadataInterleaver listener = new MetadataInterleaver(metaint, 0, intro, first, titles.at(0));
        List<TitleMark> marks = new ArrayList<>(List.of(titles.newest()));
        for (int i = 0; i < 200; i++) {
            int size = 1 + random.nextInt(1500);
            byte[] unit = new byte[size];
            random.nextBytes(unit);
            if (random.nextInt(10) == 0) {
                titles.add(ring.edgePosition(), StreamTitle.of("title " + "x".repeat(random.nextInt(300)) + i));
                marks.add(titles.newest());
            }
            ring.append(unit, 0, size, 1000);
            stream.writeBytes(unit);
            for (int j = random.nextInt(4); j > 0; j--) {
                writeOnce(listener, random.nextInt(3000));
            }
        }
        write(listener, Integer.MAX_VALUE);

        Stripped stripped = strip(metaint);
        assertThat(stripped.audio).isEqualTo(stream.toByteArray());
        assertThat(stripped.titles)
                .isEqualTo(expectedTitles(metaint, intro.length + first.length, stream.size(), marks));
        assertThat(listener.owes()).isFalse();
    }

    private static List<String> expectedTitles(int metaint, int first, int audioBytes, List<TitleMark> marks) {
        List<String> expected = new ArrayList<>();
        String last = "";
        for (int at = metaint; metaint > 0 && at < audioBytes; at += metaint) {
            long position = Math.max(0, at - first);
            String inForce = "";
            for (TitleMark mark : marks) {
                if (mark.position() <= position) {
                    inForce = mark.title().text();
                }
            }
            if (!inForce.equals(last)) {
                expected.add(at + ":" + inForce);
                last = inForce;
            }
        }
        return expected;
    }

    private void append(int bytes, int fill) {
        ring.append(audio(bytes, fill), 0, bytes, 1000);
    }

    private static byte[] audio(int bytes, int fill) {
        byte[] audio = new byte[bytes];
        Arrays.fill(audio, (byte) fill);
        return audio;
    }

    private void write(MetadataInterleaver listener, int atMost) {
        long taken;
        int left = atMost;
        do {
            taken = writeOnce(listener, left);
            left -= (int) taken;
        } while (taken > 0 && left > 0);
    }

    private long writeOnce(MetadataInterleaver listener, int atMost) {
        long edge = gather.begin();
        listener.gather(gather, edge);
        long taken = 0;
        for (int i = 0; i < gather.count(); i++) {
            ByteBuffer piece = gather.buffers()[i];
            while (piece.hasRemaining() && taken < atMost) {
                sent.write(piece.get());
                taken++;
            }
        }
        listener.took(gather, taken);
        return taken;
    }

    private record Stripped(byte[] audio, List<String> titles) {}

    /** Independent of the splitter, which is tested against this. */
    private Stripped strip(int metaint) {
        byte[] all = sent.toByteArray();
        ByteArrayOutputStream audio = new ByteArrayOutputStream();
        List<String> found = new ArrayList<>();
        ByteArrayOutputStream split = new ByteArrayOutputStream();
        List<String> splitTitles = new ArrayList<>();
        int left = metaint;
        int i = 0;
        while (i < all.length) {
            if (metaint > 0 && left == 0) {
                int length = 16 * (all[i++] & 0xFF);
                if (length > 0) {
                    String text = new String(all, i, length, StandardCharsets.UTF_8);
                    found.add(audio.size() + ":" + text.substring(13, text.indexOf("';")));
                }
                i += length;
                left = metaint;
            } else {
                audio.write(all[i++]);
                left--;
            }
        }
        MetadataSplitter splitter = new MetadataSplitter(metaint, new MetadataSplitter.Sink() {
            @Override
            public void audio(ByteBuffer bytes) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                split.writeBytes(copy);
            }

            @Override
            public void metadata(byte[] text) {
                splitTitles.add(split.size() + ":" + MetadataBlock.decode(text).get("streamtitle"));
            }
        });
        Random pieces = new Random(all.length);
        for (int from = 0; from < all.length; ) {
            int to = Math.min(all.length, from + 1 + pieces.nextInt(700));
            splitter.push(ByteBuffer.wrap(all, from, to - from));
            from = to;
        }
        assertThat(split.toByteArray()).isEqualTo(audio.toByteArray());
        assertThat(splitTitles).isEqualTo(found);
        return new Stripped(audio.toByteArray(), found);
    }
}
