package icy.server.auth;

import icy.server.config.PasswordHash;
import icy.server.config.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Compares passwords that are shown with {@link Secret}s.
 *
 * <pre>
 *                    in plain                      as a hash
 *   glance           YES or NO                     YES: was right before · ASK: who knows
 *   verify           as glance                     the slow hash; what is right is remembered
 * </pre>
 *
 * <p>What is compared and remembered are digests under a random key of this process (HMAC-SHA-256), so neither the time a
 * comparison takes nor the length of a password tells anything, and a dump of the memory no password that was shown. Such
 * a digest covers the secret, too: when that changes, what opened the old one opens nothing.
 *
 * <p>Remembering matters because libshout logs in anew with every title. Failures are not remembered: somebody who mends
 * a config must not be told no by yesterday's answer.
 *
 * <p>Thread: any. {@link #verify} is slow and belongs on a worker. One lock guards the memory, and is held for one look
 * into a map.
 */
public final class Authenticator {

    /** Logins remembered; those not used for longest are forgotten first. */
    static final int MOST_REMEMBERED = 4096;

    /** A longer password is wrong: the hash's work must not grow with what strangers send. */
    private static final int MOST_CHARACTERS = 1000;

    private static final String DIGEST = "HmacSHA256";

    private final SecretKeySpec key;
    private final Derivation derivation;
    private final Map<ByteBuffer, Boolean> remembered = new Memory();

    /** How sure it is. */
    public enum Verdict {
        /** It is the password. */
        YES,
        /** It is not. */
        NO,
        /** {@link #verify} will tell. */
        ASK
    }

    /** What makes the slow hash. */
    @FunctionalInterface
    interface Derivation {
        byte[] derive(String password, byte[] salt, int iterations, int keyBytes);
    }

    public Authenticator() {
        this(SlowHash::derive);
    }

    Authenticator(Derivation derivation) {
        this.derivation = derivation;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, DIGEST);
    }

    /** What can be said at once. */
    public Verdict glance(Secret secret, String password) {
        if (password.isEmpty() || password.length() > MOST_CHARACTERS) {
            return Verdict.NO;
        }
        if (secret.hash().isPresent()) {
            return isRemembered(login(secret, password)) ? Verdict.YES : Verdict.ASK;
        }
        byte[] expected = digest(secret.reveal(), "");
        return MessageDigest.isEqual(expected, digest(password, "")) ? Verdict.YES : Verdict.NO;
    }

    /** Whether it is the password, however long that takes to find out. */
    public boolean verify(Secret secret, String password) {
        Verdict glance = glance(secret, password);
        if (glance != Verdict.ASK) {
            return glance == Verdict.YES;
        }
        PasswordHash hash = secret.hash().orElseThrow();
        byte[] expected = hash.key();
        byte[] derived = derivation.derive(password, hash.salt(), hash.iterations(), expected.length);
        boolean right = MessageDigest.isEqual(expected, derived);
        if (right) {
            remember(login(secret, password));
        }
        return right;
    }

    private ByteBuffer login(Secret secret, String password) {
        return ByteBuffer.wrap(digest(secret.reveal(), password));
    }

    private boolean isRemembered(ByteBuffer login) {
        synchronized (remembered) {
            return remembered.get(login) != null;
        }
    }

    private void remember(ByteBuffer login) {
        synchronized (remembered) {
            remembered.put(login, true);
        }
    }

    /** Of both, with an end between them that neither can have in the middle: a hash's text has no zero byte. */
    private byte[] digest(String first, String second) {
        try {
            Mac mac = Mac.getInstance(DIGEST);
            mac.init(key);
            mac.update(first.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(second.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + DIGEST, e);
        }
    }

    /** The logins used last. */
    private static final class Memory extends LinkedHashMap<ByteBuffer, Boolean> {

        private static final long serialVersionUID = 1;

        Memory() {
            super(16, 0.75f, /* accessOrder= */ true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }
}
