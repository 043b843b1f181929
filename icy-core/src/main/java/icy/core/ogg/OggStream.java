package icy.core.ogg;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says of every page of a chained stream what it means: a live source asks it about each page that an {@link OggScanner}
 * found. Links come one after the other; each begins with the first pages of its logical streams, then the rest of their
 * headers, then sound.
 *
 * <pre>
 *                 first page               headers whole
 *   NO LINK ───────────────────&gt; HEADERS ────────────────&gt; SOUND
 *     ^ pages are STRAY          │    ^ HEADER               │ AUDIO, OTHER
 *     └── headers of no use ─────┘    └────── first page ────┘
 * </pre>
 *
 * <p>A stream that is joined midway has no headers before its sound: its pages are stray until the next link. Headers
 * of which a page is missing, or that are longer than a megabyte, make the link useless; {@link #problem} says why.
 *
 * <p>Thread: whoever owns the object; it is mutable.
 */
public final class OggStream {

    /** What a page is to a listener. */
    public enum Kind {
        /** Needed by every listener of this link before any sound. */
        HEADER,
        /** A page of the stream that is heard. */
        AUDIO,
        /** A page of another stream of the link, video or subtitles: sent along, takes no time. */
        OTHER,
        /** Belongs to no link whose headers are known: of no use to anybody. */
        STRAY
    }

    private @Nullable LinkHeaders headers;
    private @Nullable PageTimer timer;
    private int audioSerial;
    private Optional<OggLink> link = Optional.empty();

    private Kind kind = Kind.STRAY;
    private long durationUnits;
    private boolean entry;
    private boolean beginsLink;
    private boolean completesHeaders;
    private boolean endsLink;

    /** Takes the next page; the accessors speak of it until the next call. The page is not kept. */
    public void read(OggPage page) {
        kind = Kind.STRAY;
        durationUnits = 0;
        entry = false;
        beginsLink = false;
        completesHeaders = false;
        endsLink = false;
        LinkHeaders present = headers;
        if (page.isFirst()) {
            if (present == null || !present.accepts(page)) {
                present = beginLink();
            }
            present.begin(page);
            kind = present.problem() == null ? Kind.HEADER : Kind.STRAY;
        } else if (present != null && present.problem() == null && present.knows(page.serial())) {
            laterPage(present, page);
        }
    }

    private LinkHeaders beginLink() {
        LinkHeaders begun = new LinkHeaders();
        headers = begun;
        timer = null;
        link = Optional.empty();
        beginsLink = true;
        return begun;
    }

    private void laterPage(LinkHeaders present, OggPage page) {
        boolean isHeader = link.isEmpty() && present.take(page);
        if (link.isEmpty() && present.isWhole()) {
            completeLink(present);
        }
        if (present.problem() != null) {
            return;
        }
        PageTimer pages = timer;
        boolean isAudio = pages != null && page.serial() == audioSerial;
        if (isHeader) {
            kind = Kind.HEADER;
        } else if (pages != null && isAudio) {
            kind = Kind.AUDIO;
            durationUnits = pages.advance(page);
            entry = page.pieces() > 0 && !page.isContinued();
        } else {
            kind = Kind.OTHER;
        }
        endsLink = isAudio && page.isLast();
    }

    private void completeLink(LinkHeaders present) {
        HeaderPackets audio = present.audio();
        OggCodec codec = audio == null ? OggCodec.OTHER : audio.codec();
        audioSerial = audio == null ? 0 : audio.serial();
        byte[] pages = present.pages();
        byte[] identification = LinkHeaders.packet(pages, audioSerial, 0);
        byte[] setup = codec == OggCodec.VORBIS ? LinkHeaders.packet(pages, audioSerial, 2) : new byte[0];
        Optional<AudioFormat> format = AudioFormat.read(codec, identification);
        Optional<PacketTimer> packets =
                format.isEmpty() ? Optional.empty() : PacketTimer.of(codec, identification, setup);
        if (format.isEmpty() || (packets.isEmpty() && codec != OggCodec.OTHER)) {
            present.fail("the " + codec.label() + " headers are damaged");
            return;
        }
        timer = packets.map(known -> new PageTimer(known, format.get())).orElse(null);
        OggComments comments = comments(codec, pages);
        link = Optional.of(new OggLink(codec, audioSerial, format.get(), comments, pages));
        completesHeaders = true;
    }

    /** FLAC's comments are a block like others, in practice the first behind STREAMINFO, as RFC 9639 §10.1 asks. */
    private OggComments comments(OggCodec codec, byte[] pages) {
        return codec == OggCodec.OTHER
                ? OggComments.NONE
                : OggComments.read(codec, LinkHeaders.packet(pages, audioSerial, 1));
    }

    public Kind kind() {
        return kind;
    }

    /** Exact in sum; 0 for all but audio pages, and for those on which no packet ends. */
    public long durationUnits() {
        return durationUnits;
    }

    /** Whether a listener who has the headers may begin here: an audio page that begins with a whole packet. */
    public boolean isEntry() {
        return entry;
    }

    /** This page is the first of a new link. The link before it is over, even if no page has said so. */
    public boolean beginsLink() {
        return beginsLink;
    }

    /** With this page the headers are known to be whole: {@link #link} is there from now on. */
    public boolean completesHeaders() {
        return completesHeaders;
    }

    /** This page is the last one of the sound of its link. */
    public boolean endsLink() {
        return endsLink;
    }

    /** The present link, from the page that {@linkplain #completesHeaders completes its headers} to the next link. */
    public Optional<OggLink> link() {
        return link;
    }

    /** Why the present link is of no use, in words: "page 1 of the Vorbis headers is missing". */
    public Optional<String> problem() {
        return headers == null ? Optional.empty() : Optional.ofNullable(headers.problem());
    }
}
