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
    private final List<Map<ConfigKey, Setting>> mounts = new ArrayList<>();

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

    /** What stands above and outside the mounts. */
    Map<ConfigKey, Setting> server() {
        return server;
    }

    /** One for each {@code [[mounts]]}. */
    List<Map<ConfigKey, Setting>> mounts() {
        return mounts;
    }

    private void readTop(TomlTable top) {
        for (String name : top.keySet()) {
            Object value = top.get(List.of(name));
            int line = lineOf(top, name);
            if (name.equals(ConfigKey.MOUNTS)) {
                readMounts(value, line);
            } else if (value instanceof TomlTable table && !ConfigKey.of(name).isEmpty()) {
                readTable(name, name + ".", table, server);
            } else {
                readKey("", "", name, value, line, server);
            }
        }
    }

    private void readMounts(@Nullable Object value, int line) {
        if (!(value instanceof TomlArray array)) {
            problems.add(new Problem(line, "mounts: write [[mounts]] above each mount (line %d)".formatted(line)));
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof TomlTable table)) {
                problems.add(new Problem(
                        line,
                        "mounts[%d]: not a mount; write [[mounts]] and its keys below (line %d)".formatted(i, line)));
                continue;
            }
            Map<ConfigKey, Setting> mount = new EnumMap<>(ConfigKey.class);
            readTable(ConfigKey.MOUNTS, "mounts[" + i + "].", table, mount);
            mounts.add(mount);
        }
    }

    private void readTable(String table, String prefix, TomlTable content, Map<ConfigKey, Setting> into) {
        for (String name : content.keySet()) {
            readKey(table, prefix, name, content.get(List.of(name)), lineOf(content, name), into);
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
        if (value instanceof TomlArray array && key.kind() == ConfigKey.Kind.PATHS) {
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
