package icy.server.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A value as somebody wrote it, and where.
 *
 * @param values what was written; one, except for keys whose {@link ConfigKey.Kind} is a list
 * @param shown how to quote it in a message, {@code %s} standing for the value: {@code mounts[2].burst = "%s"},
 *     {@code --burst %s}, {@code ICY_BURST=%s}
 * @param origin where it stands: {@code line 31}, {@code --burst}, {@code ICY_BURST}
 * @param line line of the file, from 1; 0: not from a file
 * @param base folder that relative paths begin from: the file's own, else the working directory
 */
record Setting(List<String> values, String shown, String origin, int line, Path base) {

    Setting {
        values = List.copyOf(values);
    }

    String text() {
        return values.get(0);
    }

    /** The same place, speaking of one of its values. */
    Setting only(String value) {
        return new Setting(List.of(value), shown, origin, line, base);
    }

    Problem refused(String rule) {
        String where = line > 0 ? " (line " + line + ")" : "";
        String quoted = Upstream.withoutLogin(String.join(", ", values));
        return new Problem(line, shown.replace("%s", quoted) + ": " + rule + where);
    }
}
