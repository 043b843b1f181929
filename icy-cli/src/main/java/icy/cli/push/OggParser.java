package icy.cli.push;

import icy.core.ogg.OggCodec;
import icy.core.ogg.OggLink;
import icy.core.ogg.OggPage;
import icy.core.ogg.OggScanner;
import icy.core.ogg.OggStream;
import icy.core.scan.Skipped;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Ogg with Vorbis, Opus or FLAC: the headers of each link as one unit, then its pages. A link that holds nothing whose
 * time is known is left out, since it could not be sent in real time.
 *
 * <p>Thread: whoever owns the object.
 */
final class OggParser implements UnitParser {

    private final Sink sink;
    private final OggScanner scanner = new OggScanner();
    private final OggStream stream = new OggStream();
    private final Pages pages = new Pages();
    private boolean sending;
    private boolean given;
    private String unplayable = "no Ogg pages found";

    OggParser(Sink sink) {
        this.sink = sink;
    }

    @Override
    public void push(ByteBuffer chunk) {
        scanner.push(chunk, pages);
    }

    @Override
    public String finish() {
        scanner.finish(pages);
        return given ? "" : unplayable;
    }

    private final class Pages implements OggScanner.Sink {

        @Override
        public void page(OggPage page, long position) {
            stream.read(page);
            if (stream.beginsLink()) {
                sending = false;
            }
            stream.problem().ifPresent(problem -> unplayable = problem);
            if (stream.completesHeaders()) {
                stream.link().ifPresent(this::begin);
            }
            switch (stream.kind()) {
                case HEADER -> {} // sent with the others of its link
                case AUDIO, OTHER -> {
                    if (sending) {
                        send(page);
                    }
                }
                case STRAY -> sink.damage(page.pageBytes(), stream.problem().orElse("page without headers"));
            }
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {
            if (reason.isDamage()) {
                sink.damage(bytes, reason.reason());
            }
        }

        private void begin(OggLink link) {
            sending = link.codec() != OggCodec.OTHER;
            if (!sending) {
                unplayable = "this Ogg holds no Vorbis, Opus or FLAC";
                return;
            }
            byte[] headers = new byte[link.headers().remaining()];
            link.headers().get(headers);
            String title = link.displayTitle().isEmpty() ? null : link.displayTitle();
            sink.unit(new Unit(headers, 0, link.sampleRate(), link.channels(), title, link, /* mayBegin= */ true));
        }

        private void send(OggPage page) {
            given = true;
            OggLink link = stream.link().orElseThrow();
            byte[] bytes = Arrays.copyOfRange(page.bytes(), page.offset(), page.offset() + page.pageBytes());
            sink.unit(new Unit(
                    bytes, stream.durationUnits(), link.sampleRate(), link.channels(), null, null, stream.isEntry()));
        }
    }
}
