package icy.server.config;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link ServerConfig} of what is written: defaults give way to the file, the file to the environment, the
 * environment to the flags.
 *
 * <p>Everything wrong is found before anything is said: one {@link ConfigException} carries all of it, with line numbers
 * and with what to write instead, and nothing is started.
 *
 * <p>A flag or variable of a mount's key speaks for the one mount there is; with several in the file it is refused, since
 * it could mean any of them.
 *
 * <p>Thread: one at a time.
 */
public final class ConfigReader {

    private static final Path HERE = Path.of("");

    /** A config of 1,000 mounts is some 200 kB. */
    private static final long MOST_BYTES = 4 << 20;

    private final List<Problem> problems = new ArrayList<>();
    private final Map<ConfigKey, Setting> serverOverrides = new EnumMap<>(ConfigKey.class);
    private final Map<ConfigKey, Setting> mountOverrides = new EnumMap<>(ConfigKey.class);
    private @Nullable ConfigFile file;

    /** A config of this text alone, without environment or flags; relative paths begin from the working directory. */
    public static ServerConfig parse(String toml) throws ConfigException {
        ConfigReader reader = new ConfigReader();
        reader.file = new ConfigFile(toml, HERE, reader.problems);
        return reader.read().config();
    }

    /** Reads this file; relative paths in it begin from its own folder. */
    public ConfigReader file(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                problems.add(new Problem(
                        0, "%s: larger than %s, so no config file of icy's".formatted(path, Sizes.text(MOST_BYTES))));
                return this;
            }
            Path folder = path.toAbsolutePath().getParent();
            file = new ConfigFile(Files.readString(path), folder == null ? HERE : folder, problems);
        } catch (CharacterCodingException e) {
            problems.add(new Problem(0, path + ": not UTF-8 text; save it as UTF-8"));
        } catch (IOException e) {
            problems.add(new Problem(
                    0, path + ": " + (Files.exists(path) ? "cannot be read: " + e.getMessage() : "no such file")));
        }
        return this;
    }

    /** Takes the {@code ICY_…} variables among these. Empty ones count as not set. Call before {@link #flags}. */
    public ConfigReader environment(Map<String, String> environment) {
        for (ConfigKey key : ConfigKey.values()) {
            String text = environment.get(key.variable());
            if (text == null || text.isEmpty()) {
                continue;
            }
            List<String> values = key.kind() == ConfigKey.Kind.PATHS
                    ? List.of(text.split(Pattern.quote(File.pathSeparator)))
                    : List.of(text);
            String shown = key.variable() + (key.isSecret() ? "" : "=%s");
            override(key, new Setting(values, shown, key.variable(), 0, HERE));
        }
        // Others may have variables that begin so too; only what looks like a slip of the pen is an error.
        List<String> known =
                Stream.of(ConfigKey.values()).map(ConfigKey::variable).toList();
        environment.keySet().stream()
                .filter(variable -> variable.startsWith("ICY_") && !known.contains(variable))
                .sorted()
                .forEach(variable -> Spelling.nearest(variable, known)
                        .ifPresent(meant -> problems.add(
                                new Problem(0, "%s: no such variable; did you mean %s?".formatted(variable, meant)))));
        return this;
    }

    /** Takes what the command line says: each flag's text, and the paths. */
    public ConfigReader flags(Map<ConfigKey, List<String>> flags) {
        flags.forEach((key, values) -> {
            if (values.isEmpty()) {
                return;
            }
            String shown = key.kind() == ConfigKey.Kind.PATHS
                    ? "%s"
                    : key.isSecret()
                            ? key.flag()
                            : key.flag() + (key.kind() == ConfigKey.Kind.SWITCH ? "=" : " ") + "%s";
            String origin = key.kind() == ConfigKey.Kind.PATHS ? "command line" : key.flag();
            override(key, new Setting(values, shown, origin, 0, HERE));
        });
        return this;
    }

    /** The config, or all that is wrong with it. */
    public EffectiveConfig read() throws ConfigException {
        Map<ConfigKey, Setting> serverKeys = new EnumMap<>(ConfigKey.class);
        List<Map<ConfigKey, Setting>> mountKeys = new ArrayList<>();
        if (file != null) {
            serverKeys.putAll(file.server());
            mountKeys.addAll(file.mounts());
        }
        serverKeys.putAll(serverOverrides);
        overrideMount(mountKeys);

        List<MountConfig> mounts = new ArrayList<>();
        for (Map<ConfigKey, Setting> keys : mountKeys) {
            // The problems set keys aside; what is shown as effective should still say where each was written.
            Settings settings = new Settings(new EnumMap<>(keys), problems);
            MountConfig mount = mount(settings);
            if (mounts.stream().anyMatch(other -> other.name().equals(mount.name()))) {
                Setting name = keys.get(ConfigKey.MOUNT);
                problems.add(
                        name == null
                                ? new Problem(0, "mount %s: %s".formatted(mount.name(), ServerConfig.NAME_TAKEN))
                                : name.refused(ServerConfig.NAME_TAKEN));
            }
            mounts.add(mount);
        }
        if (mounts.size() > ServerConfig.MAX_MOUNTS) {
            problems.add(new Problem(
                    0,
                    "mounts: there are %d; at most %d can be served"
                            .formatted(mounts.size(), ServerConfig.MAX_MOUNTS)));
        }
        ServerConfig config = server(new Settings(new EnumMap<>(serverKeys), problems));
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(Problem::line));
            throw new ConfigException(
                    problems.stream().map(Problem::text).distinct().toList());
        }
        return new EffectiveConfig(
                new ServerConfig(
                        config.listen(),
                        config.dataDir(),
                        config.publicUrl(),
                        config.limits(),
                        config.log(),
                        mounts,
                        config.loops(),
                        config.passwords()),
                serverKeys,
                mountKeys);
    }

    private void override(ConfigKey key, Setting setting) {
        (key.isOfMount() ? mountOverrides : serverOverrides).put(key, setting);
    }

    private void overrideMount(List<Map<ConfigKey, Setting>> mounts) {
        if (mounts.size() > 1) {
            mountOverrides.forEach((key, setting) -> problems.add(setting.refused(
                    "the config has %d mounts, and this could mean any of them; write %s under its [[mounts]]"
                            .formatted(mounts.size(), key.keyName()))));
            return;
        }
        if (mounts.isEmpty()) {
            mounts.add(new EnumMap<>(ConfigKey.class));
        }
        mounts.get(0).putAll(mountOverrides);
    }

    /** Everything but the mounts: a stand-in holds their place, so that what is wrong with them is said once. */
    private static ServerConfig server(Settings settings) {
        return settings.build(() -> {
            int maxConnections =
                    settings.number(ConfigKey.MAX_CONNECTIONS, LimitsConfig.defaultConnections(OpenFiles.limit()));
            return new ServerConfig(
                    new ListenConfig(settings.text(ConfigKey.BIND), settings.number(ConfigKey.PORT)),
                    settings.path(ConfigKey.DATA).orElse(HERE),
                    settings.optional(ConfigKey.PUBLIC_URL, ConfigReader::url).orElse(null),
                    new LimitsConfig(
                            maxConnections,
                            settings.number(ConfigKey.MAX_LISTENERS, LimitsConfig.defaultListeners(maxConnections)),
                            settings.duration(ConfigKey.HEADER_TIMEOUT),
                            settings.duration(ConfigKey.IDLE_TIMEOUT),
                            Math.toIntExact(Math.min(Integer.MAX_VALUE, settings.size(ConfigKey.MAX_HEAD))),
                            settings.number(ConfigKey.MAX_HEADERS)),
                    new LogConfig(
                            settings.choice(ConfigKey.LOG_LEVEL, LogConfig.Level.class),
                            settings.path(ConfigKey.LOG_DIR).orElse(null),
                            settings.size(ConfigKey.LOG_FILE_SIZE),
                            settings.number(ConfigKey.LOG_FILES),
                            settings.flag(ConfigKey.LOG_ACCESS)),
                    List.of(MountConfig.of(MountConfig.DEFAULT_NAME)),
                    settings.number(ConfigKey.LOOPS, ServerConfig.defaultLoops()),
                    new PasswordsConfig(
                            settings.optional(ConfigKey.SOURCE_PASSWORD, text -> text)
                                    .orElse(null),
                            settings.optional(ConfigKey.ADMIN_PASSWORD, text -> text)
                                    .orElse(null)));
        });
    }

    private static MountConfig mount(Settings settings) {
        List<Path> paths = settings.existing(ConfigKey.PATHS);
        return settings.build(() -> new MountConfig(
                settings.text(ConfigKey.MOUNT),
                paths,
                new StationInfo(
                        settings.text(ConfigKey.NAME),
                        settings.text(ConfigKey.GENRE),
                        settings.text(ConfigKey.DESCRIPTION),
                        settings.text(ConfigKey.URL),
                        settings.flag(ConfigKey.PUBLIC)),
                settings.flag(ConfigKey.SHUFFLE),
                settings.flag(ConfigKey.ONCE),
                settings.number(ConfigKey.METAINT),
                settings.duration(ConfigKey.BURST),
                settings.durationUnlessAuto(ConfigKey.FLUSH).orElse(null),
                settings.duration(ConfigKey.RETAIN),
                settings.choice(ConfigKey.SLOW, SlowPolicy.class),
                settings.duration(ConfigKey.SLOW_AFTER, settings.duration(ConfigKey.RETAIN)),
                settings.choice(ConfigKey.MIXED, MixedPolicy.class)));
    }

    private static URI url(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a URL; write it like https://radio.example.org", e);
        }
    }
}
