package icy.core.mpeg;

import icy.core.scan.Skipped;

/**
 * Recognises what stands between frames and is no audio, by its first bytes, and says how long it claims to be. It
 * looks at a window of the input and keeps nothing, so a tag of 256 MB costs as much memory as one of 10 bytes.
 *
 * <p>Sources: ID3v2 §3.1 (id3v2.4.0-structure: "yy less than $FF, zz less than $80"), ID3v1 (128 bytes from "TAG", the
 * enhanced tag "TAG+" of 227 bytes before it), APEv2 header and footer (32 bytes, size little-endian at 12 counts the
 * footer but not the header), Lyrics3 v1 and v2 (text between "LYRICSBEGIN" and "LYRICSEND" or "LYRICS200"), RIFF
 * chunks (four letters, size little-endian, even).
 *
 * <p>Thread: whoever owns the object; it is mutable.
 */
final class TagSignature {

    enum Verdict {
        /** A tag begins here: see {@link #kind} and {@link #bytes}. */
        FOUND,
        NONE,
        /** Too few bytes to tell. */
        MORE
    }

    /** What is known of the place looked at. */
    enum Place {
        /** The first byte of the input. */
        START,
        /** Right behind a frame or a tag. */
        BOUNDARY,
        /** Amid bytes that are not understood. */
        ANYWHERE
    }

    /** Lyrics3 v2 states its size at its end, in six digits: 999,999, with what stands around it. */
    private static final long MAX_LYRICS_BYTES = 1_000_000 + 11 + 6 + 9;

    private static final byte[] ID3 = ascii("ID3");
    private static final byte[] APE = ascii("APETAGEX");
    private static final byte[] TAG = ascii("TAG");
    private static final byte[] LYRICS_BEGIN = ascii("LYRICSBEGIN");
    private static final byte[] LYRICS_END = ascii("LYRICSEND");
    private static final byte[] LYRICS_200 = ascii("LYRICS200");
    private static final byte[] RIFF = ascii("RIFF");
    private static final byte[] WAVE = ascii("WAVE");

    private Skipped kind = Skipped.GARBAGE;
    private long bytes;
    private long bytesBefore;
    private boolean inRiff;

    /** What was found last. */
    Skipped kind() {
        return kind;
    }

    /** How long it claims to be, from its first byte. */
    long bytes() {
        return bytes;
    }

    /** Whether it states a length that can be held against it; of the others {@link #bytes} is the most there can be. */
    boolean isClaim() {
        return kind != Skipped.LYRICS3 && kind != Skipped.ID3V1;
    }

    /** How much of the tag stands before the place where it was recognised: an APE tag may have only a footer. */
    long bytesBefore() {
        return bytesBefore;
    }

    /**
     * Looks for a tag at {@code at}.
     *
     * @param end where the window's bytes end
     * @param ended whether the input ends there too, so that waiting is no use
     * @param place where this is: only some places can be the start of a RIFF file, or of a chunk in one
     */
    Verdict recognise(byte[] window, int at, int end, boolean ended, Place place) {
        int left = end - at;
        if (left <= 0) {
            return ended ? Verdict.NONE : Verdict.MORE;
        }
        Verdict verdict = switch (window[at]) {
            case 'I' -> id3v2(window, at, left);
            case 'A' -> ape(window, at, left);
            case 'T' -> id3v1(window, at, left);
            case 'L' -> starts(window, at, left, LYRICS_BEGIN, Skipped.LYRICS3, MAX_LYRICS_BYTES);
            default -> Verdict.NONE;
        };
        if (verdict == Verdict.NONE && place == Place.START && window[at] == 'R') {
            verdict = riff(window, at, left);
        } else if (verdict == Verdict.NONE && place == Place.BOUNDARY && inRiff) {
            verdict = chunk(window, at, left);
        }
        return verdict == Verdict.MORE && ended ? Verdict.NONE : verdict;
    }

