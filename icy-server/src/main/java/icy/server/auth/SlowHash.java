package icy.server.auth;

import icy.server.config.PasswordHash;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2): slow by intent, a quarter of a second and more, so that passwords
 * cannot be found by trying from a config that was stolen.
 *
 * <p>Thread: a worker, or main.
 */
public final class SlowHash {

    /** What OWASP's Password Storage Cheat Sheet asks of this function since 2023. */
    public static final int ITERATIONS = 600_000;

    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;

    /** Enough for what cannot be found by trying whatever the hash costs, because it was made at random. */
    private static final int ITERATIONS_OF_RANDOM = 1000;

    private SlowHash() {}

    /** A new hash of {@code password}, salted at random. */
    public static PasswordHash of(String password) {
        return of(password, ITERATIONS);
    }

    /** As above for a key made of at least 128 random bits, which is checked in a millisecond. */
    public static PasswordHash ofRandom(String key) {
        return of(key, ITERATIONS_OF_RANDOM);
    }

    static PasswordHash of(String password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(iterations, salt, derive(password, salt, iterations, KEY_BYTES));
    }

    /** The key that {@code password}, which is not empty, gives with these. */
    static byte[] derive(String password, byte[] salt, int iterations, int keyBytes) {
        char[] characters = password.toCharArray();
        PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, keyBytes * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
            Arrays.fill(characters, '\0');
        }
    }
}
