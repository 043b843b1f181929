package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.testing.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries as an independent decoder hears them. */
class EntryTest {

    @BeforeAll
    static void needsFfmpeg() {
        Decoder.assumeInstalled();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tracks/formats/cbr-128-busy.mp3",
                "tracks/formats/vbr-v2-busy.mp3",
                "tracks/formats/48k.mp3",
                "tracks/formats/crc.mp3",
                "tracks/formats/mono-vbr.mp3",
                "tracks/formats/mpeg2-24000-vbr.mp3",
                "tracks/formats/mpeg25-8000.mp3"
            })
    void aPrimedEntrySoundsLikeTheUndisturbedStreamFromItsSecondFrameOn(String path) {
        Parse parse = Parse.of(TestData.read(path));
        List<byte[]> frames = parse.frames;
        byte[] stream = parse.stream();
        int[] offsets = offsets(frames);
        Decoder.Decoded whole = Decoder.decode("mp3", stream);
        assertThat(whole.complaints()).isEmpty();
        FrameFormat format = parse.formats.get(0);
        int frameSamples = format.samplesPerFrame() * format.channels();

        Random random = new Random(7);
        for (int i = 0; i < 8; i++) {
            int entry = frames.size() / 4 + random.nextInt(frames.size() / 2);
            byte[] primer = Primer.before(stream, offsets, entry).orElseThrow();
            byte[] joined = Frames.join(primer, Arrays.copyOfRange(stream, offsets[entry], stream.length));

            Decoder.Decoded heard = Decoder.decode("mp3", joined);

            assertThat(heard.complaints()).as("entry %d of %s", entry, path).isEmpty();
            int silent = primer.length == 0 ? 0 : 1;
            int untrue = format.version() == MpegVersion.MPEG_1 ? 1 : 2;
            assertThat(Arrays.copyOfRange(heard.samples(), (silent + untrue) * frameSamples, heard.samples().length))
                    .as("entry %d of %s", entry, path)
                    .isEqualTo(Arrays.copyOfRange(
                            whole.samples(), (entry + untrue) * frameSamples, whole.samples().length));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broken/cut-tail.mp3",
                "broken/cut-head.mp3",
                "broken/cut-head-on-frame.mp3",
                "broken/bytes-missing.mp3",
                "broken/zeroed.mp3",
                "broken/garbage-inserted.mp3",
                "broken/headers-missing.mp3",
                "broken/bits-flipped.mp3",
                "broken/false-syncs.mp3",
                "broken/leading-garbage.mp3",
                "broken/riff.mp3",
                "tracks/tags/chained.mp3"
            })
    void noDecoderComplainsOfWhatIsLeftOfADamagedFile(String path) {
        byte[] stream = Parse.of(TestData.read(path)).stream();
        assertThat(Decoder.decode("mp3", stream).complaints()).isEmpty();
    }

    /** Forty tracks, each hurt at random in one to four places, one after the other as they would air. */
    @Test
    void noDecoderComplainsOfHurtTracksOneAfterTheOther() {
        List<byte[]> tracks = List.of(
                TestData.read("tracks/formats/cbr-128-busy.mp3"),
                TestData.read("tracks/formats/vbr-v2-busy.mp3"),
                TestData.read("tracks/formats/abr-128.mp3"),
                TestData.read("tracks/formats/cbr-32.mp3"));
        Random random = new Random(20);
        List<byte[]> aired = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            byte[] track = tracks.get(i % tracks.size());
            for (int hurts = 1 + random.nextInt(4); hurts > 0; hurts--) {
                track = hurt(track, random);
            }
            aired.add(Parse.of(track).stream());
        }
        byte[] stream = Frames.join(aired);
        assertThat(Scan.of(stream).gaps).isEmpty();
        assertThat(Decoder.decode("mp3", stream).complaints()).isEmpty();
    }

    private static byte[] hurt(byte[] track, Random random) {
        int at = random.nextInt(track.length - 3000);
        int length = 1 + random.nextInt(2000);
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        byte[] before = Arrays.copyOf(track, at);
        return switch (random.nextInt(4)) {
            case 0 -> Frames.join(before, noise, Arrays.copyOfRange(track, at, track.length));
            case 1 -> Frames.join(before, noise, Arrays.copyOfRange(track, at + length, track.length));
            case 2 -> Frames.join(before, Arrays.copyOfRange(track, at + length, track.length));
            default -> {
                byte[] flipped = track.clone();
                for (int i = 0; i < 30; i++) {
                    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
        };
    }

    static int[] offsets(List<byte[]> frames) {
        int[] offsets = new int[frames.size()];
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = offsets[i - 1] + frames.get(i - 1).length;
        }
        return offsets;
    }
}
