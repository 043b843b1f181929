package icy.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTest {

    private static final String HASH = "$pbkdf2-sha256$600000$c2FsdHNhbHQ$MDEyMzQ1Njc4OWFiY2RlZg";

    @Test
    void isNeverPrinted() {
        Login login = new Login("me", Secret.of("correct horse"));
        MountConfig mount = MountConfig.of("/a")
                .withSources(SourcesConfig.DEFAULT.withUsers(new SourceUser("dj", Secret.of("correct horse"), 0)))
                .withRelay(RelayConfig.of("http://me:correct%20horse@example.org/"));

        assertThat(Secret.of("correct horse")).hasToString("(set)");
        assertThat(Secret.of(HASH)).hasToString("(set, as a hash)");
        assertThat(login.toString()).doesNotContain("horse");
        assertThat(mount.toString()).contains("dj").doesNotContain("horse");
    }

    @Test
    void aHashIsTakenApart() {
        PasswordHash hash = Secret.of(HASH).hash().orElseThrow();

        assertThat(hash.iterations()).isEqualTo(600_000);
        assertThat(hash.salt()).asString(StandardCharsets.US_ASCII).isEqualTo("saltsalt");
        assertThat(hash.key()).asString(StandardCharsets.US_ASCII).isEqualTo("0123456789abcdef");
        assertThat(hash.text()).isEqualTo(HASH);
    }

    @Test
    void takesTheDotsOfPasslibForPlusses() {
        PasswordHash hash = PasswordHash.parse("$pbkdf2-sha256$29000$..++////AAA$MDEyMzQ1Njc4OWFiY2RlZg");

        assertThat(hash.text()).isEqualTo("$pbkdf2-sha256$29000$++++////AAA$MDEyMzQ1Njc4OWFiY2RlZg");
    }

    @Property
    void whatIsWrittenReadsBackTheSame(
            @ForAll @IntRange(min = 1000, max = 10_000_000) int iterations,
            @ForAll @Size(min = 8, max = 64) byte[] salt,
            @ForAll @Size(min = 16, max = 64) byte[] key) {
        PasswordHash hash = PasswordHash.parse(new PasswordHash(iterations, salt, key).text());

        assertThat(hash.iterations()).isEqualTo(iterations);
        assertThat(hash.salt()).isEqualTo(salt);
        assertThat(hash.key()).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $pbkdf2-sha256$600000$c2FsdHNhbHQ                            | not a whole hash; copy all of the line
            $pbkdf2-sha256$600000$c2FsdHNhbHQ$MDEyMzQ1Njc4OWFiY2RlZ      | a letter of its salt or key is missing
            $pbkdf2-sha256$10$c2FsdHNhbHQ$MDEyMzQ1Njc4OWFiY2RlZg         | a hash of 10 iterations
            $pbkdf2-sha256$999999999$c2FsdHNhbHQ$MDEyMzQ1Njc4OWFiY2RlZg  | a hash of 999999999 iterations
            $pbkdf2-sha256$600000$c2FsdA$MDEyMzQ1Njc4OWFiY2RlZg          | a salt of 4 bytes
            $pbkdf2-sha256$600000$c2FsdHNhbHQ$MDEyMzQ1Njc                | a hash of 8 bytes
            $2y$10$abcdefghijklmnopqrstuv                                | a hash of another kind
            $argon2id$v=19$m=65536,t=3,p=4$abc$def                       | a hash of another kind
            """)
    void aHashThatCannotBeCheckedIsRefused(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secret.of(text))
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("MDEyMz"));
    }

    @Test
    void aDollarAloneIsNoHash() {
        assertThat(Secret.of("$ecret money").reveal()).isEqualTo("$ecret money");
        assertThat(Secret.of("$ecret$").hash()).isEmpty();
    }
}
