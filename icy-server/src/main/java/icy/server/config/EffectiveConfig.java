package icy.server.config;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A config and where each of its values came from.
 *
 * <p>Thread: any.
 */
public final class EffectiveConfig {

    private final ServerConfig config;
    private final Map<ConfigKey, Setting> serverKeys;
    private final List<WrittenTable> mounts;
    private final List<WrittenTable> masters;
    private final List<WrittenTable> keys;
    private final List<WrittenTable> qualities;

    EffectiveConfig(
            ServerConfig config,
            Map<ConfigKey, Setting> serverKeys,
            List<WrittenTable> mounts,
            List<WrittenTable> masters,
            List<WrittenTable> keys,
            List<WrittenTable> qualities) {
        this.config = config;
        this.serverKeys = serverKeys;
        this.mounts = mounts;
        this.masters = masters;
        this.keys = keys;
        this.qualities = qualities;
    }

    public ServerConfig config() {
        return config;
    }

    /**
     * The config as a file that says all of it, each value with its origin. Passwords are not shown; what is not set, and
     * what is nothing without its password, is a comment.
     */
    public String toToml() {
        StringBuilder text = new StringBuilder();
        for (ConfigKey key : ConfigKey.of("")) {
            append(text, key, ConfigValues.of(key, config), serverKeys.get(key));
        }
        String table = "";
        for (ConfigKey key : ConfigKey.values()) {
            if (key.isOfServer() && !key.table().isEmpty()) {
                if (!key.table().equals(table)) {
                    table = key.table();
                    text.append("\n[").append(table).append("]\n");
                }
                append(text, key, ConfigValues.of(key, config), serverKeys.get(key));
            }
        }
        for (int i = 0; i < config.api().keys().size(); i++) {
            ApiKey apiKey = config.api().keys().get(i);
            appendComment(text, ConfigKey.KEYS, key -> ConfigValues.of(key, apiKey), keys.get(i));
        }
        List<QualityConfig> known = config.transcode().qualities();
        for (int i = 0; i < known.size(); i++) {
            WrittenTable written = qualities.isEmpty() ? WrittenTable.empty("", 0) : qualities.get(i);
            QualityConfig quality = known.get(i);
            text.append("\n[[").append(ConfigKey.QUALITIES).append("]]\n");
            for (ConfigKey key : ConfigKey.of(ConfigKey.QUALITIES)) {
                append(text, key, ConfigValues.of(key, quality), written.get(key));
            }
        }
        for (int i = 0; i < config.masters().size(); i++) {
            MasterConfig master = config.masters().get(i);
            appendComment(text, ConfigKey.MASTERS, key -> ConfigValues.of(key, master), masters.get(i));
        }
        for (int i = 0; i < config.mounts().size(); i++) {
            MountConfig mount = config.mounts().get(i);
            text.append("\n[[").append(ConfigKey.MOUNTS).append("]]\n");
            for (ConfigKey key : ConfigKey.of(ConfigKey.MOUNTS)) {
                append(
                        text,
                        key,
                        shown(key, ConfigValues.of(key, mount), mounts.get(i)),
                        mounts.get(i).get(key));
            }
            for (WrittenTable source : mounts.get(i).sources()) {
                SourceUser user = user(mount, source);
                appendComment(text, ConfigKey.SOURCES, key -> ConfigValues.of(key, user), source);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, ConfigKey key, @Nullable Object value, @Nullable Setting setting) {
        String origin = setting == null ? "default" : setting.origin();
        String line = "%s = %s".formatted(key.keyName(), value == null ? "\"\"" : toml(value));
        if (key.isSecret()) {
            line = "# " + key.keyName() + (value == null ? ": " + unset(key) : ": set, not shown");
        }
        text.append("%-40s # %s%n".formatted(line, origin));
    }

    /** A table that cannot be without its password. */
    private static void appendComment(
            StringBuilder text, String table, Function<ConfigKey, @Nullable Object> values, WrittenTable written) {
        text.append("\n# [[").append(table).append("]]\n");
        for (ConfigKey key : ConfigKey.of(table)) {
            StringBuilder line = new StringBuilder();
            append(line, key, values.apply(key), written.get(key));
            text.append(key.isSecret() ? "" : "# ").append(line);
        }
    }

    private static String unset(ConfigKey key) {
        return switch (key) {
            case MOUNT_SOURCE_PASSWORD -> "the server's";
            case RELAY_PASSWORD -> "none";
            default -> "made at random";
        };
    }

    private static String toml(Object value) {
        if (value instanceof Duration duration) {
            return quoted(Durations.text(duration));
        } else if (value instanceof List<?> list) {
            return list.stream()
                    .map(item -> item instanceof Upstream ? toml(item) : quoted(item.toString()))
                    .collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Upstream upstream) {
            return quoted(upstream.url().toString());
        } else if (value instanceof Enum<?> constant) {
            return quoted(constant.name().toLowerCase(Locale.ROOT));
        } else if (value instanceof String
                || value instanceof Path
                || value instanceof URI
                || value instanceof Charset) {
            return quoted(value.toString());
        }
        return value.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** As one would write it: {@code auto} for what is chosen by something else, and no login of a URL. */
    private static @Nullable Object shown(ConfigKey key, @Nullable Object value, WrittenTable written) {
        return switch (key) {
            case FLUSH, SAMPLE_RATE, CHANNELS -> value == null ? "auto" : value;
            case MOUNT_MAX_LISTENERS -> Objects.equals(value, ListenersConfig.NO_LIMIT) ? null : value;
            // The user "source" may have a table of its own instead.
            case MOUNT_SOURCE_PASSWORD -> written.get(key);
            default -> value;
        };
    }

    private static SourceUser user(MountConfig mount, WrittenTable written) {
        Setting name = written.get(ConfigKey.SOURCE_USER);
        return mount.sources().users().stream()
                .filter(candidate -> name != null && candidate.user().equals(name.text()))
                .findFirst()
                .orElseThrow();
    }
}
