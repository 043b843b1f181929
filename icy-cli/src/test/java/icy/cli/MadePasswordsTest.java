package icy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import icy.server.config.ConfigReader;
import icy.server.config.MountConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.Secret;
import icy.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The config is read at the start and again at each reload. */
class MadePasswordsTest {
    private final StringWriter shown = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aPasswordThatIsTakenOutOfTheConfigIsReplacedByOneThatIsMadeAndShown() throws IOException {
        MadePasswords passwords = keptIn(folder);
        passwords.complete(written("swordfish", "open sesame"));
        assertThat(shown.toString()).isEmpty();

        Secret source =
                passwords.complete(written(null, "open sesame")).passwords().source();

        assertThat(source).isNotNull().isNotEqualTo(Secret.of("swordfish"));
        assertThat(shown.toString())
                .contains("source password, made for you and kept in " + folder.resolve("passwords") + ": "
                        + source.reveal());
        assertThat(passwords.complete(written(null, "open sesame")).passwords().source())
                .as("at the next reload")
                .isEqualTo(source);
    }

    @Test
    void aPasswordThatIsReplacedAndThenTakenOutDoesNotComeBack() throws IOException {
        MadePasswords passwords = keptIn(folder);
        passwords.complete(written("swordfish", "open sesame"));
        passwords.complete(written("haddock of the sea", "open sesame"));

        Secret source =
                passwords.complete(written(null, "open sesame")).passwords().source();

        assertThat(source).isNotNull().isNotIn(Secret.of("swordfish"), Secret.of("haddock of the sea"));
    }

    @Test
    void thoseMadeAreTheSameAgainAfterOthersWereWrittenAlsoWhereTheyCannotBeKept() throws IOException {
        Path noFolder = Files.writeString(folder.resolve("data"), "");
        MadePasswords passwords = keptIn(noFolder);
        PasswordsConfig made = passwords.complete(written(null, null)).passwords();
        assertThat(shown.toString()).contains("good for this run only");
        shown.getBuffer().setLength(0);

        assertThat(passwords.complete(written(null, null)).passwords()).isEqualTo(made);
        PasswordsConfig mixed = passwords.complete(written("swordfish", null)).passwords();
        assertThat(mixed.source()).isEqualTo(Secret.of("swordfish"));
        assertThat(mixed.admin()).isEqualTo(made.admin());
        assertThat(passwords.complete(written(null, null)).passwords()).isEqualTo(made);
        assertThat(shown.toString()).as("what has been shown").isEmpty();
    }

    @Test
    void aFileOfPasswordsThatIsDamagedFailsTheReloadThatNeedsIt() throws IOException {
        MadePasswords passwords = keptIn(folder);
        passwords.complete(written("swordfish", "open sesame"));
        Files.writeString(folder.resolve("passwords"), "source=abc\n");

        assertThatIOException()
                .isThrownBy(() -> passwords.complete(written(null, "open sesame")))
                .withMessageContaining("damaged");
    }

    @Test
    void everyPasswordThatIsSoonFoundByTryingIsWarnedOf() throws Exception {
        keptIn(folder).complete(ConfigReader.parse("""
                        [passwords]
                        source = "src-1"
                        admin = "open sesame"
                        relay = "rel-1"
                        [[mounts]]
                        mount = "/a"
                        source-password = "own-1"
                        [[mounts]]
                        mount = "/b"
                        [[mounts.sources]]
                        user = "dj"
                        password = "dj-1"
                        [[mounts.sources]]
                        user = "night"
                        password = "long enough"
                        """));

        assertThat(shown.toString().lines().map(line -> line.replaceFirst(" has fewer than 8 .*: ", ": ")))
                .containsExactly(
                        "icy serve: the source password: choose a longer one, or leave it out and one is made",
                        "icy serve: the relay password: choose a longer one",
                        "icy serve: the password of source on /a: choose a longer one",
                        "icy serve: the password of dj on /b: choose a longer one");
    }

    @Test
    void ofManyPasswordsThatAreShortTheRestIsCounted() throws Exception {
        String mounts = IntStream.range(0, 14)
                .mapToObj("[[mounts]]\nmount = \"/m%d\"\nsource-password = \"abcd\"\n"::formatted)
                .collect(Collectors.joining());
        keptIn(folder).complete(ConfigReader.parse("""
                        [passwords]
                        source = "long enough"
                        admin = "open sesame"
                        """ + mounts));

        assertThat(shown.toString().lines()).hasSize(11).last().isEqualTo("icy serve: 4 more passwords are as short");
    }

    private MadePasswords keptIn(Path dataDir) {
        return new MadePasswords(dataDir, new PrintWriter(shown));
    }

    private static ServerConfig written(@Nullable String source, @Nullable String admin) {
        return ServerConfig.of(MountConfig.of("/stream"))
                .withPasswords(new PasswordsConfig(
                        source == null ? null : Secret.of(source), admin == null ? null : Secret.of(admin), null));
    }
}
