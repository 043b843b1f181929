package icy.cli;

/**
 * Runs something when the process is told to stop (SIGTERM, SIGINT), before it ends.
 *
 * <p>Thread: main opens and closes it; what it runs has a thread of its own.
 */
public final class StopSignal implements AutoCloseable {

    private final Thread thread;
    private volatile boolean given;

    public StopSignal(Runnable whatToDo) {
        thread = new Thread(
                () -> {
                    given = true;
                    whatToDo.run();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(thread);
    }

    /** Whether the process is ending because it was told to. */
    public boolean isGiven() {
        return given;
    }

    /** From here on a signal ends the process at once. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The signal came first: its thread runs already, and the process ends with it.
        }
    }
}
