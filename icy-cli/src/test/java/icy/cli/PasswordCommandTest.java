package icy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.auth.Authenticator;
import icy.server.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PasswordCommandTest {

    @ParameterizedTest
    @CsvSource({"'open sesame\n'", "'open sesame'", "'open sesame\r\nand more'"})
    void printsAHashOfTheFirstLineAndNothingElse(String input) {
        CommandRun run = run(input, null);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).matches("\\$pbkdf2-sha256\\$600000\\$[^$]{22}\\$[^$]{43}\\R");
        Secret secret = Secret.of(run.out().strip());
        assertThat(new Authenticator().verify(secret, "open sesame")).isTrue();
        assertThat(new Authenticator().verify(secret, "open barley")).isFalse();
    }

    @Test
    void twoHashesOfOnePasswordDiffer() {
        assertThat(run("open sesame\n", null).out())
                .isNotEqualTo(run("open sesame\n", null).out());
    }

    @Test
    void whatIsTypedMustBeTheSameTwice() {
        assertThat(run("", typing("open sesame", "open sesame")).exitCode()).isZero();

        CommandRun slip = run("", typing("open sesame", "open seasme"));
        assertThat(slip.exitCode()).isEqualTo(1);
        assertThat(slip.out()).isEmpty();
        assertThat(slip.err()).contains("not the same twice").doesNotContain("sesame");
    }

    @Test
    void refusesWithTheReason() {
        assertThat(run("sesame\n", null).err())
                .isEqualTo("password: shorter than 8 characters, which are soon found by trying; choose a longer one"
                        + System.lineSeparator());
        assertThat(run("", null).err()).contains("shorter than 8");
        assertThat(run("x".repeat(2000), null).err()).contains("longer than 1000 bytes");
        assertThat(run("open\tsesame\n", null).err()).contains("control character");
    }

    private static PasswordCommand.Typist typing(String... lines) {
        Deque<String> left = new ArrayDeque<>(List.of(lines));
        return (prompt, prompts) -> {
            prompts.println(prompt);
            return left.remove();
        };
    }

    private static CommandRun run(String input, PasswordCommand.@Nullable Typist typist) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        int exitCode = new CommandLine(new PasswordCommand(in, typist))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(new ErrorHandler())
                .execute();
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
