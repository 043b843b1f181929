package icy.core.ogg;

import java.util.Arrays;

/**
 * Makes one legal chained stream out of the links of several sources that come and go: every link gets serial numbers
 * of its own, every logical stream is numbered without a gap, and what breaks off is ended properly. Checksums are made
 * anew; nothing else of a page is touched.
 *
 * <p>A source's link passes through page by page ({@link #stamp}). When a source goes off the air in the midst of a
 * link, {@link #end} gives the pages that end it; when it comes on the air in the midst of one, {@link #begin} gives its
 * header pages to be sent again.
 *
 * <p>Thread: whoever owns the object; it is mutable.
 */
public final class OggChain {

    private static final byte[] NOTHING = {};

    private final LogicalStream[] streams = new LogicalStream[LinkHeaders.MAX_LOGICAL_STREAMS];
    private int count;
    private int nextSerial;

    /** @param firstSerial any number; players want it to be another one after every start */
    public OggChain(int firstSerial) {
        nextSerial = firstSerial;
        for (int i = 0; i < streams.length; i++) {
            streams[i] = new LogicalStream();
        }
    }

    /** One logical stream of the present link, as it is sent. */
    private static final class LogicalStream {
        int sourceSerial;
        int serial;
        int nextSequence;
        long granule;
        boolean ended;
    }

    /**
     * Rewrites a page where it lies, as the next one of its logical stream. A first page begins a link by itself if all
     * streams of the link before have ended; if not, {@link #end} must be called before it.
     */
    public void stamp(OggPage page) {
        if (page.isFirst() && hasEnded()) {
            count = 0;
        }
        LogicalStream stream = streamOf(page.serial());
        if (page.granule() >= 0) {
            stream.granule = page.granule();
        }
        stream.ended = page.isLast();
        stamp(page, stream.serial, stream.nextSequence++);
    }

    /**
     * Ends the present link.
     *
     * @return an empty last page for every logical stream that has not ended itself; often nothing
     */
    public byte[] end() {
        byte[] pages = NOTHING;
        for (int i = 0; i < count; i++) {
            LogicalStream stream = streams[i];
            if (!stream.ended) {
                byte[] page = new PageBuilder(OggPage.LAST, stream.granule).build(stream.serial, stream.nextSequence);
                pages = Arrays.copyOf(pages, pages.length + page.length);
                System.arraycopy(page, 0, pages, pages.length - page.length, page.length);
            }
        }
        count = 0;
        return pages;
    }

    /**
     * Begins a link with the header pages of {@code link}, whose sound follows from somewhere in its midst. The link
     * before must have been {@linkplain #end ended}.
     *
     * @return the header pages, to be sent now
     */
    public byte[] begin(OggLink link) {
        count = 0;
        return stampAll(link.headerPages());
    }

    /**
     * The header pages as they were sent at the beginning of the present link, for a listener who comes now. Nothing
     * is counted.
     */
    public byte[] headers(OggLink link) {
        byte[] pages = link.headerPages().clone();
        int[] sequences = new int[streams.length];
        OggPage page = new OggPage();
        for (int at = 0; page.wrap(pages, at, pages.length); at += page.pageBytes()) {
            int index = indexOf(page.serial());
            stamp(page, streams[index].serial, sequences[index]++);
        }
        return pages;
    }

    /**
     * A page of silence as the next one of the audible stream of the present link.
     *
     * @param silence made for this link
     */
    public byte[] silence(OggSilence silence) {
        LogicalStream stream = streamOf(silence.sourceSerial());
        byte[] page = silence.page(stream.granule).build(stream.serial, stream.nextSequence++);
        stream.granule += silence.pageSamples();
        return page;
    }

    private boolean hasEnded() {
        for (int i = 0; i < count; i++) {
            if (!streams[i].ended) {
                return false;
            }
        }
        return true;
    }

    private byte[] stampAll(byte[] original) {
        byte[] pages = original.clone();
        OggPage page = new OggPage();
        for (int at = 0; page.wrap(pages, at, pages.length); at += page.pageBytes()) {
            stamp(page);
        }
        return pages;
    }

    private static void stamp(OggPage page, int serial, int sequence) {
        byte[] bytes = page.bytes();
        int at = page.offset();
        OggPage.putLittleEndian(bytes, at + OggPage.SERIAL_OFFSET, serial);
        OggPage.putLittleEndian(bytes, at + OggPage.SEQUENCE_OFFSET, sequence);
        OggPage.putLittleEndian(bytes, at + OggPage.CRC_OFFSET, OggCrc.ofPage(bytes, at, at + page.pageBytes()));
    }

    private LogicalStream streamOf(int sourceSerial) {
        return streams[indexOf(sourceSerial)];
    }

    private int indexOf(int sourceSerial) {
        for (int i = 0; i < count; i++) {
            if (streams[i].sourceSerial == sourceSerial) {
                return i;
            }
        }
        if (count == streams.length) {
            throw new IllegalStateException("more than " + count + " streams in one link: end() it first");
        }
        LogicalStream added = streams[count];
        added.sourceSerial = sourceSerial;
        added.serial = nextSerial++;
        added.nextSequence = 0;
        added.granule = 0;
        added.ended = false;
        return count++;
    }
}
