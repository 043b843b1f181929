package icy.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    @Test
    void userAndPasswordAreReadAsUtf8OrElseAsLatin1() {
        assertThat(Credentials.basic(authorization("Basic c291cmNlOmhhY2ttZQ==")))
                .contains(new Credentials("source", "hackme"));
        assertThat(Credentials.basic(basic("jürgen:hütte:1".getBytes(UTF_8))))
                .contains(new Credentials("jürgen", "hütte:1"));
        assertThat(Credentials.basic(basic("jürgen:hütte:1".getBytes(ISO_8859_1))))
                .contains(new Credentials("jürgen", "hütte:1"));
        assertThat(Credentials.basic(basic(":".getBytes(UTF_8)))).contains(new Credentials("", ""));
    }

    @Test
    void schemeIsReadInAnyCaseAndPaddingMayBeMissing() {
        assertThat(Credentials.basic(authorization("basic   c291cmNlOmhhY2ttZQ ")))
                .contains(new Credentials("source", "hackme"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Basic", "Basic ", "Basic ?", "Basic c291cmNl", "Bearer c291cmNlOmhhY2ttZQ==", "Basic=="})
    void whateverIsMalformedIsNone(String value) {
        assertThat(Credentials.basic(authorization(value))).isEmpty();
    }

    @Test
    void longOnesAreNone() {
        assertThat(Credentials.basic(basic(("a:" + "b".repeat(2_000)).getBytes(UTF_8))))
                .isEmpty();
        assertThat(Credentials.basic(Headers.NONE)).isEmpty();
    }

    @Test
    void passwordIsNotShown() {
        assertThat(new Credentials("ann", "hush").toString()).isEqualTo("Credentials[user=ann]");
    }

    private static Headers basic(byte[] pair) {
        return authorization("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    private static Headers authorization(String value) {
        return Headers.of("Authorization", value);
    }
}
