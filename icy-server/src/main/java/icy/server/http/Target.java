package icy.server.http;

import java.util.EnumSet;
import java.util.Locale;

/**
 * What a request asks for: the path is percent-decoded and normalised, so that no two spellings of one name differ and
 * none leads out of the tree.
 *
 * <ul>
 *   <li>{@code ..} as a segment, escaped or not, is answered with 403: clients resolve it themselves (RFC 3986 5.2.4), so
 *       what still has it means harm;
 *   <li>{@code %2f} is a slash like any other; {@code .} and empty segments go; a slash at the end stays;
 *   <li>a NUL in the path is answered with 403, other control characters and broken escapes with 400.
 * </ul>
 *
 * <p>Thread: any.
 *
 * @param raw as it was sent
 * @param path decoded, begins with a slash; or {@code *}
 */
record Target(String raw, String path, Query query) {
    private static final String ASTERISK = "*";

    static Target parse(byte[] bytes, int from, int to, EnumSet<Leniency> used) {
        String raw = WireText.decode(bytes, from, to);
        if (raw.equals(ASTERISK)) {
            return new Target(raw, ASTERISK, Query.NONE);
        }
        int start = from + lengthOfAuthority(raw);
        int question = start;
        while (question < to && bytes[question] != '?') {
            question++;
        }
        if (!WireText.isAscii(bytes, from, to)) {
            used.add(Leniency.RAW_BYTES_IN_TARGET);
        }
        if (raw.indexOf('#') >= 0 || raw.indexOf('"') >= 0) {
            used.add(Leniency.UNSAFE_IN_TARGET);
        }
        String path = normalise(decodePath(bytes, start, question), used);
        Query query = question < to ? Query.parse(bytes, question + 1, to, used) : Query.NONE;
        return new Target(raw, path, query);
    }

    /** The byte that {@code %xy} at {@code at} stands for, or -1 if it is no escape. */
    static int escaped(byte[] bytes, int at, int to) {
        if (at + 2 >= to) {
            return -1;
        }
        int high = Character.digit(bytes[at + 1], 16);
        int low = Character.digit(bytes[at + 2], 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** In the form for proxies, {@code http://host:port/path}, what comes before the path; in {@code /path} nothing. */
    private static int lengthOfAuthority(String raw) {
        if (raw.startsWith("/")) {
            return 0;
        }
        String lower = raw.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            throw new HttpError(400, "A request target begins with a slash; this one does not.");
        }
        // Counting characters is counting bytes here: an authority with other letters is refused.
        int i = raw.indexOf("//") + 2;
        while (i < raw.length() && raw.charAt(i) != '/' && raw.charAt(i) != '?') {
            if (raw.charAt(i) > '~') {
                throw new HttpError(400, "The host in the request target has letters that host names do not have.");
            }
            i++;
        }
        return i;
    }

    private static String decodePath(byte[] bytes, int from, int to) {
        byte[] decoded = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            int value = bytes[i] & 0xFF;
            if (value == '%') {
                value = escaped(bytes, i, to);
                if (value < 0) {
                    throw new HttpError(400, "The path has a % that two hexadecimal digits do not follow.");
                }
                i += 2;
            }
            if (value == 0) {
                throw new HttpError(403, "The path has a NUL in it, with which names are cut short to lead elsewhere.");
            }
            if (value < 0x20 || value == 0x7F) {
                throw new HttpError(400, "The path has a control character in it.");
            }
            decoded[length++] = (byte) value;
        }
        return WireText.decode(decoded, 0, length);
    }

    private static String normalise(String path, EnumSet<Leniency> used) {
        StringBuilder normal = new StringBuilder(path.length() + 1);
        int start = 0;
        while (start < path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String segment = path.substring(start, end);
            if (segment.equals("..")) {
                throw new HttpError(403, "The path leads out of what this server shares.");
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                normal.append('/').append(segment);
            } else if (segment.isEmpty() && start > 0) {
                used.add(Leniency.REPEATED_SLASH);
            }
            start = end + 1;
        }
        if (normal.length() == 0 || path.endsWith("/")) {
            normal.append('/');
        }
        return normal.toString();
    }
}
