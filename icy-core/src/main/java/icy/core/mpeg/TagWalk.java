package icy.core.mpeg;

import icy.core.mpeg.TagSignature.Verdict;
import icy.core.scan.Skipped;

/**
 * Steps through the items of a tag that is being passed, from header to header, to know how far the tag's own structure
 * vouches for its claim. A cover or an embedded object may hold anything, whole MP3 frames too; but where the items end
 * and the tag claims to go on, frames that follow each other mean that the claim is a lie.
 *
 * <p>Sources: id3v2.2 §3.2, id3v2.3.0 §3.3, id3v2.4.0-structure §4, APEv2 item (value size, flags, key, 0).
 *
 * <p>Thread: whoever owns the object; it is mutable.
 */
final class TagWalk {

    private static final int APE_MARK_BYTES = 32;
    private static final int APE_KEY_MOST = 255;

    private Skipped kind = Skipped.GARBAGE;
    private int id3Version;
    private boolean extendedHeader;
    private boolean walking;
    private long itemBytes;

    /** Begins with the tag just recognised at {@code at}; gives the length of its header. */
    int begin(TagSignature tag, byte[] window, int at) {
        kind = tag.kind();
        walking = false;
        if (kind == Skipped.ID3V2) {
            id3Version = window[at + 3];
            extendedHeader = (window[at + 5] & 0x40) != 0 && id3Version > 2;
            walking = id3Version >= 2 && id3Version <= 4;
            return 10;
        }
        if (kind == Skipped.APE) {
            walking = tag.bytes() > APE_MARK_BYTES; // else it is the footer
            return APE_MARK_BYTES;
        }
        return 0;
    }

    /** Whether items have been found so far wherever they had to be. */
    boolean isWalking() {
        return walking;
    }

    /** Length of the item that {@link #next} found, with its header. */
    long itemBytes() {
        return itemBytes;
    }

    /** Looks for an item at {@code at} that is no longer than {@code most}; if there is none the walk is over. */
    Verdict next(byte[] window, int at, int end, long most, boolean ended) {
        int left = end - at;
        Verdict verdict = kind == Skipped.APE ? ape(window, at, left) : id3(window, at, left);
        if (verdict == Verdict.MORE && !ended) {
            return verdict;
        }
        walking = verdict == Verdict.FOUND && itemBytes <= most;
        return walking ? Verdict.FOUND : Verdict.NONE;
    }

    private Verdict id3(byte[] window, int at, int left) {
        int idBytes = id3Version == 2 ? 3 : 4;
        int headerBytes = id3Version == 2 ? 6 : 10;
        if (extendedHeader) {
            if (left < 4) {
                return Verdict.MORE;
            }
            extendedHeader = false;
            itemBytes = id3Version == 3 ? 4 + bigEndian(window, at, 4) : syncsafe(window, at);
            return itemBytes < 6 ? Verdict.NONE : Verdict.FOUND;
        }
        for (int i = 0; i < idBytes; i++) {
            if (i == left) {
                return Verdict.MORE;
            }
            byte letter = window[at + i];
            if (!((letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9'))) {
                return Verdict.NONE;
            }
        }
        if (left < headerBytes) {
            return Verdict.MORE;
        }
        if (id3Version == 2) {
            itemBytes = headerBytes + bigEndian(window, at + 3, 3);
        } else if (id3Version == 3) {
            itemBytes = headerBytes + bigEndian(window, at + 4, 4);
        } else {
            itemBytes = headerBytes + syncsafe(window, at + 4);
        }
        return Verdict.FOUND;
    }

    private Verdict ape(byte[] window, int at, int left) {
        for (int i = 8; i <= 8 + APE_KEY_MOST; i++) {
            if (i >= left) {
                return Verdict.MORE;
            }
            byte letter = window[at + i];
            if (letter == 0 && i >= 8 + 2) {
                itemBytes = i + 1 + TagSignature.littleEndian(window, at);
                return Verdict.FOUND;
            }
            if (letter < ' ' || letter > '~') {
                return Verdict.NONE;
            }
        }
        return Verdict.NONE;
    }

    private static long bigEndian(byte[] window, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | (window[at + i] & 0xFF);
        }
        return value;
    }

    /** Some programs write v2.4 sizes in plain, which shows where a high bit is set. */
    private static long syncsafe(byte[] window, int at) {
        return Syncsafe.isAt(window, at) ? Syncsafe.at(window, at) : bigEndian(window, at, 4);
    }
}
