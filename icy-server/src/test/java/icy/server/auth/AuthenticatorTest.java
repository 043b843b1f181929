package icy.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.auth.Authenticator.Verdict;
import icy.server.config.PasswordHash;
import icy.server.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {

    private static final Secret HASHED =
            Secret.of(SlowHash.of("open sesame", 1000).text());

    private int computations;
    private final Authenticator authenticator = new Authenticator((password, salt, iterations, keyBytes) -> {
        computations++;
        return SlowHash.derive(password, salt, iterations, keyBytes);
    });

    @Property
    void aPlainPasswordIsToldAtOnceFromAnyOther(
            @ForAll @StringLength(min = 8, max = 40) String one,
            @ForAll @StringLength(min = 1, max = 40) String other) {
        Secret secret = Secret.of("x" + one);

        assertThat(authenticator.glance(secret, "x" + one)).isEqualTo(Verdict.YES);
        assertThat(authenticator.glance(secret, other)).isEqualTo(other.equals("x" + one) ? Verdict.YES : Verdict.NO);
        assertThat(authenticator.verify(secret, "x" + one)).isTrue();
        assertThat(computations).isZero();
    }

    @Test
    void aRepeatedLoginCostsOneHash() {
        assertThat(authenticator.glance(HASHED, "open sesame")).isEqualTo(Verdict.ASK);
        assertThat(computations).isZero();

        assertThat(authenticator.verify(HASHED, "open sesame")).isTrue();
        for (int title = 0; title < 1000; title++) {
            assertThat(authenticator.glance(HASHED, "open sesame")).isEqualTo(Verdict.YES);
            assertThat(authenticator.verify(HASHED, "open sesame")).isTrue();
        }
        assertThat(computations).isEqualTo(1);
    }

    @Test
    void failuresAreNotRemembered() {
        assertThat(authenticator.verify(HASHED, "open barley")).isFalse();
        assertThat(authenticator.glance(HASHED, "open barley")).isEqualTo(Verdict.ASK);
        assertThat(authenticator.verify(HASHED, "open barley")).isFalse();
        assertThat(computations).isEqualTo(2);
    }

    @Test
    void whatOpenedTheOldHashDoesNotOpenTheNew() {
        Secret samePassword = Secret.of(SlowHash.of("open sesame", 1000).text());
        authenticator.verify(HASHED, "open sesame");

        assertThat(authenticator.glance(samePassword, "open sesame")).isEqualTo(Verdict.ASK);
        assertThat(authenticator.verify(samePassword, "open sesame")).isTrue();
        assertThat(computations).isEqualTo(2);
    }

    @Test
    void emptyAndHugePasswordsAreWrongWithoutAnyWork() {
        assertThat(authenticator.glance(HASHED, "")).isEqualTo(Verdict.NO);
        assertThat(authenticator.verify(HASHED, "x".repeat(1001))).isFalse();
        assertThat(computations).isZero();
    }

    @Test
    void theLoginsUsedLastAreRemembered() {
        Authenticator quick = new Authenticator((password, salt, iterations, keyBytes) -> new byte[keyBytes]);
        Secret first = secret(0);
        assertThat(quick.verify(first, "password")).isTrue();
        for (int i = 1; i < Authenticator.MOST_REMEMBERED; i++) {
            quick.verify(secret(i), "password");
        }
        assertThat(quick.glance(first, "password")).isEqualTo(Verdict.YES); // and so it is the last used

        quick.verify(secret(Authenticator.MOST_REMEMBERED), "password");

        assertThat(quick.glance(first, "password")).isEqualTo(Verdict.YES);
        assertThat(quick.glance(secret(1), "password")).isEqualTo(Verdict.ASK);
        assertThat(quick.glance(secret(2), "password")).isEqualTo(Verdict.YES);
    }

    private static Secret secret(int number) {
        byte[] salt = "salt%8d".formatted(number).getBytes(StandardCharsets.US_ASCII);
        return Secret.of(new PasswordHash(1000, salt, new byte[32]).text());
    }

    @Test
    void knowsTheVectorsOfRfc7914() {
        // RFC 7914, section 11, whose key of 64 bytes begins with that of 32.
        byte[] derived = SlowHash.derive("passwd", "salt".getBytes(StandardCharsets.US_ASCII), 1, 64);

        assertThat(derived)
                .startsWith(0x55, 0xac, 0x04, 0x6e, 0x56, 0xe3, 0x08, 0x9f)
                .endsWith(0x20, 0x41, 0xd3, 0xa1, 0x97, 0x83)
                .hasSize(64);
    }

    @Test
    void checksAHashThatPythonMade() {
        // hashlib.pbkdf2_hmac("sha256", "pässword".encode(), salt, 1000), written as passlib writes it.
        Secret secret =
                Secret.of("$pbkdf2-sha256$1000$QSQrn65W.tTm533.M8sY0Q$SXkEC1VBLMi1W1mEHEQvm1th6KMtM3.c36vt/qsBPTo");

        assertThat(authenticator.verify(secret, "pässword")).isTrue();
        assertThat(authenticator.verify(secret, "password")).isFalse();
    }

    @Test
    void whoeverDoesNotExistCostsAsMuchAsAWrongPassword() {
        Logins logins = new Logins(Map.of("ali", HASHED, "guest", Secret.of("guest")), authenticator);

        assertThat(logins.glance("ali", "open barley")).isEqualTo(Verdict.ASK);
        assertThat(logins.glance("cassim", "open barley")).isEqualTo(Verdict.ASK);
        assertThat(logins.verify("cassim", "open barley")).isFalse();
        assertThat(computations).isEqualTo(1);
        assertThat(logins.verify("cassim", "open sesame")).isFalse();
        assertThat(logins.verify("ali", "open sesame")).isTrue();
        assertThat(logins.glance("cassim", "open sesame")).isEqualTo(Verdict.ASK);
        assertThat(logins.glance("guest", "guest")).isEqualTo(Verdict.YES);
        assertThat(new Logins(Map.of("guest", Secret.of("guest")), authenticator).glance("host", "guest"))
                .isEqualTo(Verdict.NO);
    }
}
