package icy.server.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values of one scope, the server's or one mount's, as they were written, on their way to become records.
 *
 * <p>A value that is refused is noted as a problem and set aside, its default takes its place, and the reading goes on:
 * that is how all problems are found at once.
 *
 * <p>Thread: one at a time.
 */
final class Settings {

    private static final String AUTO = "auto";

    private final WrittenTable table;
    private final Map<ConfigKey, Setting> written;
    private final List<Problem> problems;

    /** Those of the server. */
    Settings(Map<ConfigKey, Setting> written, List<Problem> problems) {
        this(new WrittenTable("", 0, written, List.of()), problems);
    }

    /** Those of a mount, a source, a master or a key. What is refused is set aside here; the table stays as it was written. */
    Settings(WrittenTable table, List<Problem> problems) {
        this.table = table;
        this.written = new EnumMap<>(ConfigKey.class);
        this.written.putAll(table.keys());
        this.problems = problems;
    }

    /** Builds a record; what it refuses is set aside, until it refuses nothing. */
    <T> T build(Supplier<T> constructor) {
        while (true) {
            try {
                return constructor.get();
            } catch (InvalidSettingException e) {
                setAside(e.key(), e.rule());
            }
        }
    }

    void setAside(ConfigKey key, String rule) {
        Setting setting = written.remove(key);
        if (setting == null) {
            throw new IllegalStateException("the default of %s is refused: %s".formatted(key.path(), rule));
        }
        problems.add(setting.refused(rule));
    }

    int number(ConfigKey key) {
        return value(key, Settings::parseNumber);
    }

    /** Or the given number, where {@code auto} is written. */
    int number(ConfigKey key, int automatic) {
        return value(key, unlessAuto(Settings::parseNumber, automatic));
    }

    /** Or none, where {@code auto} is written. */
    Optional<Integer> numberUnlessAuto(ConfigKey key) {
        return value(key, text -> text.equals(AUTO) ? Optional.empty() : Optional.of(parseNumber(text)));
    }

