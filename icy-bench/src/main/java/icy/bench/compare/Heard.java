package icy.bench.compare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the listeners got, as {@code listen.c} reports it.
 *
 * @param streaming listeners who heard something and still do
 * @param failed connections that were refused or broke before the request was out
 * @param closed listeners whom the server closed
 * @param minBps bytes per second of the listener who got least, of those who heard something at all
 */
public record Heard(
        int listeners,
        int streaming,
        int failed,
        int closed,
        double windowSeconds,
        long minBps,
        long medianBps,
        long maxBps,
        double firstByteMedianMillis,
        double firstByteP99Millis,
        double firstByteMaxMillis) {

    private static final Pattern LINE = Pattern.compile("n=(\\d+) streaming=(\\d+) failed=(\\d+) closed=(\\d+)"
            + " window_s=([\\d.]+) MBps=[\\d.]+"
            + " per_listener_Bps_min=(\\d+) p50=(\\d+) max=(\\d+)"
            + " first_byte_ms_p50=([\\d.]+) p99=([\\d.]+) max=([\\d.]+) .*\\s*");

    static Heard parse(String line) {
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            throw new IllegalArgumentException("not a line of listen.c: " + line);
        }
        return new Heard(
                Integer.parseInt(found.group(1)),
                Integer.parseInt(found.group(2)),
                Integer.parseInt(found.group(3)),
                Integer.parseInt(found.group(4)),
                Double.parseDouble(found.group(5)),
                Long.parseLong(found.group(6)),
                Long.parseLong(found.group(7)),
                Long.parseLong(found.group(8)),
                Double.parseDouble(found.group(9)),
                Double.parseDouble(found.group(10)),
                Double.parseDouble(found.group(11)));
    }

    /** Listeners who are still connected and never heard anything. */
    public int silent() {
        return listeners - streaming - failed - closed;
    }
}
