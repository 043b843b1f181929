package icy.core.mpeg;

import icy.core.mpeg.HeaderChain.Stop;
import icy.core.mpeg.TagSignature.Verdict;
import icy.core.scan.Skipped;

/**
 * The passing of one tag by counting. Its claim is believed as far as its {@linkplain TagWalk items} account for it, so
 * covers and embedded objects may hold anything. Beyond them the tag ends where {@value #CONTRADICTING_HEADERS} headers
 * follow each other, or at once if it claims more than the input has.
 *
 * <p>Thread: whoever owns the object; it is mutable.
 */
final class TagPass {

    static final int CONTRADICTING_HEADERS = 5;

    private final HeaderChain chain;
    private final TagWalk walk = new TagWalk();
    private Skipped kind = Skipped.GARBAGE;
    /** Where the tag claims to end, as far as nothing contradicts it: a position in the input, as all of these. */
    private long tagEnd;
    /** How far the tag's items account for it. */
    private long vouchedEnd;
    /** Where the input ends, if that is known. */
    private long inputEnd;

    TagPass(HeaderChain chain) {
        this.chain = chain;
    }

    /** Begins with the tag just recognised at {@code at}, which is {@code position} in the input. */
    void begin(TagSignature tag, byte[] window, int at, long position, long totalBytes) {
        kind = tag.kind();
        inputEnd = totalBytes;
        tagEnd = position + tag.bytes();
        vouchedEnd = position + walk.begin(tag, window, at);
        if (!tag.isClaim()) {
            tagEnd = Math.min(tagEnd, totalBytes);
        }
    }

    Skipped kind() {
        return kind;
    }

    boolean isOver(long position) {
        return position >= tagEnd;
    }

    /**
     * How many of the bytes from {@code at} on belong to the tag; if none do, either the tag {@link #isOver} or too few
     * bytes are there to tell.
     */
    int pass(byte[] window, int at, int end, boolean ended, long position) {
        int limit = (int) Math.min(end - at, tagEnd - position);
        if (position < vouchedEnd) {
            return (int) Math.min(limit, vouchedEnd - position);
        }
        if (walk.isWalking()) {
            Verdict verdict = walk.next(window, at, end, Math.min(tagEnd, inputEnd) - position, ended);
            if (verdict == Verdict.FOUND) {
                vouchedEnd = position + walk.itemBytes();
            }
            if (verdict != Verdict.NONE) {
                return verdict == Verdict.MORE ? 0 : (int) Math.min(limit, walk.itemBytes());
            }
        }
        if (tagEnd > inputEnd) {
            tagEnd = position;
            return 0;
        }
        return passUnvouched(window, at, limit, end, ended, position);
    }

    private int passUnvouched(byte[] window, int at, int limit, int end, boolean ended, long position) {
        int passed = 0;
        while (passed < limit) {
            byte next = window[at + passed];
            if (next == -1) {
                Stop stop = chain.follow(window, at + passed, end, ended, CONTRADICTING_HEADERS);
                if (stop == Stop.FULL) {
                    tagEnd = position + passed;
                }
                if (stop == Stop.FULL || stop == Stop.MORE) {
                    return passed;
                }
            } else if (next == 'L' && kind == Skipped.LYRICS3) {
                Verdict verdict = TagSignature.lyricsEnd(window, at + passed, end);
                if (verdict == Verdict.FOUND) {
                    int markEnd = passed + TagSignature.lyricsEndBytes();
                    tagEnd = position + markEnd;
                    return markEnd;
                }
                if (verdict == Verdict.MORE && !ended) {
                    return passed;
                }
            }
            passed++;
        }
        return passed;
    }
}