    /** Whether Lyrics3 ends with the nine bytes at {@code at}. */
    static Verdict lyricsEnd(byte[] window, int at, int end) {
        Verdict old = match(window, at, end - at, LYRICS_END);
        return old == Verdict.NONE ? match(window, at, end - at, LYRICS_200) : old;
    }

    /** The length of both of Lyrics3's end marks. */
    static int lyricsEndBytes() {
        return LYRICS_END.length;
    }

    private Verdict id3v2(byte[] window, int at, int left) {
        Verdict verdict = match(window, at, left, ID3);
        if (verdict != Verdict.FOUND) {
            return verdict;
        }
        if (left < 10) {
            return Verdict.MORE;
        }
        if (window[at + 3] == -1 || window[at + 4] == -1 || !Syncsafe.isAt(window, at + 6)) {
            return Verdict.NONE;
        }
        long size = Syncsafe.at(window, at + 6);
        boolean hasFooter = (window[at + 5] & 0x10) != 0;
        return found(Skipped.ID3V2, 10 + size + (hasFooter ? 10 : 0));
    }

    private Verdict ape(byte[] window, int at, int left) {
        Verdict verdict = match(window, at, left, APE);
        if (verdict != Verdict.FOUND) {
            return verdict;
        }
        if (left < 32) {
            return Verdict.MORE;
        }
        long size = littleEndian(window, at + 12);
        boolean isHeader = (window[at + 23] & 0x20) != 0;
        found(Skipped.APE, isHeader ? 32 + size : 32);
        bytesBefore = isHeader ? 0 : Math.max(0, size - 32);
        return Verdict.FOUND;
    }

    private Verdict id3v1(byte[] window, int at, int left) {
        Verdict verdict = match(window, at, left, TAG);
        if (verdict == Verdict.FOUND && left < 4) {
            return Verdict.MORE;
        }
        return verdict == Verdict.FOUND ? found(Skipped.ID3V1, window[at + 3] == '+' ? 227 : 128) : verdict;
    }

    private Verdict riff(byte[] window, int at, int left) {
        Verdict verdict = match(window, at, left, RIFF);
        if (verdict != Verdict.FOUND) {
            return verdict;
        }
        if (left < 12) {
            return Verdict.MORE;
        }
        if (match(window, at + 8, 4, WAVE) == Verdict.NONE) {
            return Verdict.NONE;
        }
        inRiff = true;
        return found(Skipped.CONTAINER, 12);
    }

    private Verdict chunk(byte[] window, int at, int left) {
        for (int i = 0; i < 4; i++) {
            if (i == left) {
                return Verdict.MORE;
            }
            int letter = window[at + i] | 0x20;
            boolean isName = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == ' ';
            if (!isName) {
                return Verdict.NONE;
            }
        }
        if (left < 8) {
            return Verdict.MORE;
        }
        boolean isData = window[at] == 'd' && window[at + 1] == 'a' && window[at + 2] == 't' && window[at + 3] == 'a';
        long size = littleEndian(window, at + 4);
        return found(Skipped.CONTAINER, isData ? 8 : 8 + size + (size & 1));
    }

    private Verdict starts(byte[] window, int at, int left, byte[] mark, Skipped what, long claim) {
        Verdict verdict = match(window, at, left, mark);
        return verdict == Verdict.FOUND ? found(what, claim) : verdict;
    }

    private Verdict found(Skipped what, long claim) {
        kind = what;
        bytes = claim;
        bytesBefore = 0;
        return Verdict.FOUND;
    }

    private static Verdict match(byte[] window, int at, int left, byte[] mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i == left) {
                return Verdict.MORE;
            }
            if (window[at + i] != mark[i]) {
                return Verdict.NONE;
            }
        }
        return Verdict.FOUND;
    }

    static long littleEndian(byte[] window, int at) {
        return (window[at] & 0xFF)
                | (window[at + 1] & 0xFF) << 8
                | (window[at + 2] & 0xFF) << 16
                | (window[at + 3] & 0xFFL) << 24;
    }

    private static byte[] ascii(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        return bytes;
    }
}
