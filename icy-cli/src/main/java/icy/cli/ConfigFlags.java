package icy.cli;

import icy.server.config.ConfigKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
        addGroup(spec, "%nThe stream:%n", ConfigKey::isOfMount);
        addGroup(
                spec, "%nThe server:%n", key -> !key.isOfMount() && !key.table().equals("log"));
        addGroup(spec, "%nThe log:%n", key -> key.table().equals("log"));
    }

    /** What the command line says, as written. */
    static Map<ConfigKey, List<String>> given(ParseResult result) {
        Map<ConfigKey, List<String>> given = new EnumMap<>(ConfigKey.class);
        for (ConfigKey key : ConfigKey.values()) {
            if (key != ConfigKey.PATHS && result.hasMatchedOption(key.flag())) {
                Object value = result.matchedOptionValue(key.flag(), null);
                given.put(key, List.of(String.valueOf(value)));
            }
        }
        List<String> paths = new ArrayList<>();
        result.matchedPositionals().forEach(positional -> paths.addAll(positional.stringValues()));
        if (!paths.isEmpty()) {
            given.put(ConfigKey.PATHS, paths);
        }
        return given;
    }

    private static void addGroup(CommandSpec spec, String heading, Predicate<ConfigKey> members) {
        ArgGroupSpec.Builder group =
                ArgGroupSpec.builder().heading(heading).validate(false).exclusive(false);
        Stream.of(ConfigKey.values())
                .filter(members)
                .filter(key -> key != ConfigKey.PATHS)
                .forEach(key -> group.addArg(option(key)));
        spec.addArgGroup(group.build());
    }

    private static OptionSpec option(ConfigKey key) {
        String standard =
                key.standard().isEmpty() || key.kind() == ConfigKey.Kind.SWITCH ? "" : " (" + key.standard() + ")";
        OptionSpec.Builder option = (key == ConfigKey.PORT
                        ? OptionSpec.builder("-p", key.flag())
                        : OptionSpec.builder(key.flag()))
                .description(key.help().replace("%", "%%") + standard);
        if (key.kind() == ConfigKey.Kind.SWITCH) {
            return option.type(Boolean.class).arity("0").negatable(true).build();
        }
        return option.type(String.class).paramLabel(key.kind().label()).build();
    }
}
