package icy.core.ogg;

import static icy.core.ogg.OggScan.join;
import static icy.core.ogg.OggScan.sample;
import static org.assertj.core.api.Assertions.assertThat;

import icy.core.ogg.OggStream.Kind;
import icy.core.ring.StreamTime;
import icy.core.testing.Decoder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OggChainTest {

    private static final List<String> CODECS = List.of("vorbis.ogg", "opus.opus", "flac.oga");

    private final OggChain chain = new OggChain(1000);
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void stampsAStreamWithoutChangingWhatIsHeard() {
        Decoder.assumeInstalled();
        for (String name : CODECS) {
            sent.reset();
            List<byte[]> pages = OggScan.of(sample(name)).pageBytes;
            send(pages);
            assertThat(chain.end()).as("it has ended itself").isEmpty();
            Decoder.Decoded before = Decoder.decode("ogg", sample(name));
            Decoder.Decoded after = Decoder.decode("ogg", sent.toByteArray());
            assertThat(after.complaints()).as(name).isEmpty();
            assertThat(Arrays.equals(after.samples(), before.samples()))
                    .as(name)
                    .isTrue();
        }
    }

    /** Sources that break off and come back, in the midst of their links: legal to the last page. */
    @Test
    void whatBreaksOffIsEndedAndWhatComesBackBeginsWithItsHeaders() {
        Decoder.assumeInstalled();
        for (String name : CODECS) {
            sent.reset();
            OggScan scan = OggScan.of(sample(name));
            OggLink link = scan.links.get(0);
            int headers = scan.kinds().lastIndexOf(Kind.HEADER) + 1;
            int middle = headers + (scan.pages.size() - headers) / 2;

            send(scan.pageBytes.subList(0, middle));
            byte[] ended = chain.end();
            sent.writeBytes(ended);
            sent.writeBytes(chain.begin(link));
            send(scan.pageBytes.subList(middle, scan.pages.size()));
            sent.writeBytes(chain.end());
            send(scan.pageBytes);
            send(scan.pageBytes);

            assertThat(ended).hasSize(27);
            assertLegal(sent.toByteArray(), 4);
            Decoder.Decoded decoded = Decoder.decode("ogg", sent.toByteArray());
            assertThat(decoded.complaints()).as(name).isEmpty();
            long aired = OggScan.of(sent.toByteArray()).units();
            double heard = (double) decoded.samples().length / link.channels() / link.sampleRate();
            assertThat(StreamTime.toSeconds(aired)).as(name).isBetween(heard - 0.1, heard + 0.1);
        }
    }

    @Test
    void headersForOneWhoComesLaterAreThoseThatWereSent() {
        OggScan scan = OggScan.of(sample("vorbis-long-comments.ogg"));
        OggLink link = scan.links.get(0);
        send(scan.pageBytes.subList(0, scan.pages.size() - 1));
        byte[] headers = chain.headers(link);
        assertThat(headers).isEqualTo(Arrays.copyOf(sent.toByteArray(), headers.length));
        assertThat(headers.length).isEqualTo(link.headers().remaining());
        send(scan.pageBytes.subList(scan.pages.size() - 1, scan.pages.size()));
        assertLegal(sent.toByteArray(), 1);
    }

    @Test
    void silenceContinuesALinkAndDecodesToZeros() {
        Decoder.assumeInstalled();
        for (String name : List.of("vorbis.ogg", "vorbis-long-comments.ogg", "opus.opus", "flac.oga")) {
            sent.reset();
            OggScan scan = OggScan.of(sample(name));
            OggLink link = scan.links.get(0);
            OggSilence silence = OggSilence.of(link).orElseThrow();
            assertThat(StreamTime.toSeconds(silence.pageUnits())).as(name).isBetween(0.09, 0.21);
            send(scan.pageBytes.subList(0, scan.pages.size() - 1)); // all but the page that ends the link
            long before = OggScan.of(sent.toByteArray()).units();
            int pages = 16;
            for (int i = 0; i < pages; i++) {
                sent.writeBytes(chain.silence(silence));
            }
            sent.writeBytes(chain.end());

            byte[] stream = sent.toByteArray();
            assertLegal(stream, 1);
            Decoder.Decoded decoded = Decoder.decode("ogg", stream);
            assertThat(decoded.complaints()).as(name).isEmpty();
            assertThat(decoded.peak()).as(name).isGreaterThan(0.01f);
            long silent = pages * silence.pageUnits();
            double aired = StreamTime.toSeconds(before + silent);
            double heard = (double) decoded.samples().length / link.channels() / link.sampleRate();
            assertThat(heard).as(name).isBetween(aired - 0.05, aired + 0.05);
            int soundSamples = (int) ((StreamTime.toSeconds(before) + 0.1) * link.sampleRate()) * link.channels();
            float[] tail = Arrays.copyOfRange(decoded.samples(), soundSamples, decoded.samples().length);
            assertThat(new Decoder.Decoded(tail, "").peak()).as(name).isLessThan(1e-9f);
        }
    }

    @Test
    void silenceAloneBehindHeadersIsALinkOfItsOwn() {
        Decoder.assumeInstalled();
        for (String name : CODECS) {
            sent.reset();
            OggLink link = OggScan.of(sample(name)).links.get(0);
            OggSilence silence = OggSilence.of(link).orElseThrow();
            sent.writeBytes(chain.begin(link));
            for (int i = 0; i < 8; i++) {
                sent.writeBytes(chain.silence(silence));
            }
            sent.writeBytes(chain.end());
            assertLegal(sent.toByteArray(), 1);
            Decoder.Decoded decoded = Decoder.decode("ogg", sent.toByteArray());
            assertThat(decoded.complaints()).as(name).isEmpty();
            assertThat(decoded.peak()).as(name).isZero();
            assertThat(decoded.samples()).as(name).isNotEmpty();
        }
    }

    @Test
    void aStreamThatEndsOnItsFirstPageIsALinkOfItsOwn() {
        OggScan vorbis = OggScan.of(sample("vorbis.ogg"));
        PageBuilder only = new PageBuilder(OggPage.FIRST | OggPage.LAST, 0);
        only.add(new byte[] {1, 2, 3});
        OggScan scan = OggScan.of(join(only.build(99, 0), join(vorbis.pageBytes)));
        assertThat(scan.pages.stream().filter(OggScan.Page::begins)).hasSize(2);
        assertThat(scan.units()).isEqualTo(vorbis.units());
        send(scan.pageBytes);
        OggScan again = OggScan.of(sent.toByteArray());
        assertThat(again.kinds()).isEqualTo(scan.kinds());
        assertThat(again.units()).isEqualTo(vorbis.units());
    }

    @Test
    void speexHasNoSilence() {
        assertThat(OggSilence.of(OggScan.of(sample("speex.spx")).links.get(0))).isEmpty();
    }

    private void send(List<byte[]> pages) {
        OggPage page = new OggPage();
        for (byte[] bytes : pages) {
            byte[] copy = bytes.clone();
            assertThat(page.wrap(copy, 0, copy.length)).isTrue();
            chain.stamp(page);
            sent.writeBytes(copy);
        }
    }

    /** Right checksums; every logical stream begins and ends with a flagged page and is numbered without a gap. */
    private static void assertLegal(byte[] stream, int links) {
        OggScan scan = OggScan.of(stream);
        assertThat(scan.gaps).isEmpty();
        assertThat(scan.links).hasSize(links);
        assertThat(scan.kinds()).doesNotContain(Kind.STRAY);
        Map<Integer, List<OggPage>> streams = new HashMap<>();
        for (byte[] bytes : scan.pageBytes) {
            OggPage page = new OggPage();
            page.wrap(bytes, 0, bytes.length);
            streams.computeIfAbsent(page.serial(), serial -> new ArrayList<>()).add(page);
        }
        assertThat(streams).hasSize(links);
        streams.values().forEach(pages -> {
            for (int i = 0; i < pages.size(); i++) {
                assertThat(pages.get(i).sequence()).isEqualTo(i);
                assertThat(pages.get(i).isFirst()).isEqualTo(i == 0);
                assertThat(pages.get(i).isLast()).isEqualTo(i == pages.size() - 1);
            }
        });
        assertThat(join(scan.pageBytes)).isEqualTo(stream);
    }
}
