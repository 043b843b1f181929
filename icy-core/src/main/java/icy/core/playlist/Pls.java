package icy.core.playlist;

import java.util.Locale;
import java.util.TreeMap;

/**
 * PLS: {@code File}, {@code Title} and {@code Length} with the entry's number. Found in the wild and read: keys in any
 * case and any order, numbers that begin anywhere and leave gaps, a wrong {@code NumberOfEntries}, no header.
 *
 * <p>Thread: any.
 */
final class Pls {

    private static final int NO_NUMBER = -1;

    private Pls() {}

    static Playlist parse(String text) {
        TreeMap<Integer, Draft> drafts = new TreeMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                read(line.substring(0, equals).strip().toLowerCase(Locale.ROOT), line.substring(equals + 1), drafts);
            }
        });
        EntryCollector found = new EntryCollector();
        drafts.values().forEach(draft -> found.add(draft.location, draft.title, draft.lengthSeconds));
        return found.playlist();
    }

    private static void read(String key, String value, TreeMap<Integer, Draft> drafts) {
        if (key.startsWith("file")) {
            draft(key, "file", drafts).location = value;
        } else if (key.startsWith("title")) {
            draft(key, "title", drafts).title = value;
        } else if (key.startsWith("length")) {
            draft(key, "length", drafts).lengthSeconds = EntryCollector.lengthSeconds(value.strip());
        }
    }

    private static Draft draft(String key, String word, TreeMap<Integer, Draft> drafts) {
        int number = number(key.substring(word.length()));
        boolean room = drafts.size() < Playlist.MAX_ENTRIES || drafts.containsKey(number);
        // What has no place is written to a draft that nobody reads.
        return number == NO_NUMBER || !room ? new Draft() : drafts.computeIfAbsent(number, n -> new Draft());
    }

    /** {@code File=} without a number is read as the entry before the first. */
    private static int number(String digits) {
        if (digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return NO_NUMBER;
        }
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    static String write(Playlist playlist) {
        StringBuilder text = new StringBuilder("[playlist]\n");
        text.append("NumberOfEntries=").append(playlist.entries().size()).append('\n');
        int number = 1;
        for (Playlist.Entry entry : playlist.entries()) {
            text.append("File")
                    .append(number)
                    .append('=')
                    .append(entry.location())
                    .append('\n');
            if (!entry.title().isEmpty()) {
                text.append("Title")
                        .append(number)
                        .append('=')
                        .append(entry.title())
                        .append('\n');
            }
            text.append("Length")
                    .append(number)
                    .append('=')
                    .append(entry.lengthSeconds())
                    .append('\n');
            number++;
        }
        return text.append("Version=2\n").toString();
    }

    /** What is known so far of one number; its lines may come in any order. */
    private static final class Draft {
        private String location = "";
        private String title = "";
        private int lengthSeconds = Playlist.UNKNOWN_LENGTH;
    }
}
