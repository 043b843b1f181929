package icy.server.encode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program at work for us, between two pipes. What it complains of is kept, the last of it; whoever started it closes
 * it, and then it is gone, whatever it was doing. Should this process be killed instead, its pipes end, and with them
 * the program.
 *
 * <p>Thread: any; each pipe one at a time.
 */
public final class ChildProcess implements AutoCloseable {
    /** Enough for some lines; a broken file can make a decoder write megabytes of them. */
    private static final int WORDS_BYTES = 4096;

    private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);

    private final Process process;
    private final Thread listening;
    private final StringBuilder words = new StringBuilder();

    private ChildProcess(Process process) {
        this.process = process;
        this.listening = new Thread(this::listen, "words-of-" + process.pid());
        listening.setDaemon(true);
        listening.start();
    }

    /**
     * Starts a program.
     *
     * @param command the program and its arguments; no shell reads them
     * @throws IOException if there is no such program, or no room for another process
     */
    public static ChildProcess start(List<String> command) throws IOException {
        return new ChildProcess(new ProcessBuilder(command).start());
    }

    /** What is written here the program reads. */
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    /** What the program writes. */
    public InputStream stdout() {
        return process.getInputStream();
    }

    /** The last of what it complained of; all of it once {@link #awaitExit} has said that it ended. */
    public String words() {
        synchronized (words) {
            return words.toString().strip();
        }
    }

    /** The last line of what it complained of: a reason for people. */
    public String reason() {
        String all = words();
        return all.substring(all.lastIndexOf('\n') + 1).strip();
    }

    /** Kills it when it is still there so much later. */
    public void endAfter(Duration time) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (process.isAlive()) {
                        log.warn("process {} took longer than {} s and is ended", process.pid(), time.toSeconds());
                        close();
                    }
                });
    }

    /**
     * Kills it, and what it has started, and never waits: whoever waits at its pipes goes on when it is gone. It is still
     * to be closed.
     */
    public void kill() {
        CompletableFuture.runAsync(
                () -> { // to know what it has started, all processes are looked at
                    destroyDescendants();
                    process.toHandle()
                            .destroyForcibly(); // unlike the process's own, this leaves the pipes to who uses them
                });
    }

    /** Kills it, and what it has started, if it is still there; its pipes end, and whoever waits at one goes on. */
    @Override
    public void close() {
        if (process.isAlive()) {
            destroyDescendants();
            process.destroyForcibly();
        }
        closeQuietly(process.getOutputStream());
        closeQuietly(process.getInputStream());
    }

    /**
     * Waits for it to end by itself.
     *
     * @return whether it ended in time, and said that all went well
     */
    public boolean awaitExit(Duration most) {
        try {
            boolean ended = process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                listening.join(most.toMillis()); // another process may have got its pipe and keep it open
            }
            return ended && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The number by which the system knows it. */
    public long pid() {
        return process.pid();
    }

    /** The processor time it has used so far, of its own and in the kernel; zero where the system does not tell. */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** It may be a script that calls the program. While it is alive: what it leaves behind is nobody's. */
    private void destroyDescendants() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private void listen() {
        byte[] chunk = new byte[1024];
        try (InputStream errors = process.getErrorStream()) {
            for (int n = errors.read(chunk); n >= 0; n = errors.read(chunk)) {
                keep(new String(chunk, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            log.trace("process {} has nothing more to say", process.pid(), e);
        }
    }

    private void keep(String more) {
        synchronized (words) {
            words.append(more);
            if (words.length() > WORDS_BYTES) {
                words.delete(0, words.length() - WORDS_BYTES);
            }
        }
    }

    private static void closeQuietly(AutoCloseable pipe) {
        try {
            pipe.close();
        } catch (Exception e) {
            log.trace("a pipe was broken before it was closed", e);
        }
    }
}