    long size(ConfigKey key) {
        return value(
                key,
                text -> Sizes.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("not a size; write 65536, 64k or 2m")));
    }

    Duration duration(ConfigKey key) {
        return value(key, Settings::parseDuration);
    }

    /** Or the given duration, where {@code auto} is written. */
    Duration duration(ConfigKey key, Duration automatic) {
        return value(key, unlessAuto(Settings::parseDuration, automatic));
    }

    /** Or none, where {@code auto} is written. */
    Optional<Duration> durationUnlessAuto(ConfigKey key) {
        return value(key, text -> text.equals(AUTO) ? Optional.empty() : Optional.of(parseDuration(text)));
    }

    boolean flag(ConfigKey key) {
        return value(key, text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        });
    }

    <E extends Enum<E>> E choice(ConfigKey key, Class<E> type) {
        return value(
                key,
                text -> Stream.of(type.getEnumConstants())
                        .filter(constant -> constant.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("unknown; write "
                                + Stream.of(type.getEnumConstants())
                                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(" or ")))));
    }

    /** Or none of that: where nothing is written and nothing is the default. */
    int numberOrNone(ConfigKey key, int none) {
        return value(key, text -> text.isEmpty() ? none : parseNumber(text));
    }

    /** Or none, where nothing is written and nothing is the default. */
    Optional<Duration> durationOrNone(ConfigKey key) {
        return optional(key, Settings::parseDuration);
    }

    String text(ConfigKey key) {
        return value(key, text -> text);
    }

    /** What the parser makes of the text; it refuses by an {@link IllegalArgumentException}. */
    <T> T parsed(ConfigKey key, Function<String, T> parser) {
        return value(key, parser);
    }

    /** A password, if one is written that is long enough. */
    Optional<Secret> secret(ConfigKey key) {
        return written.containsKey(key)
                ? acceptable(key, text -> Secret.of(text).requireLength(key))
                : Optional.empty();
    }

    /**
     * What must be written, if it is.
     *
     * @param what to write, for whoever did not
     */
    <T> Optional<T> required(ConfigKey key, Function<String, T> parser, String what) {
        if (!written.containsKey(key)) {
            problems.add(table.refused(key, what));
            return Optional.empty();
        }
        return acceptable(key, parser);
    }

    /** All that are written, each parsed; those that are refused are noted as problems. */
    <T> List<T> list(ConfigKey key, Function<String, T> parser) {
        Setting setting = written.get(key);
        if (setting == null) {
            return List.of();
        }
        List<T> items = new ArrayList<>();
        for (String text : setting.values()) {
            try {
                items.add(parser.apply(text));
            } catch (IllegalArgumentException e) {
                problems.add(setting.only(text).refused(String.valueOf(e.getMessage())));
            }
        }
        return items;
    }

    /** The text, parsed; empty where nothing is written and nothing is the default. */
    <T> Optional<T> optional(ConfigKey key, Function<String, T> parser) {
        return value(key, text -> text.isEmpty() ? Optional.empty() : Optional.of(parser.apply(text)));
    }

    Optional<Path> path(ConfigKey key) {
        Setting setting = written.get(key);
        return optional(key, text -> resolve(setting, text));
    }

    /** All that are there; those that are not are noted as problems. */
    List<Path> existing(ConfigKey key) {
        Setting setting = written.get(key);
        if (setting == null) {
            return List.of();
        }
        List<Path> paths = new ArrayList<>();
        for (String text : setting.values()) {
            if (text.isEmpty()) {
                // It would mean the folder the server was started in.
                String shown = setting.shown().equals("%s") ? "\"\"" : text;
                problems.add(setting.only(shown).refused("is empty: write a file or folder"));
                continue;
            }
            try {
                Path path = resolve(setting, text);
                String place = path.toAbsolutePath().normalize().toString();
                if (!Files.exists(path)) {
                    String looked = text.equals(place) ? "" : " (looked for " + place + ")";
                    problems.add(setting.only(text).refused("no such file or folder" + looked));
                } else if (!Files.isReadable(path)) {
                    problems.add(setting.only(text).refused("this user may not read it"));
                }
                paths.add(path);
            } catch (InvalidPathException e) {
                problems.add(setting.only(text).refused("cannot be a path: " + e.getReason()));
            }
        }
        return paths;
    }

    /** All that are there, each a folder; others are noted as problems. */
    List<Path> existingFolders(ConfigKey key) {
        List<Path> paths = existing(key);
        Setting setting = written.get(key);
        for (Path path : paths) {
            if (setting != null && Files.isRegularFile(path)) {
                problems.add(setting.only(path.toString()).refused("is a file; write its folder"));
            }
        }
        return paths;
    }

    /** The file, if one is written; noted as a problem when it is not there. */
    Optional<Path> existingFile(ConfigKey key) {
        Setting setting = written.get(key);
        if (setting == null || setting.text().isEmpty()) {
            return Optional.empty();
        }
        List<Path> files = existing(key);
        if (files.size() == 1 && Files.isDirectory(files.get(0))) {
            problems.add(setting.refused("is a folder; write a file"));
        }
        return files.stream().findFirst();
    }

    /** What is written, unless it is refused, which is noted. */
    private <T> Optional<T> acceptable(ConfigKey key, Function<String, T> parser) {
        Setting setting = written.get(key);
        if (setting == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(setting.text()));
        } catch (InvalidSettingException e) {
            setAside(key, e.rule());
        } catch (IllegalArgumentException e) {
            setAside(key, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static Path resolve(@Nullable Setting setting, String text) {
        if (text.startsWith("~/")) {
            return Path.of(System.getProperty("user.home"), text.substring(2));
        }
        return setting == null ? Path.of(text) : setting.base().resolve(text);
    }

    private <T> T value(ConfigKey key, Function<String, T> parser) {
        Setting setting = written.get(key);
        if (setting != null) {
            try {
                return parser.apply(setting.text());
            } catch (InvalidSettingException e) {
                throw e;
            } catch (IllegalArgumentException e) {
                setAside(key, String.valueOf(e.getMessage()));
            }
        }
        return parser.apply(key.standard());
    }

    private static <T> Function<String, T> unlessAuto(Function<String, T> parser, T automatic) {
        return text -> text.equals(AUTO) ? automatic : parser.apply(text);
    }

    private static int parseNumber(String text) {
        if (!text.matches("-?\\d{1,18}")) {
            throw new IllegalArgumentException("not a number; write digits only");
        }
        // Beyond what an int holds it is out of every range too, and the record says what the range is.
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, Long.parseLong(text)));
    }

    private static Duration parseDuration(String text) {
        return Durations.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("not a duration; write 4s, 500ms or 1m"));
    }
}
