package icy.server.config;

import org.jspecify.annotations.Nullable;

/**
 * The secrets that sources, operators and relays must show. There is no default password: where none is given for sources
 * or operators, the server makes one at random and keeps it in the data folder.
 *
 * <p>Thread: any.
 *
 * @param source what live sources must show, 8 characters or more; null (the default): made at random
 * @param admin what operators must show, 8 characters or more; null (the default): made at random
 * @param relay what servers must show that relay all mounts of this one, 8 characters or more; null (the default): the
 *     operators' password alone lets them in
 */
public record PasswordsConfig(
        @Nullable Secret source,
        @Nullable Secret admin,
        @Nullable Secret relay) {

    /** Made at random. */
    public static final PasswordsConfig GENERATED = new PasswordsConfig(null, null, null);

    public PasswordsConfig {
        require(ConfigKey.SOURCE_PASSWORD, source);
        require(ConfigKey.ADMIN_PASSWORD, admin);
        require(ConfigKey.RELAY_PASSWORD, relay);
    }

    /** These two, and none for relays. */
    public static PasswordsConfig of(String source, String admin) {
        return new PasswordsConfig(Secret.of(source), Secret.of(admin), null);
    }

    private static void require(ConfigKey key, @Nullable Secret password) {
        if (password != null) {
            password.requireLength(key);
        }
    }
}
