package icy.server.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import icy.server.testing.Pcm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program that plays the station, in a folder of its own. Where the tests run as root it runs as the user
 * {@code nobody}, because VLC and others refuse root.
 *
 * <p>Thread: the test's.
 */
final class Player implements AutoCloseable {
    static final String SOUND = "sound.wav";

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--");

    private final String program;
    private final Path folder;
    private final @Nullable Process process;

    private Player(String program, Path folder, @Nullable Process process) {
        this.program = program;
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts a program; it must end by itself.
     *
     * @param parent where its folder is made; everybody must be able to go there
     * @param command the program and its arguments, with blanks between them and in none of them
     */
    static Player start(Path parent, String name, String command) throws IOException {
        List<String> words = List.of(command.strip().split("\\s+"));
        String program = words.get(0);
        Path folder = Files.createDirectory(parent.resolve(name));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        if (!isInstalled(program)) {
            return new Player(program, folder, null);
        }
        List<String> whole = new ArrayList<>(ROOT ? AS_NOBODY : List.of());
        whole.addAll(words);
        ProcessBuilder start = new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("words.txt").toFile());
        Map<String, String> environment = start.environment();
        environment.put("HOME", folder.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.remove("DISPLAY");
        environment.remove("XDG_RUNTIME_DIR");
        return new Player(program, folder, start.start());
    }

    /** Waits until it has ended; the test is skipped where there is no such program. */
    Player ended(long seconds) throws InterruptedException {
        Process running = process;
        assumeTrue(running != null, program + " is not on the PATH: install it to have it play");
        if (!running.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError(program + " still plays after " + seconds + " s; it said: " + lines());
        }
        return this;
    }

    /** The test is skipped where there is no such program, or none of {@code others}. */
    Player installed(String... others) {
        assumeTrue(process != null, program + " is not on the PATH: install it to have it tried");
        for (String other : others) {
            assumeTrue(isInstalled(other), other + " is not on the PATH: install it to have it tried");
        }
        return this;
    }

    int exitCode() {
        return Optional.ofNullable(process).orElseThrow().exitValue();
    }

    /** All it said, errors included. Status lines that a terminal would overwrite are lines too. */
    List<String> lines() {
        return new String(bytes("words.txt"), UTF_8)
                .replace("\u001b[K", "")
                .lines()
                .flatMap(line -> Arrays.stream(line.split("\r")))
                .filter(line -> !line.isBlank())
                .toList();
    }

    Path folder() {
        return folder;
    }

    byte[] bytes(String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(program + " wrote no " + file + "; it said: " + lines(), e);
        }
    }

    /** What it played: 16-bit stereo at 44.1 kHz in a WAV file, whose length fields need not be right. */
    Pcm sound() {
        byte[] wav = bytes(SOUND);
        int at = 12;
        while (wav[at] != 'd' || wav[at + 1] != 'a' || wav[at + 2] != 't' || wav[at + 3] != 'a') {
            at += 8 + ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 4);
        }
        return Pcm.ofLittleEndian(Arrays.copyOfRange(wav, at + 8, wav.length), 44_100, 2);
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
