package icy.cli.ctl;

import icy.cli.CommandException;
import icy.cli.TextTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code icy ctl events}: a line for each thing that happens, until it is stopped. A connection that breaks off is made
 * again, as browsers do it.
 *
 * <p>Thread: main.
 */
@Command(name = "events", description = "Print what happens, as it happens.")
final class EventsCommand implements Callable<Integer> {

    /** As the server tells browsers. */
    private static final long AGAIN_AFTER_SECONDS = 3;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CtlCommand ctl;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--count", paramLabel = "N", description = "End after so many.")
    private @Nullable Integer count;

    private int printed;
    private boolean readerHasGone;

    @Override
    public Integer call() throws CommandException, InterruptedException {
        Control control = ctl.control();
        follow(control);
        while (!isEnough()) {
            spec.commandLine()
                    .getErr()
                    .printf("the connection has ended; connecting again in %d s%n", AGAIN_AFTER_SECONDS);
            TimeUnit.SECONDS.sleep(AGAIN_AFTER_SECONDS);
            try {
                follow(control);
            } catch (CommandException e) {
                spec.commandLine().getErr().println(e.getMessage());
            }
        }
        return 0;
    }

    private void follow(Control control) throws CommandException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(control.client().follow(control.eventsPath()), StandardCharsets.UTF_8))) {
            String event = "message";
            for (String line = lines.readLine(); line != null && !isEnough(); line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    event = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    print(control, event, line.substring("data:".length()).strip());
                }
            }
        } catch (IOException e) {
            // It is made again; why it broke off the server's log says.
        }
    }

    private boolean isEnough() {
        return readerHasGone || count != null && printed >= count;
    }

    private void print(Control control, String event, String data) {
        printed++;
        if (control.json()) {
            control.out().println("{\"event\":" + Answer.json(event) + ",\"data\":" + data + "}");
        } else {
            String words = event.equals("state") ? "" : words(new Answer(data, "").facts());
            control.out()
                    .println(TIME.format(LocalTime.now()) + " "
                            + TextTable.printable(event + " " + words).strip());
        }
        readerHasGone = control.out().checkError(); // as when it is "| head -3"; this flushes, too
    }

    /** Where, which track, and whatever else it says. */
    private static String words(Facts data) {
        Map<String, Object> rest = new LinkedHashMap<>(data.fields());
        String where = data.has("station") ? data.text("station") : data.text("name");
        String track = data.track("track");
        for (String shown : new String[] {"station", "name", "track", "title", "timestamp", "event_type"}) {
            rest.remove(shown);
        }
        String what = track.isEmpty() ? data.text("title") : track;
        String more = rest.isEmpty() ? "" : " " + Answer.json(rest);
        return where + (what.isEmpty() ? "" : " " + what) + more;
    }
}
