package icy.server.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of the file that can stand there several times, as it was written: a mount, a source of one, a master, a key of the API. For the
 * mount that is described by flags alone there is one too.
 *
 * @param path what to call it in messages: {@code mounts[1].sources[0]}
 * @param line where it begins; 0: not in a file
 * @param keys what is set in it
 * @param sources of a mount: its {@code [[mounts.sources]]}
 */
record WrittenTable(String path, int line, Map<ConfigKey, Setting> keys, List<WrittenTable> sources) {

    /** One in which nothing is written yet. */
    static WrittenTable empty(String path, int line) {
        return new WrittenTable(path, line, new EnumMap<>(ConfigKey.class), new ArrayList<>());
    }

    @Nullable
    Setting get(ConfigKey key) {
        return keys.get(key);
    }

    /** What is wrong with the value of a key, or, where it is not written, with the table. */
    Problem refused(ConfigKey key, String rule) {
        Setting setting = keys.get(key);
        String where = line > 0 ? " (line " + line + ")" : "";
        return setting == null ? new Problem(line, path + ": " + rule + where) : setting.refused(rule);
    }
}
