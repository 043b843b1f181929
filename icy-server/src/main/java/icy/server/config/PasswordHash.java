package icy.server.config;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is kept of a password so that it can be checked and not be read: PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2),
 * written as {@code $pbkdf2-sha256$ITERATIONS$SALT$KEY}, salt and key in Base64 without padding.
 *
 * <p>Thread: any.
 */
public final class PasswordHash {

    /** How its text begins. */
    public static final String PREFIX = "$pbkdf2-sha256$";

    private static final Pattern FORM =
            Pattern.compile("\\$pbkdf2-sha256\\$(\\d{1,9})\\$([A-Za-z0-9+/.]{1,128})\\$([A-Za-z0-9+/.]{1,128})");

    /** Fewer are no hindrance to who guesses; more would keep a worker for seconds at each login. */
    private static final int LEAST_ITERATIONS = 1000;

    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int LEAST_SALT_BYTES = 8;
    private static final int LEAST_KEY_BYTES = 16;
    private static final int MOST_KEY_BYTES = 64;

    private final int iterations;
    private final byte[] salt;
    private final byte[] key;

    /**
     * Of what has been computed or read.
     *
     * @throws IllegalArgumentException if one of them is out of the bounds in which it is worth and can be checked
     */
    public PasswordHash(int iterations, byte[] salt, byte[] key) {
        if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException("a hash of %d iterations; there must be %d to %d"
                    .formatted(iterations, LEAST_ITERATIONS, MOST_ITERATIONS));
        }
        if (salt.length < LEAST_SALT_BYTES) {
            throw new IllegalArgumentException(
                    "a hash with a salt of %d bytes; it must have %d".formatted(salt.length, LEAST_SALT_BYTES));
        }
        if (key.length < LEAST_KEY_BYTES || key.length > MOST_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a hash of %d bytes; it must have %d to %d".formatted(key.length, LEAST_KEY_BYTES, MOST_KEY_BYTES));
        }
        this.iterations = iterations;
        this.salt = salt.clone();
        this.key = key.clone();
    }

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException with a sentence that shows nothing of it
     */
    static PasswordHash parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "not a whole hash; copy all of the line that \"icy password\" prints, %sITERATIONS$SALT$HASH"
                            .formatted(PREFIX));
        }
        return new PasswordHash(Integer.parseInt(form.group(1)), decoded(form.group(2)), decoded(form.group(3)));
    }

    public int iterations() {
        return iterations;
    }

    public byte[] salt() {
        return salt.clone();
    }

    public byte[] key() {
        return key.clone();
    }

    /** As it is written in a config. */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return PREFIX + iterations + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(key);
    }

    private static byte[] decoded(String base64) {
        try {
            // Python's passlib, whose format this is, writes a dot for the plus.
            return Base64.getDecoder().decode(base64.replace('.', '+'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a whole hash; a letter of its salt or key is missing", e);
        }
    }
}
