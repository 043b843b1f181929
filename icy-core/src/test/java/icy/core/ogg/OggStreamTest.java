package icy.core.ogg;

import static icy.core.ogg.OggScan.join;
import static icy.core.ogg.OggScan.sample;
import static icy.core.ogg.OggStream.Kind.AUDIO;
import static icy.core.ogg.OggStream.Kind.HEADER;
import static icy.core.ogg.OggStream.Kind.STRAY;
import static org.assertj.core.api.Assertions.assertThat;

import icy.core.ring.StreamTime;
import icy.core.testing.Decoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OggStreamTest {

    private static final List<byte[]> VORBIS = OggScan.of(sample("vorbis.ogg")).pageBytes;

    @Test
    void knowsFormatAndNamesOfEveryCodec() {
        assertLink("vorbis.ogg", "Vorbis, 44100 Hz, stereo", "Streams", "Vorbis");
        assertLink("vorbis-long-comments.ogg", "Vorbis, 22050 Hz, mono", "Streams", "Long comments");
        assertLink("opus.opus", "Opus, 48000 Hz, stereo", "Streams", "Opus");
        assertLink("opus-cover.opus", "Opus, 48000 Hz, stereo", "Streams", "Cover");
        assertLink("flac.oga", "FLAC, 22050 Hz, mono", "Streams", "Flac");
        assertLink("speex.spx", "Speex, 8000 Hz, mono", "Streams", "Speex");
        assertThat(OggScan.of(sample("vorbis.ogg")).links.get(0).nominalBitrateBps())
                .isBetween(60_000, 70_000);
    }

    @Test
    void headersAreAllPagesUpToTheFirstSound() {
        for (String name : List.of("vorbis.ogg", "vorbis-long-comments.ogg", "opus.opus", "flac.oga", "speex.spx")) {
            OggScan scan = OggScan.of(sample(name));
            int headers = scan.kinds().lastIndexOf(HEADER) + 1;
            assertThat(scan.kinds().subList(headers, scan.pages.size()))
                    .as(name)
                    .containsOnly(AUDIO);
            assertThat(scan.kinds().subList(0, headers)).as(name).containsOnly(HEADER);
            assertThat(scan.pages.get(0).begins()).as(name).isTrue();
            assertThat(scan.pages.get(headers - 1).completes()).as(name).isTrue();
            byte[] pages = scan.links.get(0).headerPages();
            assertThat(pages).as(name).isEqualTo(join(scan.pageBytes.subList(0, headers)));
            assertThat(scan.pages.get(scan.pages.size() - 1).ends()).as(name).isTrue();
        }
        assertThat(OggScan.of(sample("vorbis-long-comments.ogg")).kinds().lastIndexOf(HEADER))
                .isGreaterThan(3);
    }

    /** The sum of all durations is what a decoder makes of the stream, to the sample. */
    @Test
    void durationsAreExactInSum() {
        Decoder.assumeInstalled();
        for (String name : List.of("vorbis.ogg", "vorbis-long-comments.ogg", "opus.opus", "flac.oga", "speex.spx")) {
            OggScan scan = OggScan.of(sample(name));
            OggLink link = scan.links.get(0);
            Decoder.Decoded decoded = Decoder.decode("ogg", sample(name));
            long samples = decoded.samples().length / link.channels();
            // Speex's own first 40 samples are delay; its granule positions leave them out, ffmpeg does not.
            long notHeard = link.codec() == OggCodec.SPEEX ? 40 : 0;
            assertThat(scan.units()).as(name).isEqualTo(StreamTime.ofSamples(samples - notHeard, link.sampleRate()));
        }
    }

    @Test
    void followsTheLinksOfAChain() {
        OggScan scan = OggScan.of(sample("chained.opus"));
        assertThat(scan.links)
                .extracting(OggLink::displayTitle)
                .containsExactly("Streams - Opus", "Streams - Second link");
        assertThat(scan.links).extracting(OggLink::channels).containsExactly(2, 1);
        assertThat(scan.links.get(0).hasFormatOf(scan.links.get(1))).isFalse();
        assertThat(scan.pages.stream().filter(OggScan.Page::begins)).hasSize(2);
        assertThat(scan.pages.stream().filter(OggScan.Page::ends)).hasSize(2);
        assertThat(scan.kinds()).doesNotContain(STRAY);
    }

    @Test
    void aNewLinkNeedsNeitherAnEndBeforeItNorANewSerial() {
        OggScan scan = OggScan.of(join(join(VORBIS.subList(0, VORBIS.size() - 1)), join(VORBIS)));
        assertThat(scan.links).hasSize(2);
        assertThat(scan.kinds()).doesNotContain(STRAY);
    }

    @Test
    void pagesBeforeAnyHeaderAreStray() {
        OggScan scan = OggScan.of(join(join(VORBIS.subList(4, VORBIS.size())), join(VORBIS)));
        assertThat(scan.kinds().subList(0, VORBIS.size() - 4)).containsOnly(STRAY);
        assertThat(scan.links).hasSize(1);
    }

    /** As a relay hears it: the headers, then whatever is on the air. */
    @Test
    void aStreamThatIsJoinedMidwayLastsAsLongAsItsPackets() {
        for (String name : List.of("vorbis.ogg", "flac.oga", "speex.spx")) {
            byte[] input = sample(name);
            OggScan whole = OggScan.of(input);
            int headers = whole.kinds().lastIndexOf(HEADER) + 1;
            int middle = headers + (whole.pages.size() - headers) / 2;
            OggScan joined = OggScan.of(join(
                    join(whole.pageBytes.subList(0, headers)),
                    join(whole.pageBytes.subList(middle, whole.pages.size()))));
            long rest = whole.pages.subList(middle, whole.pages.size()).stream()
                    .mapToLong(OggScan.Page::units)
                    .sum();
            // Vorbis makes nothing of the first block, which is a quarter of two blocks at the most.
            assertThat(rest - joined.units()).as(name).isBetween(0L, StreamTime.ofSamples(2048, 22_050));
            assertThat(joined.pages.get(headers).entry()).as(name).isTrue();
        }
    }

    @Test
    void jumpsOfTheGranulePositionChangeNothing() {
        List<byte[]> pages = new ArrayList<>();
        OggPage page = new OggPage();
        for (int i = 0; i < VORBIS.size(); i++) {
            byte[] copy = VORBIS.get(i).clone();
            if (i > 4 && i < VORBIS.size() - 1) {
                OggPage.putLittleEndian(copy, OggPage.GRANULE_OFFSET, i % 2 == 0 ? 7 : 0x7FFF_FFFF);
                OggPage.putLittleEndian(copy, OggPage.GRANULE_OFFSET + 4, i % 3 == 0 ? 0x7FFF_FFFF : 0);
                OggPage.putLittleEndian(copy, OggPage.CRC_OFFSET, OggCrc.ofPage(copy, 0, copy.length));
            }
            assertThat(page.wrap(copy, 0, copy.length)).isTrue();
            pages.add(copy);
        }
        List<Long> calm =
                OggScan.of(join(VORBIS)).pages.stream().map(OggScan.Page::units).toList();
        List<Long> jumping =
                OggScan.of(join(pages)).pages.stream().map(OggScan.Page::units).toList();
        int last = calm.size() - 1;
        assertThat(jumping.subList(0, last)).isEqualTo(calm.subList(0, last));
        assertThat(jumping.get(last)).isBetween(calm.get(last), StreamTime.UNITS_PER_SECOND);
    }

    @Test
    void saysWhichHeaderPageIsMissing() {
        List<byte[]> pages = new ArrayList<>(OggScan.of(sample("vorbis-long-comments.ogg")).pageBytes);
        pages.remove(2);
        OggScan scan = OggScan.of(join(pages));
        assertThat(scan.links).isEmpty();
        assertThat(scan.problems).containsExactly("page 2 of the Vorbis headers is missing");
        assertThat(scan.kinds().get(scan.pages.size() - 1)).isEqualTo(STRAY);
    }

    @Test
    void headersOfMoreThanAMegabyteAreRefused() {
        List<byte[]> pages = new ArrayList<>(VORBIS.subList(0, 1));
        int serial = OggScan.of(join(VORBIS)).links.get(0).serial();
        for (int i = 0; i < 20; i++) {
            PageBuilder page = new PageBuilder(i == 0 ? 0 : OggPage.CONTINUED, OggPage.NO_GRANULE);
            byte[] comments = new byte[64_000];
            System.arraycopy("\u0003vorbis".getBytes(StandardCharsets.ISO_8859_1), 0, comments, 0, 7);
            page.add(comments);
            byte[] built = page.build(serial, 1 + i);
            built = OggPages.goesOn(built);
            pages.add(built);
        }
        OggScan scan = OggScan.of(join(pages));
        assertThat(scan.problems).containsExactly("headers of more than 1048576 bytes; is the cover too large?");
    }

    @Test
    void videoBesideTheSoundIsCarriedAndTakesNoTime() {
        List<byte[]> pages = new ArrayList<>();
        PageBuilder first = new PageBuilder(OggPage.FIRST, 0);
        first.add(new byte[] {(byte) 0x80, 't', 'h', 'e', 'o', 'r', 'a'});
        pages.add(first.build(99, 0));
        pages.add(VORBIS.get(0));
        PageBuilder setup = new PageBuilder(0, 0);
        setup.add(new byte[50]);
        pages.add(setup.build(99, 1));
        pages.addAll(VORBIS.subList(1, 4));
        PageBuilder picture = new PageBuilder(0, 5);
        picture.add(new byte[500]);
        pages.add(picture.build(99, 2));
        pages.addAll(VORBIS.subList(4, VORBIS.size()));
        OggScan scan = OggScan.of(join(pages));
        assertThat(scan.links).hasSize(1);
        assertThat(scan.units()).isEqualTo(OggScan.of(join(VORBIS)).units());
        assertThat(scan.kinds()).doesNotContain(STRAY);
        assertThat(scan.kinds().stream().filter(OggStream.Kind.OTHER::equals)).hasSize(1);
    }

    @Test
    void aLinkWithoutSoundIsKnownForWhatItIs() {
        PageBuilder first = new PageBuilder(OggPage.FIRST, 0);
        first.add(new byte[] {1, 2, 3});
        PageBuilder second = new PageBuilder(0, 5);
        second.add(new byte[500]);
        OggScan scan = OggScan.of(join(first.build(7, 0), second.build(7, 1)));
        assertThat(scan.links).extracting(OggLink::codec).containsExactly(OggCodec.OTHER);
        assertThat(scan.units()).isZero();
    }

    @Test
    void readsCommentsInAnyCaseAndJoinsArtists() {
        assertThat(comments("artist=Sigur Rós", "ARTIST=Amiina", "Title=Ágætis byrjun"))
                .isEqualTo(new OggComments("Sigur Rós, Amiina", "Ágætis byrjun"));
        assertThat(comments("TITLE=Alone").displayTitle()).isEqualTo("Alone");
        assertThat(comments("ARTIST=Somebody").displayTitle()).isEqualTo("Somebody");
        assertThat(comments("ALBUM=x", "TITLE=", "ARTIST")).isEqualTo(OggComments.NONE);
    }

    @Test
    void readsTheTitleBehindALargePictureButNotBehindAnythingElse() {
        String megabyte = "x".repeat(1 << 19);
        assertThat(comments("METADATA_BLOCK_PICTURE=" + megabyte, "TITLE=Seen").title())
                .isEqualTo("Seen");
        assertThat(comments("LYRICS=" + megabyte, "TITLE=Not seen").title()).isEmpty();
        assertThat(comments("TITLE=" + "ö".repeat(5000)).title()).isEqualTo("ö".repeat(2048));
    }

    @Test
    void takesWhatIsNotUtf8ForLatin1AndStopsWhereCommentsAreBroken() {
        byte[] packet = OggPages.comments(List.of(
                "TITLE=Caf\u00e9".getBytes(StandardCharsets.ISO_8859_1), "ARTIST=A".getBytes(StandardCharsets.UTF_8)));
        assertThat(OggComments.read(OggCodec.OPUS, packet)).isEqualTo(new OggComments("A", "Café"));
        for (int length = 0; length < packet.length; length++) {
            OggComments.read(OggCodec.OPUS, Arrays.copyOf(packet, length));
        }
        assertThat(OggComments.read(OggCodec.OPUS, Arrays.copyOf(packet, packet.length - 1)))
                .isEqualTo(new OggComments("", "Café"));
    }

    private static OggComments comments(String... comments) {
        return OggComments.read(
                OggCodec.OPUS,
                OggPages.comments(Arrays.stream(comments)
                        .map(comment -> comment.getBytes(StandardCharsets.UTF_8))
                        .toList()));
    }

    private static void assertLink(String name, String format, String artist, String title) {
        List<OggLink> links = OggScan.of(sample(name)).links;
        assertThat(links).as(name).hasSize(1);
        assertThat(links.get(0)).hasToString(format);
        assertThat(links.get(0).artist()).isEqualTo(artist);
        assertThat(links.get(0).title()).isEqualTo(title);
        assertThat(links.get(0).displayTitle()).isEqualTo(artist + " - " + title);
    }
}
