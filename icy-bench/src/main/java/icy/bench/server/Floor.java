package icy.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The neutral {@code floor.c}: one {@code sendmsg} per listener and second, and nothing else.
 *
 * <p>Thread: any.
 */
public final class Floor implements RadioServer {
    private final Lab lab;

    public Floor(Lab lab) {
        this.lab = lab;
    }

    @Override
    public String name() {
        return "floor";
    }

    @Override
    public OnAir start() throws IOException, InterruptedException {
        Path program = lab.neutralProgram("floor");
        Path folder = lab.newFolder("floor");
        Path log = folder.resolve("log");
        int port = Lab.freePort();
        Process process =
                lab.start(log, folder, List.of(program.toString(), Integer.toString(port), "128000", "1000", "16000"));
        OnAir onAir = new OnAir(port, "/stream", process, List.of(), log);
        try {
            Lab.awaitAudio(process, port, onAir.mount(), 10, log);
        } catch (IOException | InterruptedException e) {
            onAir.close();
            throw e;
        }
        return onAir;
    }
}
