package icy.server.relay;

import icy.server.http.WireText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The mounts of a master, as its {@code /admin/streamlist.txt} has them: a line each, either {@code /mount}, or {@code
 * http://host:port/mount} for one that is to be fetched elsewhere. Lines of more than 255 bytes are none, as in Icecast
 * 2.4.4 (its source), and of very many lines the first {@value #MOST_MOUNTS} count.
 *
 * <p>Pure. Thread: any; immutable.
 *
 * @param mounts by name, in the list's order
 * @param refused lines that name no mount that could be relayed, with the reason; the first few
 */
record StreamList(Map<String, Entry> mounts, List<String> refused) {
    static final int MOST_MOUNTS = 1000;
    static final int MOST_BYTES = 1 << 20;
    private static final int MOST_LINE_BYTES = 255;
    private static final int MOST_REFUSED = 5;

    /**
     * Where a mount is fetched.
     *
     * @param elsewhere whether the line has an address of its own: the master sends this server there
     */
    record Entry(UpstreamUrl url, boolean elsewhere) {}

    StreamList {
        mounts = Collections.unmodifiableMap(new LinkedHashMap<>(mounts)); // in order, which Map.copyOf has not
        refused = List.copyOf(refused);
    }

    /** @param master where the list came from */
    static StreamList parse(UpstreamUrl master, byte[] document) {
        Map<String, Entry> mounts = new LinkedHashMap<>();
        List<String> refused = new ArrayList<>();
        int from = 0;
        while (from < document.length && mounts.size() < MOST_MOUNTS) {
            int to = from;
            while (to < document.length && document[to] != '\n') {
                to++;
            }
            String line = WireText.decode(document, from, Math.min(to, from + MOST_LINE_BYTES + 1))
                    .strip();
            if (to - from > MOST_LINE_BYTES) {
                refuse(refused, line, "longer than " + MOST_LINE_BYTES + " bytes");
            } else if (!line.isEmpty()) {
                read(master, line, mounts, refused);
            }
            from = to + 1;
        }
        return new StreamList(mounts, refused);
    }

    private static void read(UpstreamUrl master, String line, Map<String, Entry> mounts, List<String> refused) {
        boolean elsewhere = !line.startsWith("/");
        try {
            UpstreamUrl url = elsewhere ? UpstreamUrl.parse(line) : master.resolve(line);
            mounts.putIfAbsent(url.path(), new Entry(url, elsewhere));
        } catch (IllegalArgumentException e) {
            refuse(refused, line, String.valueOf(e.getMessage()));
        }
    }

    private static void refuse(List<String> refused, String line, String why) {
        if (refused.size() < MOST_REFUSED) {
            refused.add(UpstreamAnswer.excerpt(line) + " (" + why + ")");
        }
    }
}
