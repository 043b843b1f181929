package icy.cli;

import icy.server.Reload;
import icy.server.config.ConfigException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Has the config read again when the process is sent SIGHUP, as daemons do. Without this the signal would end it.
 *
 * <p>Thread: main opens and closes it; a reload has a thread of its own, which the JVM makes for the signal.
 */
final class ReloadSignal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReloadSignal.class);
    private static final String NAME = "HUP";

    private final Reload reload;

    ReloadSignal(Reload reload) {
        this.reload = reload;
    }

    /**
     * From now on. Where there is no such signal, nothing happens; where whoever started this process has it ignored, the
     * JVM leaves that so, and the operator is told.
     */
    void listen() {
        Optional<SignalHandler> before = handle(signal -> {
            try {
                reload.run();
            } catch (ConfigException | IOException e) {
                log.debug("the reload has said why it failed", e);
            }
        });
        if (before.filter(SignalHandler.SIG_IGN::equals).isPresent()) {
            log.warn("SIGHUP is ignored here (nohup does that): to have the config read again, use POST /api/reload");
        }
    }

    @Override
    public void close() {
        handle(SignalHandler.SIG_IGN); // the process is about to end by itself
    }

    /** Returns what was done about it before; empty where there is no such signal. */
    private static Optional<SignalHandler> handle(SignalHandler handler) {
        try {
            return Optional.ofNullable(Signal.handle(new Signal(NAME), handler));
        } catch (IllegalArgumentException e) {
            log.debug("no SIGHUP here: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
