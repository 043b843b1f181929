package icy.server.config;

import java.io.File;
import java.io.IOException;
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
        List<ConfigKey> keys =
                Stream.of(ConfigKey.values()).filter(ConfigKey::hasFlag).toList();
        for (ConfigKey key : keys) {
            String text = environment.get(key.variable());
            if (text == null || text.isEmpty()) {
                continue;
            }
            List<String> values = switch (key.kind()) {
                case PATHS -> List.of(text.split(Pattern.quote(File.pathSeparator)));
                case URLS, WORDS -> List.of(text.strip().split("\\s+"));
                default -> List.of(text);
            };
            String shown = key.variable() + (key.isSecret() ? "" : "=%s");
            override(key, new Setting(values, shown, key.variable(), 0, HERE));
        }
        // Others may have variables that begin so too; only what looks like a slip of the pen is an error.
        List<String> known = keys.stream().map(ConfigKey::variable).toList();
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
            String shown = key == ConfigKey.PATHS
                    ? "%s"
                    : key.isSecret()
                            ? key.flag()
                            : key.flag() + (key.kind() == ConfigKey.Kind.SWITCH ? "=" : " ") + "%s";
            String origin = key == ConfigKey.PATHS ? "command line" : key.flag();
            override(key, new Setting(values, shown, origin, 0, HERE));
        });
        return this;
    }

    /** The config, or all that is wrong with it. */
    public EffectiveConfig read() throws ConfigException {
        Map<ConfigKey, Setting> serverKeys = new EnumMap<>(ConfigKey.class);
        List<WrittenTable> mountTables = new ArrayList<>();
        List<WrittenTable> masterTables = new ArrayList<>();
        List<WrittenTable> keyTables = new ArrayList<>();
        List<WrittenTable> qualityTables = new ArrayList<>();
        if (file != null) {
            serverKeys.putAll(file.server());
            mountTables.addAll(file.mounts());
            masterTables.addAll(file.masters());
            keyTables.addAll(file.keys());
            qualityTables.addAll(file.qualities());
        }
        serverKeys.putAll(serverOverrides);
        overrideMount(mountTables);

        List<MountConfig> mounts = new MountReader(problems).read(mountTables);
        ServerReader serverReader = new ServerReader(problems);
        List<MasterConfig> masters = serverReader.masters(masterTables);
        List<ApiKey> keys = new KeyReader(problems).read(keyTables);
        List<QualityConfig> qualities = new QualityReader(problems).read(qualityTables);
        ServerConfig server = serverReader.server(serverKeys);
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(Problem::line));
            throw new ConfigException(
                    problems.stream().map(Problem::text).distinct().toList());
        }
        return new EffectiveConfig(
                server.withMounts(mounts)
                        .withMasters(masters)
                        .withApi(server.api().withKeys(keys))
                        .withTranscode(server.transcode().withQualities(qualities)),
                serverKeys,
                mountTables,
                masterTables,
                keyTables,
                qualityTables);
    }

    private void override(ConfigKey key, Setting setting) {
        (key.isOfMount() ? mountOverrides : serverOverrides).put(key, setting);
    }

    private void overrideMount(List<WrittenTable> mounts) {
        if (mounts.size() > 1) {
            mountOverrides.forEach((key, setting) -> problems.add(setting.refused(
                    "the config has %d mounts, and this could mean any of them; write %s under its [[mounts]]"
                            .formatted(mounts.size(), key.keyName()))));
            return;
        }
        if (mounts.isEmpty()) {
            mounts.add(WrittenTable.empty("mount " + MountConfig.DEFAULT_NAME, 0));
        }
        mounts.get(0).keys().putAll(mountOverrides);
    }
}
