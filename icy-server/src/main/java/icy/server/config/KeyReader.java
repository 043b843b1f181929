package icy.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the keys of the API of what is written of them, noting what is wrong with each.
 *
 * <p>Thread: one at a time.
 */
final class KeyReader {

    /** Hold the places of what was refused, so that the rest is looked at too; they never get into a config. */
    private static final String NAME_STAND_IN = "x";

    private static final Secret KEY_STAND_IN = Secret.of("x".repeat(ApiKey.LEAST_CHARACTERS));

    private final List<Problem> problems;

    KeyReader(List<Problem> problems) {
        this.problems = problems;
    }

    /** As many as are written; one that is refused is noted and left out. */
    List<ApiKey> read(List<WrittenTable> tables) {
        List<ApiKey> keys = new ArrayList<>();
        for (WrittenTable table : tables) {
            Settings settings = new Settings(table, problems);
            Optional<String> name =
                    settings.required(ConfigKey.KEY_NAME, ApiKey::requireName, "write name, whose key it is");
            Optional<Secret> key = settings.required(
                    ConfigKey.KEY_KEY,
                    text -> ApiKey.requireLong(Secret.of(text)),
                    "write key, what its owner must show; \"icy key\" makes one");
            ApiKey made = settings.build(() -> new ApiKey(
                    name.orElse(NAME_STAND_IN),
                    key.orElse(KEY_STAND_IN),
                    settings.choice(ConfigKey.KEY_ROLE, Role.class)));
            if (keys.stream().anyMatch(other -> other.name().equals(made.name()))) {
                problems.add(table.refused(ConfigKey.KEY_NAME, ApiConfig.NAME_TAKEN));
            } else if (name.isPresent() && key.isPresent()) {
                keys.add(made);
            }
        }
        if (keys.size() > ApiConfig.MOST_KEYS) {
            problems.add(new Problem(0, ApiConfig.tooMany(keys.size())));
            return List.of();
        }
        return keys;
    }
}
