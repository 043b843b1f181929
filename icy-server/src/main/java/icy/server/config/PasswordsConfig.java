package icy.server.config;

import org.jspecify.annotations.Nullable;

/**
 * The secrets that sources and operators must show. There is no default password: where none is given, the server makes
 * one at random and keeps it in the data folder.
 *
 * <p>Thread: any.
 *
 * @param source what live sources must show, 8 characters or more; null (the default): made at random
 * @param admin what operators must show, 8 characters or more; null (the default): made at random
 */
public record PasswordsConfig(
        @Nullable String source, @Nullable String admin) {

    /** Both made at random. */
    public static final PasswordsConfig GENERATED = new PasswordsConfig(null, null);

    private static final int LEAST_CHARACTERS = 8;

    public PasswordsConfig {
        require(ConfigKey.SOURCE_PASSWORD, source);
        require(ConfigKey.ADMIN_PASSWORD, admin);
    }

    /** Says whether they are set, never what they are: records are printed in logs and error messages. */
    @Override
    public String toString() {
        return "PasswordsConfig[source=" + masked(source) + ", admin=" + masked(admin) + "]";
    }

    private static String masked(@Nullable String password) {
        return password == null ? "(made at random)" : "(set)";
    }

    private static void require(ConfigKey key, @Nullable String password) {
        if (password != null && password.length() < LEAST_CHARACTERS) {
            throw new InvalidSettingException(
                    key,
                    "",
                    "shorter than %d characters; choose a longer one, or leave it out and one is made"
                            .formatted(LEAST_CHARACTERS));
        }
    }
}
