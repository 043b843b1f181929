package icy.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * icy as its users start it: {@code ./icy serve} with the demo tracks and the JVM flags it ships with.
 *
 * <p>Thread: any.
 */
public final class Icy implements RadioServer {
    private static final long BURST_SECONDS = 6; // 4 s, and time to settle
    private static final String MOUNT = "/stream";

    private final Lab lab;
    private final List<String> wrapper;
    private final List<String> flags;
    private final @Nullable Path data;

    public Icy(Lab lab) {
        this(lab, List.of(), List.of(), null);
    }

    private Icy(Lab lab, List<String> wrapper, List<String> flags, @Nullable Path data) {
        this.lab = lab;
        this.wrapper = wrapper;
        this.flags = flags;
        this.data = data;
    }

    /** The same with more flags of {@code icy serve}. */
    public Icy with(String... moreFlags) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of(moreFlags));
        return new Icy(lab, wrapper, all, data);
    }

    /** The same with a data folder that one before it may have left. */
    public Icy withData(Path folder) {
        return new Icy(lab, wrapper, flags, folder);
    }

    /** The same under a limit of open files that it does not know of, so that it truly runs into it. */
    public Icy withOpenFiles(int limit) {
        String script = "ulimit -n " + limit + " && ICY_MAX_CONNECTIONS=100000 exec \"$@\"";
        return new Icy(lab, List.of("sh", "-c", script, "icy"), flags, data);
    }

    @Override
    public String name() {
        return "icy";
    }

    @Override
    public OnAir start() throws IOException, InterruptedException {
        OnAir onAir = launch();
        try {
            TimeUnit.SECONDS.sleep(BURST_SECONDS);
        } catch (InterruptedException e) {
            onAir.close();
            throw e;
        }
        return onAir;
    }

    /** Starts one and returns when the first audio byte has come. */
    public OnAir launch() throws IOException, InterruptedException {
        return launch(List.of("testdata/demo", "--mount", MOUNT), MOUNT);
    }

    /** Starts one with the mounts of a config, and returns when the first audio byte of one of them has come. */
    public OnAir launch(Path config, String mount) throws IOException, InterruptedException {
        return launch(List.of("--config", config.toString()), mount);
    }

    private OnAir launch(List<String> what, String mount) throws IOException, InterruptedException {
        Path folder = lab.newFolder("icy");
        Path log = folder.resolve("output");
        int port = Lab.freePort();
        Process process = lab.start(log, lab.repository(), command(what, port, folder));
        OnAir onAir = new OnAir(port, mount, process, List.of(), log);
        try {
            Lab.awaitAudio(process, port, mount, 30, log);
        } catch (IOException | InterruptedException e) {
            onAir.close();
            throw e;
        }
        return onAir;
    }

    private List<String> command(List<String> what, int port, Path folder) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of("./icy", "serve"));
        command.addAll(what);
        command.addAll(List.of(
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--data",
                (data == null ? folder.resolve("data") : data).toString()));
        command.addAll(flags);
        return command;
    }
}
