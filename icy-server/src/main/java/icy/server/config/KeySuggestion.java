package icy.server.config;

import java.util.stream.Stream;

/**
 * What somebody may have meant who wrote a key that does not exist.
 *
 * <p>Thread: any.
 */
final class KeySuggestion {

    private KeySuggestion() {}

    /**
     * Half a sentence, empty when nothing is near.
     *
     * @param table where it was written; keys of the same table are thought of first
     */
    static String of(String table, String name) {
        ConfigKey nearest = null;
        double least = Double.MAX_VALUE;
        for (ConfigKey key : ConfigKey.values()) {
            int distance = Math.min(distance(name, key.keyName()), distance(name, key.path()));
            // The flag's name is the key's name to those who know the flags: log-level for log.level.
            distance = Math.min(distance, distance("--" + name, key.flag()));
            double weighed = distance + (key.table().equals(table) ? 0 : 0.5);
            if (distance <= allowed(name) && weighed < least) {
                nearest = key;
                least = weighed;
            }
        }
        if (nearest == null) {
            return "; the keys of " + (table.isEmpty() ? "the top" : table) + " are "
                    + String.join(
                            ", ",
                            ConfigKey.of(table).stream().map(ConfigKey::keyName).toList());
        }
        if (nearest.table().equals(table)) {
            return "; did you mean " + nearest.keyName() + "?";
        }
        return "; did you mean %s%s?".formatted(nearest.keyName(), place(nearest));
    }

    /** The variable that {@code variable} may be a slip of the pen for; empty when none is near. */
    static String ofVariable(String variable) {
        return Stream.of(ConfigKey.values())
                .map(ConfigKey::variable)
                .filter(known -> distance(variable, known) <= 2)
                .findFirst()
                .orElse("");
    }

    private static String place(ConfigKey key) {
        if (key.table().isEmpty()) {
            return " at the top, above all tables";
        }
        return key.isOfMount() ? " under [[mounts]]" : " under [%s]".formatted(key.table());
    }

    private static int allowed(String name) {
        return name.length() <= 3 ? 1 : 2;
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
