package icy.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import icy.server.config.LogConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Timeout(30)
class LogOutputTest {

    private static final Logger log = LoggerFactory.getLogger("icy.test");
    private static final Logger access = LoggerFactory.getLogger(LogOutput.ACCESS);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void anEventIsALine() throws IOException {
        try (LogOutput output = LogOutput.open(LogConfig.DEFAULT, false, false, err)) {
            log.info("mount {}: {}", "/stream", "on air");
            log.debug("not said");
            access.info("not said either");
        }

        assertThat(lines())
                .singleElement()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  mount /stream: on air");
    }

    @Test
    void aFaultIsTheEndOfItsLineAndHasItsTraceOnlyWhenAskedFor() throws IOException {
        try (LogOutput output = LogOutput.open(LogConfig.DEFAULT, false, false, err)) {
            log.warn("it broke", new IOException("disk gone"));
        }
        assertThat(lines()).singleElement().asString().endsWith("WARN  it broke (IOException: disk gone)");

        err.reset();
        try (LogOutput output = LogOutput.open(LogConfig.DEFAULT, true, false, err)) {
            log.warn("it broke", new IOException("disk gone"));
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("at icy.cli.log.LogOutputTest");
    }

    @Test
    void whatAStrangerSendsCannotBeginALineOrSpeakToTheTerminal() throws IOException {
        try (LogOutput output = LogOutput.open(LogConfig.DEFAULT, false, false, err)) {
            log.info("title {}", "a\n2026-01-01 00:00:00.000 ERROR forged\u001b[2J");
        }

        assertThat(lines()).singleElement().asString().contains("a\\n2026").contains("\\x1b[2J");
    }

    @Test
    void filesHaveTheirOwnLinesAndAccessLinesStayAsTheyCome() throws IOException {
        LogConfig config = new LogConfig(LogConfig.Level.INFO, folder.resolve("logs"), 1 << 20, 3, false);
        try (LogOutput output = LogOutput.open(config, false, false, err)) {
            log.info("on air");
            access.info("127.0.0.1 - - \"GET / HTTP/1.0\" 200");
        }

        assertThat(folder.resolve("logs/icy.log")).content().endsWith("INFO  on air\n");
        assertThat(folder.resolve("logs/access.log")).hasContent("127.0.0.1 - - \"GET / HTTP/1.0\" 200");
        assertThat(lines()).hasSize(1);
    }

    @Test
    void aFileThatCannotBeOpenedIsNamedBeforeAnythingStarts() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("icy.log"));
        LogConfig config = new LogConfig(LogConfig.Level.INFO, folder, 1 << 20, 3, false);

        assertThatIOException()
                .isThrownBy(() -> LogOutput.open(config, false, false, err))
                .withMessage("log.dir: " + taken + ": Is a directory; choose another folder with --log-dir");
    }

    @Test
    void filesArePutAsideAtTheirSizeAndOnlySoManyAreKept() throws Exception {
        LogConfig config = new LogConfig(LogConfig.Level.INFO, folder, 64 << 10, 2, false);
        String line = "x".repeat(1000);
        try (LogOutput output = LogOutput.open(config, false, false, OutputStream.nullOutputStream())) {
            long untilNanos = System.nanoTime() + 20_000_000_000L;
            while (!Files.exists(folder.resolve("icy.2.log")) && System.nanoTime() < untilNanos) {
                log.info(line);
            }
        }

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("icy.log", "icy.1.log", "icy.2.log")
                    .doesNotContain("icy.3.log");
        }
    }

    @Test
    void whoLogsNeverWaitsForAnOutputThatHangs() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        OutputStream hanging = new OutputStream() {
            @Override
            public void write(int b) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        LogOutput output = LogOutput.open(LogConfig.DEFAULT, false, false, hanging);
        try {
            for (int i = 0; i < 20_000; i++) {
                log.info("line {}", i);
                log.error("line {}", i);
            }
        } finally {
            released.countDown();
            output.close();
        }
        // That it got here is the proof: the queue holds 4,096 lines, and the output took none.
    }

    private Stream<String> lines() {
        return err.toString(StandardCharsets.UTF_8).lines();
    }
}
