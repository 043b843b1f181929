package icy.cli.ctl;

import icy.cli.CommandException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code icy ctl queue}: what a station plays before its playlist goes on.
 *
 * <p>Thread: main.
 */
@Command(name = "queue", description = "What the station plays before its playlist goes on: list, add, clear.")
final class QueueCommand implements Runnable {

    private static final String QUEUE = "/queue";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CtlCommand ctl;

    @Override
    public void run() {
        throw new ParameterException(ctl.spec().subcommands().get("queue"), "say list, add or clear");
    }

    @Command(name = "list", description = "Print it.")
    void list() throws CommandException {
        Control control = ctl.control();
        print(control, control.get(control.stationPath(QUEUE)));
    }

    @Command(name = "add", description = "Have tracks played next, after what is waiting.")
    void add(@Parameters(paramLabel = "TRACK", arity = "1..*", description = "Which.") List<String> tracks)
            throws CommandException {
        Control control = ctl.control();
        String path = control.stationPath(QUEUE);
        List<Map<String, Object>> bodies =
                tracks.stream().map(track -> Map.of("track", Track.of(track))).toList();
        print(control, control.postEach(path, tracks, bodies));
    }

    @Command(name = "clear", description = "Forget what is waiting.")
    void clear() throws CommandException {
        Control control = ctl.control();
        print(control, control.send("DELETE", control.stationPath(QUEUE), null));
    }

    private static void print(Control control, Answer answer) {
        control.print(answer, queue -> {
            List<Facts> tracks = queue.objects("tracks");
            return tracks.isEmpty() ? "nothing is waiting" : StationText.tracks(tracks, -1);
        });
    }
}
