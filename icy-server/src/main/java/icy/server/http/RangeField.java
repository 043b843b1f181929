package icy.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The field {@code Range} of a request (RFC 9110 14.1.2 and 14.2) for a document of known size.
 *
 * <pre>
 * bytes=0-99        the first hundred          bytes=-100        the last hundred, or all there are
 * bytes=100-        all but the first hundred  bytes=0-0,500-    two ranges
 * </pre>
 *
 * What is no such list, or has more than {@value #MOST_RANGES} ranges, is ignored, and the whole document is sent. Ranges
 * that overlap, or lie so close that the lines between them would be longer than what they leave out, become one; so an
 * answer is never much larger than the document, whatever is asked (CVE-2011-3192).
 *
 * <p>Thread: any.
 */
final class RangeField {
    static final int MOST_RANGES = 100;
    private static final String UNIT = "bytes=";
    private static final long GAP_BYTES = 80; // what a boundary and the fields after it take at least
    private static final int MOST_DIGITS = 18; // surely a long

    private RangeField() {}

    /**
     * What is asked for, in the order of the request; empty if none of it is there, which is an error. No list at all if
     * the field is to be ignored.
     */
    static Optional<List<ByteRange>> parse(String field, long size) {
        String text = field.strip();
        if (!text.regionMatches(/* ignoreCase= */ true, 0, UNIT, 0, UNIT.length())) {
            return Optional.empty();
        }
        List<ByteRange> ranges = new ArrayList<>(1);
        int count = 0;
        int at = UNIT.length();
        while (at <= text.length()) {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            String part = text.substring(at, end).strip();
            at = end + 1;
            if (part.isEmpty()) {
                continue; // lists may have empty elements (RFC 9110 5.6.1)
            }
            count++;
            Spec spec = Spec.parse(part);
            boolean isAllOfNothing = size == 0 && spec != null && spec.first() < 0 && spec.last() > 0;
            if (spec == null || count > MOST_RANGES || isAllOfNothing) { // Content-Range has no word for no bytes
                return Optional.empty();
            }
            spec.within(size).ifPresent(range -> join(ranges, range));
        }
        return count == 0 ? Optional.empty() : Optional.of(List.copyOf(ranges));
    }

    /** Where the first of those it is joined to was. */
    private static void join(List<ByteRange> ranges, ByteRange next) {
        ByteRange joined = next;
        int place = ranges.size();
        for (int i = ranges.size() - 1; i >= 0; i--) {
            if (ranges.get(i).isNear(joined, GAP_BYTES)) {
                joined = joined.with(ranges.remove(i));
                place = i;
            }
        }
        ranges.add(Math.min(place, ranges.size()), joined);
    }

    /**
     * One range as it is written.
     *
     * @param first -1 if it counts from the end
     * @param last -1 if it goes on to the end; of one that counts from the end, how many
     */
    private record Spec(long first, long last) {
        @Nullable
        static Spec parse(String text) {
            int dash = text.indexOf('-');
            if (dash < 0 || text.length() == 1) {
                return null;
            }
            long first = number(text, 0, dash);
            long last = number(text, dash + 1, text.length());
            boolean wrong = first == -2 || last == -2 || first > last && last >= 0 && first >= 0;
            return wrong ? null : new Spec(first, last);
        }

        Optional<ByteRange> within(long size) {
            long from = first >= 0 ? first : Math.max(size - last, 0);
            long to = first >= 0 && last >= 0 ? Math.min(last, size - 1) + 1 : size;
            return from < to ? Optional.of(new ByteRange(from, to)) : Optional.empty();
        }

        /** -1 for nothing, -2 for what is no number. A number beyond all sizes is as good as any other such. */
        private static long number(String text, int from, int to) {
            if (from == to) {
                return -1;
            }
            for (int i = from; i < to; i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return -2;
                }
            }
            int start = from;
            while (start < to - 1 && text.charAt(start) == '0') {
                start++;
            }
            return to - start > MOST_DIGITS ? Long.MAX_VALUE - 1 : Long.parseLong(text.substring(start, to));
        }
    }
}
