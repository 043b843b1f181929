package icy.server.encode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ChildProcessTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void whatIsWrittenItReadsAndWhatItWritesIsRead() throws IOException {
        try (ChildProcess cat = ChildProcess.start(List.of("cat"))) {
            cat.stdin().write("to and fro".getBytes(US_ASCII));
            cat.stdin().close();

            assertThat(cat.stdout().readAllBytes()).asString(US_ASCII).isEqualTo("to and fro");
            assertThat(cat.awaitExit(SOON)).isTrue();
        }
    }

    @Test
    void whatItComplainsOfIsKeptTheLastOfIt() throws IOException {
        String script = "i=0; while [ $i -lt 3000 ]; do echo complaint $i >&2; i=$((i+1)); done; exit 3";
        try (ChildProcess child = ChildProcess.start(List.of("sh", "-c", script))) {
            assertThat(child.awaitExit(SOON)).isFalse();

            assertThat(child.reason()).isEqualTo("complaint 2999");
            assertThat(child.words().length()).isLessThanOrEqualTo(4096);
        }
    }

    @Test
    void oneThatHangsIsGoneWhenItIsClosedAndWhoeverReadsItGoesOn() throws IOException {
        ChildProcess hanging = ChildProcess.start(List.of("sleep", "1000"));

        hanging.close();

        assertThat(hanging.awaitExit(SOON)).isFalse();
        assertThat(hanging.isAlive()).isFalse();
        assertThatIOException().isThrownBy(() -> hanging.stdout().read());
    }

    @Test
    void oneThatTakesTooLongIsEnded() throws IOException {
        try (ChildProcess slow = ChildProcess.start(List.of("sleep", "1000"))) {
            slow.endAfter(Duration.ofMillis(1));

            assertThat(slow.awaitExit(SOON)).isFalse();
            assertThat(slow.isAlive()).isFalse();
        }
    }

    @Test
    void aProgramThatIsNotThereIsAnError() {
        assertThatIOException().isThrownBy(() -> ChildProcess.start(List.of("/no/such/program")));
    }
}
