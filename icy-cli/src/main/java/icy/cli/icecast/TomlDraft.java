package icy.cli.icecast;

import icy.server.config.ConfigException;
import icy.server.config.ConfigKey;
import icy.server.config.ConfigReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table of the config that is being written.
 *
 * <p>Thread: one at a time.
 */
final class TomlDraft {

    /** In quotes and escaped, a list, a word of TOML's, or a number: anything else could be more than one value. */
    private static final Pattern VALUE = Pattern.compile("\".*\"|\\[.*]|true|false|\\d{1,18}");

    private final String head;
    private final List<String> lines = new ArrayList<>();

    /** @param head as it stands in the file, {@code [limits]}; empty for what stands above all tables */
    TomlDraft(String head) {
        this.head = head;
    }

    void set(ConfigKey key, String value) {
        lines.add("%s = %s".formatted(key.keyName(), value));
    }

    void comment(String sentence) {
        lines.add("# " + sentence.replaceAll("\\p{Cntrl}", " "));
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    String text() {
        String body = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        return head.isEmpty() ? body : head + "\n" + body;
    }

    /**
     * Why icy would refuse a key with this value; empty: it would not.
     *
     * @param value as it would be written
     */
    static String refusal(ConfigKey key, String value) {
        if (!VALUE.matcher(value).matches()) {
            return "not a number";
        }
        String table = key.isOfMount() ? "[[" + key.table() + "]]" : "[" + key.table() + "]";
        String line = "%s = %s\n".formatted(key.keyName(), value);
        try {
            ConfigReader.parse(key.table().isEmpty() ? line : table + "\n" + line);
            return "";
        } catch (ConfigException e) {
            return e.problems().get(0).replaceFirst(" \\(line \\d+\\)$", "").replace("mounts[0].", "");
        }
    }

    /** A text in quotes. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(letter -> {
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').appendCodePoint(letter);
            } else if (Character.isISOControl(letter)) {
                quoted.append("\\u%04X".formatted(letter));
            } else {
                quoted.appendCodePoint(letter);
            }
        });
        return quoted.append('"').toString();
    }

    /** Seconds as a duration. */
    static String seconds(String number) {
        return quoted(number + "s");
    }
}
