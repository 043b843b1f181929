package icy.server.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who may change something through the API. Reading is open to everybody.
 *
 * <p>Thread: any.
 *
 * @param open whether anybody who reaches the server may drive its stations and queues; default false: whoever is on this
 *     machine, or shows a key or the operators' login
 * @param keys those that open it, at most 100, each with a name of its own; default none
 */
public record ApiConfig(boolean open, List<ApiKey> keys) {

    public static final ApiConfig DEFAULT = new ApiConfig(false, List.of());

    /** Most keys: each that is a hash is tried for a key that was not shown before. */
    public static final int MOST_KEYS = 100;

    static final String NAME_TAKEN = "another key has this name; give each its own";

    public ApiConfig {
        keys = List.copyOf(keys);
        if (keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException(tooMany(keys.size()));
        }
        Set<String> names = new HashSet<>();
        for (ApiKey key : keys) {
            if (!names.add(key.name())) {
                throw new InvalidSettingException(ConfigKey.KEY_NAME, key.name(), NAME_TAKEN);
            }
        }
    }

    static String tooMany(int keys) {
        return "keys: there are %d; at most %d can be given out".formatted(keys, MOST_KEYS);
    }

    /** The same with these keys. */
    public ApiConfig withKeys(List<ApiKey> others) {
        return new ApiConfig(open, others);
    }
}
