package icy.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordStoreTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void makesPasswordsOnceAndKeepsThem() throws IOException {
        PasswordStore.Result first = new PasswordStore(folder.resolve("data")).complete(PasswordsConfig.GENERATED);
        PasswordStore.Result second = new PasswordStore(folder.resolve("data")).complete(PasswordsConfig.GENERATED);

        assertThat(first.made()).containsExactly(ConfigKey.SOURCE_PASSWORD, ConfigKey.ADMIN_PASSWORD);
        assertThat(text(first.passwords().source()))
                .hasSizeGreaterThanOrEqualTo(20)
                .isNotEqualTo(text(first.passwords().admin()));
        assertThat(second.made()).isEmpty();
        assertThat(second.passwords()).isEqualTo(first.passwords());
    }

    @Test
    void onlyTheOwnerMayReadThem() throws IOException {
        PasswordStore.Result result = new PasswordStore(folder).complete(PasswordsConfig.GENERATED);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(result.file())))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryContaining(path -> path.equals(result.file()));
        assertThat(Files.list(folder)).hasSize(1);
    }

    @Test
    void whatIsConfiguredIsNeitherMadeNorKept() throws IOException {
        PasswordStore.Result both = new PasswordStore(folder).complete(PasswordsConfig.of("swordfish", "open sesame"));
        assertThat(folder).isEmptyDirectory();
        assertThat(both.made()).isEmpty();

        PasswordStore.Result one =
                new PasswordStore(folder).complete(new PasswordsConfig(Secret.of("swordfish"), null, null));
        assertThat(one.passwords().source()).isEqualTo(Secret.of("swordfish"));
        assertThat(one.made()).containsExactly(ConfigKey.ADMIN_PASSWORD);
        assertThat(Files.readString(one.file())).doesNotContain("swordfish");
    }

    @Test
    void whereNothingCanBeKeptTheyAreGoodForThisRun() throws IOException {
        Path noFolder = Files.writeString(folder.resolve("data"), "");

        PasswordStore.Result result =
                new PasswordStore(noFolder).complete(new PasswordsConfig(Secret.of("swordfish"), null, null));

        assertThat(result.whyNotKept()).isNotNull();
        assertThat(result.made()).containsExactly(ConfigKey.ADMIN_PASSWORD);
        assertThat(text(result.passwords().admin())).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Files.writeString(folder.resolve("passwords"), "source=abc\n");

        assertThatIOException()
                .isThrownBy(() -> new PasswordStore(folder).complete(PasswordsConfig.GENERATED))
                .withMessageContaining("delete it and new passwords are made");
    }

    private static String text(@Nullable Secret secret) {
        return Objects.requireNonNull(secret).reveal();
    }
}
