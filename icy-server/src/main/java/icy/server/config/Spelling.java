package icy.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What somebody may have meant who wrote a name that does not exist.
 *
 * <p>Thread: any.
 */
public final class Spelling {

    private Spelling() {}

    /** The candidate that {@code word} is a slip of the pen for: one or two letters away, by its length. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= allowed(word))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /**
     * Half a sentence on a key of the file that does not exist.
     *
     * @param table where it was written; keys of the same table are thought of first
     */
    static String hint(String table, String name) {
        ConfigKey meant = null;
        double least = Double.MAX_VALUE;
        for (ConfigKey key : ConfigKey.values()) {
            // The flag's name is the key's name to those who know the flags: log-level for log.level.
            int distance = Math.min(distance(name, key.path()), distance(name, key.keyName()));
            if (key.hasFlag()) {
                distance = Math.min(distance, distance("--" + name, key.flag()));
            }
            double weighed = distance + (key.table().equals(table) ? 0 : 0.5);
            if (distance <= allowed(name) && weighed < least) {
                meant = key;
                least = weighed;
            }
        }
        if (meant == null) {
            List<ConfigKey> keys = ConfigKey.of(table);
            return "; the keys of %s are %s"
                    .formatted(
                            table.isEmpty() ? "the top" : table,
                            keys.stream().map(ConfigKey::keyName).collect(Collectors.joining(", ")));
        }
        return "; did you mean %s%s?".formatted(meant.keyName(), meant.table().equals(table) ? "" : place(meant));
    }

    private static String place(ConfigKey key) {
        if (key.table().isEmpty()) {
            return " at the top, above all tables";
        }
        // What has a flag can stand once, so its table does too; the mounts' tables are the exception.
        return (key.hasFlag() && !key.isOfMount() ? " under [%s]" : " under [[%s]]").formatted(key.table());
    }

    private static int allowed(String word) {
        return word.length() <= 3 ? 1 : 2;
    }

    /** Letters to change, add, remove or swap with the next, to make one from the other. */
    static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(steps[i - 1][j - 1] + changed, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, steps[i - 2][j - 2] + 1);
                }
                steps[i][j] = best;
            }
        }
        return steps[a.length()][b.length()];
    }
}
