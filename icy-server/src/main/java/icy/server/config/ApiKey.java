package icy.server.config;

import java.util.regex.Pattern;

/**
 * A key with which a program or person may use the API.
 *
 * <p>Thread: any.
 *
 * @param name whose it is, for logs and refusals: 1 to 50 letters, digits and {@code - _ . space}
 * @param key what must be shown: 16 characters or more, or the hash that {@code icy key} prints
 * @param role what it allows; default {@link Role#LISTEN}
 */
public record ApiKey(String name, Secret key, Role role) {

    /** A key is shown by programs, so it can be long: 16 letters that were chosen at random cannot be found by trying. */
    public static final int LEAST_CHARACTERS = 16;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_. -]{1,50}");

    public ApiKey {
        requireName(name);
        requireLong(key);
    }

    /** This name, unless it cannot be one. */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidSettingException(
                    ConfigKey.KEY_NAME, name, "a name has 1 to 50 letters, digits, spaces and - _ .");
        }
        return name;
    }

    static Secret requireLong(Secret key) {
        if (key.hash().isEmpty() && key.reveal().length() < LEAST_CHARACTERS) {
            throw new InvalidSettingException(
                    ConfigKey.KEY_KEY,
                    "",
                    "shorter than %d characters; \"icy key\" makes one".formatted(LEAST_CHARACTERS));
        }
        return key;
    }
}
