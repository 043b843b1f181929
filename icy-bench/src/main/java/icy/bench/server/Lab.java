package icy.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where things are run: the repository, a folder for what is made on the way, and the neutral C programs. Closing it
 * removes the folder.
 *
 * <p>Thread: any.
 */
public final class Lab implements AutoCloseable {
    private static final long COMPILE_SECONDS = 60;

    private final Path repository;
    private final Path folder;
    private final Queue<Process> started = new ConcurrentLinkedQueue<>();

    /** @param repository the folder that holds {@code ./icy} */
    public Lab(Path repository) throws IOException {
        if (!Files.isDirectory(repository.resolve("icy-bench/neutral"))) {
            throw new IOException(repository + " is not the repository: start this with icy-bench/run");
        }
        this.repository = repository;
        this.folder = Files.createTempDirectory("icy-bench");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> started.forEach(Process::destroy), "lab-end"));
    }

    public Path repository() {
        return repository;
    }

    /** A new folder inside the lab's. */
    public Path newFolder(String name) throws IOException {
        return Files.createTempDirectory(folder, name);
    }

    /** Compiles {@code icy-bench/neutral/NAME.c}, once. */
    public Path neutralProgram(String name) throws IOException, InterruptedException {
        Path program = folder.resolve(name);
        if (!Files.exists(program)) {
            Path source = repository.resolve("icy-bench/neutral").resolve(name + ".c");
            Process compiler = new ProcessBuilder("gcc", "-O2", "-o", program.toString(), source.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!compiler.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
                throw new IOException("gcc cannot compile " + source + ": " + said);
            }
        }
        return program;
    }

    /** Starts a program that writes all it says to {@code log}. Should this JVM be ended before it, it ends too. */
    public Process start(Path log, Path workingFolder, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(workingFolder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        started.add(process);
        return process;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Returns once {@code path} answers 200 and has sent its first audio byte. */
    static void awaitAudio(Process server, int port, String path, int seconds, Path log)
            throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - deadlineNanos < 0 && server.isAlive()) {
            if (sendsAudio(port, path)) {
                return;
            }
            Thread.sleep(20);
        }
        throw new IOException(String.format(
                Locale.ROOT,
                "no audio from http://127.0.0.1:%d%s within %d s; it said: %s",
                port,
                path,
                seconds,
                Files.readString(log)));
    }

    private static boolean sendsAudio(int port, String path) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(2000);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] start = in.readNBytes(12); // "HTTP/1.x 200"
            int matched = 0;
            while (matched < 4) {
                int next = in.read();
                if (next < 0) {
                    return false;
                }
                matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
            }
            return new String(start, StandardCharsets.US_ASCII).endsWith(" 200") && in.read() >= 0;
        } catch (IOException e) {
            return false; // not listening yet, or nothing to send yet: asked again
        }
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted((a, b) -> b.compareTo(a)).forEach(Lab::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
