package icy.core.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The fingerprints of the newest units of a stream, by which another copy of it is recognised. Servers begin each
 * connection with some seconds that they have sent before; whoever connects anew finds here how much of that has been
 * heard, and goes on behind it:
 *
 * <pre>
 *   heard       … a b c d e f
 *   connected anew    c d e f g h …       four units are repeated
 * </pre>
 *
 * <p>Units are compared whole, by 64 bits. Silence has many equal units; of several places that fit, the one with the
 * longest overlap is taken, so that at most some silence is left out.
 *
 * <p>Thread: whoever owns the object.
 */
public final class UnitTrail {
    /**
     * A copy may begin with so many units that are in nobody's trail: a scanner that begins in the middle of a stream may
     * take chance bytes for its first units.
     */
    private static final int MOST_STRAYS = 2;

    /** A trail this short proves nothing when it is found somewhere inside a copy: it may all be silence. */
    private static final int LEAST_INSIDE = 8;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio: odd, its bits in no order

    private final long[] prints;
    private long count;

    /** @param mostUnits older ones are forgotten */
    public UnitTrail(int mostUnits) {
        prints = new long[mostUnits];
    }

    /** The next unit of the stream. */
    public void add(byte[] bytes, int offset, int length) {
        prints[(int) (count++ % prints.length)] = print(bytes, offset, length);
    }

    /**
     * How many units at the beginning of {@code copy} this trail has up to its end; 0 when the copy goes on somewhere
     * else.
     */
    public int repeatedBy(UnitTrail copy) {
        long[] heard = oldestFirst();
        long[] anew = copy.oldestFirst();
        int best = 0;
        for (int strays = 0; strays <= Math.min(MOST_STRAYS, anew.length - 1); strays++) {
            int overlap = longestOverlap(heard, anew, strays);
            if (overlap > 0 && (strays == 0 || overlap >= LEAST_INSIDE)) {
                best = Math.max(best, strays + overlap);
            }
        }
        return best == 0 && heard.length >= LEAST_INSIDE ? endOf(heard, anew) : best;
    }

    /** The length of the longest end of {@code heard} with which {@code anew} begins from {@code from} on. */
    private static int longestOverlap(long[] heard, long[] anew, int from) {
        int length = anew.length - from;
        int[] border = borders(anew, from);
        int matched = 0;
        for (long print : heard) {
            if (matched == length) {
                matched = border[matched - 1];
            }
            while (matched > 0 && anew[from + matched] != print) {
                matched = border[matched - 1];
            }
            if (anew[from + matched] == print) {
                matched++;
            }
        }
        return matched;
    }

    /** Where in {@code anew} the whole of {@code heard} ends, the first time; 0 when it is not in there. */
    private static int endOf(long[] heard, long[] anew) {
        int[] border = borders(heard, 0);
        int matched = 0;
        for (int i = 0; i < anew.length; i++) {
            while (matched > 0 && heard[matched] != anew[i]) {
                matched = border[matched - 1];
            }
            if (heard[matched] == anew[i]) {
                matched++;
            }
            if (matched == heard.length) {
                return i + 1;
            }
        }
        return 0;
    }

    /**
     * For each beginning of {@code pattern} from {@code from} on: how long a shorter beginning it ends with (Knuth, Morris
     * and Pratt), so that silence takes no longer than music.
     */
    private static int[] borders(long[] pattern, int from) {
        int[] border = new int[pattern.length - from];
        for (int i = 1; i < border.length; i++) {
            int matched = border[i - 1];
            while (matched > 0 && pattern[from + matched] != pattern[from + i]) {
                matched = border[matched - 1];
            }
            border[i] = pattern[from + matched] == pattern[from + i] ? matched + 1 : 0;
        }
        return border;
    }

    private long[] oldestFirst() {
        if (count <= prints.length) {
            return Arrays.copyOf(prints, (int) count);
        }
        int oldest = (int) (count % prints.length);
        long[] ordered = new long[prints.length];
        System.arraycopy(prints, oldest, ordered, 0, prints.length - oldest);
        System.arraycopy(prints, 0, ordered, prints.length - oldest, oldest);
        return ordered;
    }

    private static long print(byte[] bytes, int offset, int length) {
        long hash = length;
        int end = offset + length;
        int i = offset;
        for (; i + 8 <= end; i += 8) {
            hash = mix(hash ^ (long) EIGHT_BYTES.get(bytes, i));
        }
        for (; i < end; i++) {
            hash = mix(hash ^ bytes[i]);
        }
        return hash;
    }

    private static long mix(long value) {
        long product = value * MULTIPLIER;
        return product ^ product >>> 32;
    }
}
