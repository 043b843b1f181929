package icy.cli;

import icy.server.config.ConfigKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * The flags of {@code icy serve}, made from the table of config keys: so there is a flag for every key, and its help
 * states the default in force.
 *
 * <p>Their values stay text here; what they mean is read where the file's are.
 *
 * <p>Thread: main.
 */
final class ConfigFlags {

    private static final Set<ConfigKey> LIVE = EnumSet.of(
            ConfigKey.MOUNT_SOURCE_PASSWORD,
            ConfigKey.TAKEOVER,
            ConfigKey.INPUT_BUFFER,
            ConfigKey.CHARSET,
            ConfigKey.RELAY,
            ConfigKey.RELAY_ON_DEMAND,
            ConfigKey.RELAY_LINGER,
            ConfigKey.PATIENCE,
            ConfigKey.LINGER,
            ConfigKey.FALLBACK,
            ConfigKey.FALLBACK_FILE,
            ConfigKey.IDLE);

    private ConfigFlags() {}

    /** Adds a flag for every key, and the paths as what stands without a flag. */
    static void addTo(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("PATH")
                .description("Files, folders (with all below them) and playlists (.m3u, .pls) to play;"
                        + " none: the test programme.")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
        addGroup(spec, "%nThe stream:%n", key -> key.isOfMount() && !LIVE.contains(key));
        addGroup(spec, "%nLive sources, relays and what is on the air without them:%n", LIVE::contains);
        addGroup(
                spec, "%nThe server:%n", key -> !key.isOfMount() && !key.table().equals("log"));
        addGroup(spec, "%nThe log:%n", key -> key.table().equals("log"));
    }

    /** What the command line says, as written. */
    static Map<ConfigKey, List<String>> given(ParseResult result) {
        Map<ConfigKey, List<String>> given = new EnumMap<>(ConfigKey.class);
        for (ConfigKey key : ConfigKey.values()) {
            if (key != ConfigKey.PATHS && key.hasFlag() && result.hasMatchedOption(key.flag())) {
                given.put(key, values(result.matchedOptionValue(key.flag(), null)));
            }
        }
        List<String> paths = new ArrayList<>();
        result.matchedPositionals().forEach(positional -> paths.addAll(positional.stringValues()));
        if (!paths.isEmpty()) {
            given.put(ConfigKey.PATHS, paths);
        }
        return given;
    }

    private static List<String> values(@Nullable Object value) {
        return value instanceof List<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }

    private static void addGroup(CommandSpec spec, String heading, Predicate<ConfigKey> members) {
        ArgGroupSpec.Builder group =
                ArgGroupSpec.builder().heading(heading).validate(false).exclusive(false);
        Stream.of(ConfigKey.values())
                .filter(ConfigKey::hasFlag)
                .filter(members)
                .filter(key -> key != ConfigKey.PATHS)
                .forEach(key -> group.addArg(option(key)));
        spec.addArgGroup(group.build());
    }

    private static OptionSpec option(ConfigKey key) {
        boolean isOff = key.kind() == ConfigKey.Kind.SWITCH && key.standard().equals("false");
        String standard = key.standard().isEmpty() || isOff ? "" : " (" + key.standard() + ")";
        OptionSpec.Builder option = (key == ConfigKey.PORT
                        ? OptionSpec.builder("-p", key.flag())
                        : OptionSpec.builder(key.flag()))
                .description(key.help().replace("%", "%%") + standard);
        if (key.kind() == ConfigKey.Kind.SWITCH) {
            return option.type(Boolean.class).arity("0").negatable(true).build();
        }
        if (key.kind().isList()) {
            option.type(List.class).auxiliaryTypes(String.class).arity("1");
            return option.paramLabel(key.kind().label()).build();
        }
        return option.type(String.class).paramLabel(key.kind().label()).build();
    }
}
