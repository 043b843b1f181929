package icy.server.encode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
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
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                read.complete(hanging.stdout().read());
            } catch (IOException e) {
                read.complete(-1);
            }
        });
        reader.start();
        await().until(() -> Stream.of(reader.getStackTrace())
                .anyMatch(call -> call.getMethodName().equals("read0")
                        || call.getMethodName().equals("readBytes")));

        hanging.close();

        assertThat(hanging.awaitExit(SOON)).isFalse();
        assertThat(hanging.isAlive()).isFalse();
        assertThat(read.join()).isEqualTo(-1);
    }

    @Test
    void whatAScriptHasStartedGoesWithIt() throws IOException {
        ChildProcess script = ChildProcess.start(List.of("sh", "-c", "sleep 1000 & echo $!; wait"));
        String line = new BufferedReader(new InputStreamReader(script.stdout(), US_ASCII)).readLine();
        ProcessHandle started = ProcessHandle.of(Long.parseLong(line)).orElseThrow();

        script.close();

        await().until(() -> !started.isAlive());
    }

    @Test
    void whatAScriptHasStartedIsKilledWithIt() throws IOException {
        try (ChildProcess script = ChildProcess.start(List.of("sh", "-c", "sleep 1000 & echo $!; wait"))) {
            String line = new BufferedReader(new InputStreamReader(script.stdout(), US_ASCII)).readLine();
            ProcessHandle started = ProcessHandle.of(Long.parseLong(line)).orElseThrow();

            script.kill();

            await().until(() -> !started.isAlive() && !script.isAlive());
        }
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
