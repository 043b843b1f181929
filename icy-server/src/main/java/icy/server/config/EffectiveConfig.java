package icy.server.config;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    EffectiveConfig(
            ServerConfig config,
            Map<ConfigKey, Setting> serverKeys,
            List<WrittenTable> mounts,
            List<WrittenTable> masters) {
        this.config = config;
        this.serverKeys = serverKeys;
        this.mounts = mounts;
        this.masters = masters;
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
            append(text, key, serverValue(key), serverKeys.get(key));
        }
        String table = "";
        for (ConfigKey key : ConfigKey.values()) {
            if (key.isOfServer() && !key.table().isEmpty()) {
                if (!key.table().equals(table)) {
                    table = key.table();
                    text.append("\n[").append(table).append("]\n");
                }
                append(text, key, serverValue(key), serverKeys.get(key));
            }
        }
        for (int i = 0; i < config.masters().size(); i++) {
            MasterConfig master = config.masters().get(i);
            appendComment(text, ConfigKey.MASTERS, key -> masterValue(key, master), masters.get(i));
        }
        for (int i = 0; i < config.mounts().size(); i++) {
            MountConfig mount = config.mounts().get(i);
            text.append("\n[[").append(ConfigKey.MOUNTS).append("]]\n");
            for (ConfigKey key : ConfigKey.of(ConfigKey.MOUNTS)) {
                append(
                        text,
                        key,
                        mountValue(key, mount, mounts.get(i)),
                        mounts.get(i).get(key));
            }
            for (WrittenTable source : mounts.get(i).sources()) {
                appendComment(text, ConfigKey.SOURCES, key -> sourceValue(key, mount, source), source);
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
            return list.stream().map(item -> quoted(item.toString())).collect(Collectors.joining(", ", "[", "]"));
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

    private @Nullable Object serverValue(ConfigKey key) {
        LimitsConfig limits = config.limits();
        LogConfig log = config.log();
        return switch (key) {
            case PORT -> config.listen().port();
            case BIND -> config.listen().bind();
            case SHOUTCAST_PORT ->
                config.listen().shoutcastPort() == null
                        ? "off"
                        : config.listen().shoutcastPortRequired()
                                ? config.listen().shoutcastPort()
                                : "auto";
            case DATA -> config.dataDir();
            case PUBLIC_URL -> config.publicUrl();
            case LOOPS -> config.loops();
            case NEW_MOUNTS -> config.newMounts();
            case MAX_CONNECTIONS -> limits.maxConnections();
            case MAX_LISTENERS -> limits.maxListeners();
            case HEADER_TIMEOUT -> limits.headerTimeout();
            case IDLE_TIMEOUT -> limits.idleTimeout();
            case MAX_HEAD -> Sizes.text(limits.maxHeadBytes());
            case MAX_HEADERS -> limits.maxHeaders();
            case MAX_SOURCES -> limits.maxSources();
            case SOURCE_TIMEOUT -> limits.sourceTimeout();
            case LOG_LEVEL -> log.level();
            case LOG_DIR -> log.dir();
            case LOG_FILE_SIZE -> Sizes.text(log.fileBytes());
            case LOG_FILES -> log.files();
            case LOG_ACCESS -> log.access();
            case SOURCE_PASSWORD -> config.passwords().source();
            case ADMIN_PASSWORD -> config.passwords().admin();
            case RELAY_PASSWORD -> config.passwords().relay();
            default -> throw new IllegalArgumentException(key + " is not the server's");
        };
    }

    private static @Nullable Object masterValue(ConfigKey key, MasterConfig master) {
        return switch (key) {
            case MASTER_URL -> master.url();
            case MASTER_USER -> master.login().user();
            case MASTER_PASSWORD -> master.login().password();
            case MASTER_INTERVAL -> master.interval();
            case MASTER_ON_DEMAND -> master.onDemand();
            default -> throw new IllegalArgumentException(key + " is not a master's");
        };
    }

    private static Object sourceValue(ConfigKey key, MountConfig mount, WrittenTable written) {
        Setting name = written.get(ConfigKey.SOURCE_USER);
        SourceUser user = mount.sources().users().stream()
                .filter(candidate -> name != null && candidate.user().equals(name.text()))
                .findFirst()
                .orElseThrow();
        return switch (key) {
            case SOURCE_USER -> user.user();
            case SOURCE_USER_PASSWORD -> user.password();
            case SOURCE_PRIORITY -> user.priority();
            default -> throw new IllegalArgumentException(key + " is not a source's");
        };
    }

    private static @Nullable Object mountValue(ConfigKey key, MountConfig mount, WrittenTable written) {
        StationInfo info = mount.info();
        PlayoutConfig playout = mount.playout();
        SourcesConfig sources = mount.sources();
        RelayConfig relay = mount.relay();
        HandoverConfig handover = mount.handover();
        DeliveryConfig delivery = mount.delivery();
        ListenersConfig listeners = mount.listeners();
        return switch (key) {
            case MOUNT -> mount.name();
            case PATHS -> playout.paths();
            case NAME -> info.name();
            case GENRE -> info.genre();
            case DESCRIPTION -> info.description();
            case URL -> info.url();
            case PUBLIC -> info.isPublic();
            case SHUFFLE -> playout.shuffle();
            case ONCE -> playout.once();
            case MIXED -> playout.mixed();
            case METAINT -> delivery.metaint();
            case BURST -> delivery.burst();
            case FLUSH -> delivery.flush() == null ? "auto" : delivery.flush();
            case RETAIN -> delivery.retain();
            case SLOW -> delivery.slow();
            case SLOW_AFTER -> delivery.slowAfter();
            case MOUNT_SOURCE_PASSWORD -> written.get(key);
            case TAKEOVER -> sources.takeover();
            case INPUT_BUFFER -> sources.inputBuffer();
            case CHARSET -> sources.charset();
            case RELAY -> relay.upstreams().stream().map(Upstream::url).toList();
            case RELAY_ON_DEMAND -> relay.onDemand();
            case RELAY_LINGER -> relay.linger();
            case PATIENCE -> handover.patience();
            case LINGER -> handover.linger();
            case FALLBACK -> handover.fallback();
            case FALLBACK_FILE -> handover.fallbackFile();
            case IDLE -> handover.idle();
            case HIDDEN -> listeners.hidden();
            case INTRO -> listeners.intro();
            case MOUNT_MAX_LISTENERS -> listeners.max() == ListenersConfig.NO_LIMIT ? null : listeners.max();
            case MAX_LISTENER_TIME -> listeners.maxTime();
            case LISTENER_PASSWORDS -> listeners.passwords();
            default -> throw new IllegalArgumentException(key + " is not a mount's");
        };
    }
}
