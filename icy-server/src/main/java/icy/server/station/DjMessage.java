package icy.server.station;

import icy.server.loop.EventLoop;
import icy.server.loop.Timer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A message that is shown in the place of titles for some seconds. It does not outlive the process.
 *
 * <p>Thread: the mount's home loop.
 */
final class DjMessage {
    private final EventLoop home;
    private final Consumer<String> shown;
    private String text = "";
    private @Nullable Timer end;

    /** @param shown is told the message, and the empty string when its time is over */
    DjMessage(EventLoop home, Consumer<String> shown) {
        this.home = home;
        this.shown = shown;
    }

    String text() {
        return text;
    }

    /** @param message the empty string ends the one that is shown */
    void show(String message, Duration time) {
        if (end != null) {
            end.cancel();
        }
        become(message);
        if (!message.isEmpty()) {
            end = home.schedule(home.nowNanos() + time.toNanos(), () -> become(""));
        }
    }

    private void become(String next) {
        if (!next.equals(text)) {
            text = next;
            shown.accept(next);
        }
    }
}
