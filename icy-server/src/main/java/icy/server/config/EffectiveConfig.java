package icy.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final List<Map<ConfigKey, Setting>> mountKeys;

    EffectiveConfig(ServerConfig config, Map<ConfigKey, Setting> serverKeys, List<Map<ConfigKey, Setting>> mountKeys) {
        this.config = config;
        this.serverKeys = serverKeys;
        this.mountKeys = mountKeys;
    }

    public ServerConfig config() {
        return config;
    }

    /**
     * The config as a file that says all of it, each value with its origin. Passwords are not shown; what is not set is a
     * comment.
     */
    public String toToml() {
        StringBuilder text = new StringBuilder();
        String table = "";
        for (ConfigKey key : ConfigKey.values()) {
            if (key.isOfMount() || !key.table().isEmpty()) {
                continue;
            }
            append(text, key, serverValue(key), serverKeys.get(key));
        }
        for (ConfigKey key : ConfigKey.values()) {
            if (key.isOfMount() || key.table().isEmpty()) {
                continue;
            }
            if (!key.table().equals(table)) {
                table = key.table();
                text.append("\n[").append(table).append("]\n");
            }
            append(text, key, serverValue(key), serverKeys.get(key));
        }
        for (int i = 0; i < config.mounts().size(); i++) {
            text.append("\n[[").append(ConfigKey.MOUNTS).append("]]\n");
            for (ConfigKey key : ConfigKey.of(ConfigKey.MOUNTS)) {
                append(
                        text,
                        key,
                        mountValue(key, config.mounts().get(i)),
                        mountKeys.get(i).get(key));
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, ConfigKey key, @Nullable Object value, @Nullable Setting setting) {
        String origin = setting == null ? "default" : setting.origin();
        String line = "%s = %s".formatted(key.keyName(), value == null ? "\"\"" : toml(value));
        if (key.isSecret()) {
            line = "# " + key.keyName() + (value == null ? ": made at random" : ": set, not shown");
        }
        text.append("%-40s # %s%n".formatted(line, origin));
    }

    private static String toml(Object value) {
        if (value instanceof Duration duration) {
            return quoted(Durations.text(duration));
        } else if (value instanceof List<?> list) {
            return list.stream().map(item -> quoted(item.toString())).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Enum<?> constant) {
            return quoted(constant.name().toLowerCase(Locale.ROOT));
        } else if (value instanceof String || value instanceof Path || value instanceof URI) {
            return quoted(value.toString());
        }
        return value.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private @Nullable Object serverValue(ConfigKey key) {
        LimitsConfig limits = config.limits();
        LogConfig log = config.log();
        return switch (key) {
            case PORT -> config.listen().port();
            case BIND -> config.listen().bind();
            case DATA -> config.dataDir();
            case PUBLIC_URL -> config.publicUrl();
            case LOOPS -> config.loops();
            case MAX_CONNECTIONS -> limits.maxConnections();
            case MAX_LISTENERS -> limits.maxListeners();
            case HEADER_TIMEOUT -> limits.headerTimeout();
            case IDLE_TIMEOUT -> limits.idleTimeout();
            case MAX_HEAD -> Sizes.text(limits.maxHeadBytes());
            case MAX_HEADERS -> limits.maxHeaders();
            case LOG_LEVEL -> log.level();
            case LOG_DIR -> log.dir();
            case LOG_FILE_SIZE -> Sizes.text(log.fileBytes());
            case LOG_FILES -> log.files();
            case LOG_ACCESS -> log.access();
            case SOURCE_PASSWORD -> config.passwords().source();
            case ADMIN_PASSWORD -> config.passwords().admin();
            default -> throw new IllegalArgumentException(key + " belongs to a mount");
        };
    }

    private static @Nullable Object mountValue(ConfigKey key, MountConfig mount) {
        StationInfo info = mount.info();
        return switch (key) {
            case MOUNT -> mount.name();
            case PATHS -> mount.paths();
            case NAME -> info.name();
            case GENRE -> info.genre();
            case DESCRIPTION -> info.description();
            case URL -> info.url();
            case PUBLIC -> info.isPublic();
            case SHUFFLE -> mount.shuffle();
            case ONCE -> mount.once();
            case METAINT -> mount.metaint();
            case BURST -> mount.burst();
            case FLUSH -> mount.flush() == null ? "auto" : mount.flush();
            case RETAIN -> mount.retain();
            case SLOW -> mount.slow();
            case SLOW_AFTER -> mount.slowAfter();
            case MIXED -> mount.mixed();
            default -> throw new IllegalArgumentException(key + " belongs to the server");
        };
    }
}
