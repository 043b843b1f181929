package icy.cli.ctl;

import icy.cli.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code icy ctl playlist}: the list that a station goes through. What is removed by its index is removed from the list that
 * was looked at just before, or not at all.
 *
 * <p>Thread: main.
 */
@Command(name = "playlist", description = "What the station goes through: show, load, add, remove, folder.")
final class PlaylistCommand implements Runnable {

    private static final String PLAYLIST = "/playlist";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CtlCommand ctl;

    @Override
    public void run() {
        throw new ParameterException(ctl.spec().subcommands().get("playlist"), "say show, load, add, remove or folder");
    }

    @Command(name = "show", description = "Print it, with the present track marked.")
    void show() throws CommandException {
        Control control = ctl.control();
        print(control, control.get(control.stationPath(PLAYLIST)));
    }

    @Command(name = "load", description = "Put these tracks in its place.")
    void load(@Parameters(paramLabel = "TRACK", arity = "1..*", description = "Which.") List<String> tracks)
            throws CommandException {
        change("PUT", PLAYLIST, Map.of("tracks", tracks));
    }

    @Command(name = "add", description = "Add tracks to its end, or somewhere else.")
    void add(
            @Parameters(paramLabel = "TRACK", arity = "1..*", description = "Which.") List<String> tracks,
            @Option(names = "--at", paramLabel = "INDEX", description = "Before this one.") @Nullable Integer at)
            throws CommandException {
        Control control = ctl.control();
        String path = control.stationPath(PLAYLIST + "/tracks");
        List<Map<String, Object>> bodies = new ArrayList<>();
        for (String typed : tracks) {
            Object track = Track.of(typed);
            bodies.add(at == null ? Map.of("track", track) : Map.of("track", track, "at", at + bodies.size()));
        }
        print(control, control.postEach(path, tracks, bodies));
    }

    @Command(name = "remove", description = "Take a track out.")
    void remove(@Parameters(paramLabel = "INDEX", description = "Which.") int index) throws CommandException {
        Control control = ctl.control();
        String path = control.stationPath(PLAYLIST);
        String seen = control.get(path).tag();
        print(control, control.client().send("DELETE", path + "/tracks/" + index, null, seen));
    }

    @Command(name = "folder", description = "Forget it and go through the mount's folder again.")
    void folder() throws CommandException {
        change("DELETE", PLAYLIST, null);
    }

    private void change(String method, String below, @Nullable Map<String, Object> body) throws CommandException {
        Control control = ctl.control();
        print(control, control.send(method, control.stationPath(below), body));
    }

    private static void print(Control control, Answer answer) {
        control.print(answer, list -> {
            Facts facts = list.facts();
            int current = facts.has("current_index") ? (int) facts.number("current_index") : -1;
            return StationText.tracks(facts.objects("tracks"), current)
                    + "\n%s tracks, %s in all"
                            .formatted(facts.text("track_count"), PlayTime.shown(facts.number("total_duration")));
        });
    }
}
