package icy.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line in a process of its own, as users run it. */
public final class RunningCommand implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("on the air(?: yet)?: (http://[^\\s,;]+)");

    private final Process process;
    private final Path out;
    private final Path err;

    /** Starts it; what it prints is kept in {@code folder}. */
    public RunningCommand(Path folder, String... args) throws IOException {
        this(List.of(), folder, args);
    }

    private RunningCommand(List<String> starter, Path folder, String... args) throws IOException {
        this.out = folder.resolve("out.txt");
        this.err = folder.resolve("err.txt");
        List<String> command = new ArrayList<>(starter);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "icy.cli.IcyCommand"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ICY_"));
        process = builder.start();
    }

    /** As the constructor, with SIGHUP ignored from the start. */
    static RunningCommand withoutHangUps(Path folder, String... args) throws IOException {
        return new RunningCommand(List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"), folder, args);
    }

    /** Waits until it listens, and returns the first URL it names. */
    public String awaitUrl() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !process.isAlive() || URL.matcher(out()).find());
        Matcher url = URL.matcher(out());
        if (!url.find()) {
            throw new AssertionError("it does not listen: " + out() + err());
        }
        return url.group(1);
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Sends SIGHUP. */
    void hangUp() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + out() + err());
        }
        return process.exitValue();
    }

    public String out() {
        return text(out);
    }

    public String err() {
        return text(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
