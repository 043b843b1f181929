package icy.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import icy.server.auth.Authenticator.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private long nowNanos = Long.MAX_VALUE - 1000; // It may wrap while one looks.
    private int writes;

    @SuppressWarnings("NullAway.Init")
    private Path path;

    @SuppressWarnings("NullAway.Init")
    private PasswordFile file;

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve("listeners.txt");
        write("# who may listen\n\nali:open sesame\n");
        file = new PasswordFile(path, new Authenticator(), () -> nowNanos);
    }

    @Test
    void isReadByAWorkerFirstAndThenKnownAtOnce() throws IOException {
        assertThat(file.glance("ali", "open sesame")).isEqualTo(Verdict.ASK);
        assertThat(file.verify("ali", "open sesame")).isTrue();
        nowNanos++;
        assertThat(file.glance("ali", "open sesame")).isEqualTo(Verdict.ASK); // it is time to look, for one
        assertThat(file.glance("ali", "open sesame")).isEqualTo(Verdict.YES);
        assertThat(file.glance("ali", "open barley")).isEqualTo(Verdict.NO);
        assertThat(file.glance("cassim", "open sesame")).isEqualTo(Verdict.NO);
    }

    @Test
    void whoeverIsAddedOrTakenOutIsNoticedByTheNextLook() throws IOException {
        file.verify("ali", "open sesame");
        assertThat(file.glance("ali", "open sesame")).isEqualTo(Verdict.ASK);
        write("cassim:open barley\n");
        assertThat(file.glance("ali", "open sesame")).isEqualTo(Verdict.YES);

        nowNanos += PasswordFile.LOOK_INTERVAL.toNanos();

        assertThat(file.glance("ali", "open sesame")).isEqualTo(Verdict.ASK);
        assertThat(file.verify("ali", "open sesame")).isFalse();
        assertThat(file.glance("cassim", "open barley")).isEqualTo(Verdict.YES);
    }

    @Test
    void thoseWhoWereInAFileThatIsGoneMayListenOn() throws IOException {
        file.verify("ali", "open sesame");
        Files.delete(path);

        assertThat(file.verify("ali", "open sesame")).isTrue();
        write("cassim:open barley\n");
        assertThat(file.verify("ali", "open sesame")).isFalse();
    }

    @Test
    void aFileThatWasNeverThereIsAFault() throws IOException {
        Files.delete(path);

        assertThatIOException()
                .isThrownBy(() -> file.verify("ali", "open sesame"))
                .isInstanceOf(NoSuchFileException.class);
        write("ali:open sesame\n");
        assertThat(file.verify("ali", "open sesame")).isTrue();
    }

    @Test
    void whatIsTooLongIsNotRead() throws IOException {
        Files.write(path, new byte[(4 << 20) + 1]);

        assertThatIOException()
                .isThrownBy(() -> file.verify("ali", "open sesame"))
                .withMessage("4194305 bytes long; at most 4194304 are read");
    }

    @Test
    void linesThatCannotBeUnderstoodAreNamedWithoutTheirContent() throws IOException {
        PasswordFile.Parsed parsed = PasswordFile.Parsed.of("""
                \uFEFFali:open sesame
                # comment

                secret1
                :secret2
                cassim:
                ali:secret3
                  morgiana:a:b:c\s\s
                kogia:$2y$secret4
                """);

        assertThat(parsed.users()).containsOnlyKeys("ali", "morgiana");
        assertThat(parsed.users().get("morgiana").reveal()).isEqualTo("a:b:c");
        assertThat(parsed.problems())
                .containsExactly(
                        "line 4: write user:password",
                        "line 5: write user:password",
                        "line 6: write user:password",
                        "line 7: this user has a line already",
                        "line 9: looks like a hash of another kind; \"icy password\" makes one");
    }

    /** Each time a second later, so that no test is too quick for the dates of files. */
    private void write(String text) throws IOException {
        Files.writeString(path, text);
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_700_000_000_000L + 1000 * writes++));
    }
}
