package icy.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * A config file taken apart: which keys are written in it, where and with what text. Finds what is not TOML and what is
 * no key; what the values mean is for {@link Settings}.
 *
 * <p>Thread: one at a time.
 */
final class ConfigFile {

    private final Path base;
    private final List<Problem> problems;
    private final Map<ConfigKey, Setting> server = new EnumMap<>(ConfigKey.class);
    private final List<WrittenTable> mounts = new ArrayList<>();
    private final List<WrittenTable> masters = new ArrayList<>();
    private final List<WrittenTable> keys = new ArrayList<>();
    private final List<WrittenTable> qualities = new ArrayList<>();

    /**
     * Takes {@code toml} apart.
     *
     * @param base folder that its relative paths begin from
     * @param problems what is wrong is added to
     */
    ConfigFile(String toml, Path base, List<Problem> problems) {
        this.base = base;
        this.problems = problems;
        TomlParseResult result = Toml.parse(toml);
        for (TomlParseError error : result.errors()) {
            int line = error.position().line();
            problems.add(new Problem(line, "%s (line %d)".formatted(error.getMessage(), line)));
        }
        // A header that cannot be read puts the keys below it into the wrong table: what one said of them would
        // mislead.
        if (result.errors().isEmpty()) {
            readTop(result);
        }
    }

    /** What stands above and outside the mounts, masters, keys and qualities. */
    Map<ConfigKey, Setting> server() {
        return server;
    }

    /** One for each {@code [[mounts]]}. */
    List<WrittenTable> mounts() {
        return mounts;
    }

    /** One for each {@code [[masters]]}. */
    List<WrittenTable> masters() {
        return masters;
    }

    /** One for each {@code [[keys]]}. */
    List<WrittenTable> keys() {
        return keys;
    }

    /** One for each {@code [[qualities]]}. */
    List<WrittenTable> qualities() {
        return qualities;
    }

    private void readTop(TomlTable top) {
        for (String name : top.keySet()) {
            Object value = top.get(List.of(name));
            int line = lineOf(top, name);
            if (name.equals(ConfigKey.MOUNTS)) {
                readTables(ConfigKey.MOUNTS, name, value, line, mounts);
            } else if (name.equals(ConfigKey.MASTERS)) {
                readTables(ConfigKey.MASTERS, name, value, line, masters);
            } else if (name.equals(ConfigKey.KEYS)) {
                readTables(ConfigKey.KEYS, name, value, line, keys);
            } else if (name.equals(ConfigKey.QUALITIES)) {
                readTables(ConfigKey.QUALITIES, name, value, line, qualities);
            } else if (value instanceof TomlTable table && !ConfigKey.of(name).isEmpty()) {
                for (String key : table.keySet()) {
                    readKey(name, name + ".", key, table.get(List.of(key)), lineOf(table, key), server);
                }
            } else {
                readKey("", "", name, value, line, server);
            }
        }
    }

    /** Reads each {@code [[table]]}. */
    private void readTables(String table, String path, @Nullable Object value, int line, List<WrittenTable> into) {
        String one = table.equals(ConfigKey.QUALITIES)
                ? "quality"
                : table.substring(table.lastIndexOf('.') + 1, table.length() - 1);
        if (!(value instanceof TomlArray array)) {
            problems.add(
                    new Problem(line, "%s: write [[%s]] above each %s (line %d)".formatted(path, table, one, line)));
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            String itsPath = "%s[%d]".formatted(path, i);
            if (array.get(i) instanceof TomlTable content) {
                WrittenTable written =
                        WrittenTable.empty(itsPath, array.inputPositionOf(i).line());
                readTable(table, content, written);
                into.add(written);
            } else {
                problems.add(new Problem(
                        line,
                        "%s: not a %s; write [[%s]] and its keys below (line %d)"
                                .formatted(itsPath, one, table, line)));
            }
        }
    }

    private void readTable(String table, TomlTable content, WrittenTable into) {
        for (String name : content.keySet()) {
            Object value = content.get(List.of(name));
            int line = lineOf(content, name);
            if (table.equals(ConfigKey.MOUNTS) && ConfigKey.SOURCES.equals(table + "." + name)) {
                readTables(ConfigKey.SOURCES, into.path() + "." + name, value, line, into.sources());
            } else {
                readKey(table, into.path() + ".", name, value, line, into.keys());
            }
        }
    }

    private void readKey(
            String table, String prefix, String name, @Nullable Object value, int line, Map<ConfigKey, Setting> into) {
        for (ConfigKey key : ConfigKey.of(table)) {
            if (key.keyName().equals(name)) {
                readValue(key, prefix + name, value, line, into);
                return;
            }
        }
        problems.add(new Problem(
                line, "%s%s: no such key%s (line %d)".formatted(prefix, name, Spelling.hint(table, name), line)));
    }

    private void readValue(ConfigKey key, String path, @Nullable Object value, int line, Map<ConfigKey, Setting> into) {
        List<String> values = new ArrayList<>();
        if (value instanceof TomlArray array && key.kind().isList()) {
            for (int i = 0; i < array.size(); i++) {
                values.add(String.valueOf(array.get(i)));
            }
        } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            values.add(value.toString());
        } else {
            problems.add(new Problem(line, "%s: write one value%s (line %d)".formatted(path, example(key), line)));
            return;
        }
        String quote = value instanceof Number || value instanceof Boolean ? "" : "\"";
        String shown = key.isSecret() ? path : path + " = " + quote + "%s" + quote;
        into.put(key, new Setting(values, shown, "line " + line, line, base));
    }

    private static String example(ConfigKey key) {
        return key.standard().isEmpty() ? "" : ", like %s = \"%s\"".formatted(key.keyName(), key.standard());
    }

    private static int lineOf(TomlTable table, String name) {
        var position = table.inputPositionOf(List.of(name));
        return position == null ? 0 : position.line();
    }
}
