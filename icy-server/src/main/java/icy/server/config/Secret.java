package icy.server.config;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A password as the config has it: in plain, or as the hash that {@code icy password} prints. It shows itself to nobody
 * who prints it; who must have the text asks with {@link #reveal}.
 *
 * <p>Thread: any.
 */
public final class Secret {

    /**
     * What a password that opens something must have at least. Few, because an Icecast's are taken over as they are; of
     * those with fewer than {@link #ENOUGH_CHARACTERS} the operator is warned.
     */
    public static final int LEAST_CHARACTERS = 4;

    /** Fewer are soon found by trying. */
    public static final int ENOUGH_CHARACTERS = 8;

    /** {@code $2y$10$…}, {@code $6$…}: taken as a plain password, nobody would ever get in. */
    private static final Pattern ANY_HASH = Pattern.compile("\\$[a-zA-Z0-9-]{1,20}\\$.+");

    private final String text;
    private final @Nullable PasswordHash hash;

    private Secret(String text, @Nullable PasswordHash hash) {
        this.text = text;
        this.hash = hash;
    }

    /**
     * Takes a password, or the text of a hash.
     *
     * @throws IllegalArgumentException if it looks like a hash but is none that can be checked; the message shows nothing
     *     of it
     */
    public static Secret of(String text) {
        if (text.startsWith(PasswordHash.PREFIX)) {
            return new Secret(text, PasswordHash.parse(text));
        }
        if (ANY_HASH.matcher(text).matches()) {
            throw new IllegalArgumentException("looks like a hash of another kind; \"icy password\" makes one");
        }
        return new Secret(text, null);
    }

    /** The hash, if that is all that is known of the password. */
    public Optional<PasswordHash> hash() {
        return Optional.ofNullable(hash);
    }

    /** As it was written: for those who must send or compare it, never for a log. */
    public String reveal() {
        return text;
    }

    /** This one, unless it is a plain one that is too short. How long a hashed one is nobody can tell. */
    Secret requireLength(ConfigKey key) {
        if (hash == null && text.length() < LEAST_CHARACTERS) {
            String otherwise = key.table().equals("passwords") && key != ConfigKey.RELAY_PASSWORD
                    ? "choose a longer one, or leave it out and one is made"
                    : "choose a longer one";
            throw new InvalidSettingException(
                    key, "", "shorter than %d characters; %s".formatted(LEAST_CHARACTERS, otherwise));
        }
        return this;
    }

    /** Whether it is one that is soon found by trying. How long a hashed one is nobody can tell. */
    public boolean isShort() {
        return hash == null && text.length() < ENOUGH_CHARACTERS;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** That there is one, never what it is: records are printed in logs and error messages. */
    @Override
    public String toString() {
        return hash == null ? "(set)" : "(set, as a hash)";
    }
}
