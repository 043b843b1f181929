package icy.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running server. Closing it ends its processes and waits until they are gone.
 *
 * <p>Thread: any; close once.
 */
public final class OnAir implements AutoCloseable {
    private static final long END_SECONDS = 10;

    private final int port;
    private final String mount;
    private final Process server;
    private final List<Process> others;
    private final Path log;

    /**
     * @param server the process that is measured
     * @param others what it needs beside it, such as a source
     * @param log what it prints
     */
    OnAir(int port, String mount, Process server, List<Process> others, Path log) {
        this.port = port;
        this.mount = mount;
        this.server = server;
        this.others = List.copyOf(others);
        this.log = log;
    }

    /** The same, with one more process that ends with it. */
    OnAir with(Process other) {
        List<Process> all = new ArrayList<>(others);
        all.add(other);
        return new OnAir(port, mount, server, all, log);
    }

    Process process() {
        return server;
    }

    Path logFile() {
        return log;
    }

    public int port() {
        return port;
    }

    /** Path of its stream. */
    public String mount() {
        return mount;
    }

    public long pid() {
        return server.pid();
    }

    public boolean alive() {
        return server.isAlive();
    }

    public Usage usage() throws IOException {
        return Usage.of(server.pid());
    }

    /** The same of the one process that it has do its work. */
    public Usage childUsage() throws IOException {
        long child = server.children()
                .findFirst()
                .orElseThrow(() -> new IOException("process " + server.pid() + " has no child"))
                .pid();
        return Usage.of(child);
    }

    /** Processor time of the processes that it has started and that are still there. */
    public double childCpuSeconds() throws IOException {
        double sum = 0;
        for (ProcessHandle child : server.descendants().toList()) {
            sum += Usage.of(child.pid()).cpuSeconds();
        }
        return sum;
    }

    /** Processor time of its threads whose names begin with one of these. */
    public double cpuSecondsOfThreads(List<String> names) throws IOException {
        return Usage.cpuSecondsOfThreads(server.pid(), names);
    }

    /** Processor time of any process. */
    public static double cpuSecondsOf(long pid) throws IOException {
        return Usage.of(pid).cpuSeconds();
    }

    /** Sockets, files and pipes it has open. */
    public int openFiles() throws IOException {
        try (var entries = Files.list(Path.of("/proc", Long.toString(server.pid()), "fd"))) {
            return (int) entries.count();
        }
    }

    /** All it has printed so far. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** Ends the server as a power cut would: it is told nothing. Returns when it is gone. */
    public void kill() throws InterruptedException {
        server.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        others.forEach(OnAir::end);
        end(server);
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
