package icy.cli.ctl;

import icy.cli.CommandException;
import icy.cli.TextTable;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code icy ctl library}: what music the server has.
 *
 * <p>Thread: main.
 */
@Command(name = "library", description = "The music that the server has: status, search, problems, scan.")
final class LibraryCommand implements Runnable {

    private static final String LIBRARY = "/api/library";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CtlCommand ctl;

    @Override
    public void run() {
        throw new ParameterException(ctl.spec().subcommands().get("library"), "say status, search, problems or scan");
    }

    @Command(name = "status", description = "Show how many tracks there are, and how far the scan has come.")
    void status() throws CommandException {
        Control control = ctl.control();
        control.print(control.get(LIBRARY), LibraryCommand::status);
    }

    @Command(name = "search", description = "Find tracks by words of their title, artist, album or path.")
    void search(
            @Parameters(paramLabel = "TEXT", arity = "1..*", description = "Words, or their beginnings.")
                    List<String> words,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many.")
                    int limit)
            throws CommandException {
        Control control = ctl.control();
        String query = ServerAddress.escape(String.join(" ", words));
        control.print(control.get(LIBRARY + "/tracks?limit=" + limit + "&q=" + query), LibraryCommand::tracks);
    }

    @Command(name = "problems", description = "List the files that are damaged, cannot be played or are gone.")
    void problems(
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many.")
                    int limit)
            throws CommandException {
        Control control = ctl.control();
        control.print(control.get(LIBRARY + "/problems?limit=" + limit), answer -> {
            TextTable table = new TextTable("STATE", "FILE", "REASON");
            answer.objects("tracks")
                    .forEach(track -> table.row(track.text("state"), track.text("path"), track.text("reason")));
            return table.lines().isEmpty() ? "all files are good" : String.join("\n", table.lines());
        });
    }

    @Command(name = "scan", description = "Have the folders looked through now.")
    void scan() throws CommandException {
        Control control = ctl.control();
        control.print(control.send("POST", LIBRARY + "/scan", null), LibraryCommand::status);
    }

    private static String status(Answer answer) {
        Facts library = answer.facts();
        Facts scan = library.object("scan");
        return """
                %s tracks: %s good, %s damaged, %s cannot be played, %s missing
                scan: %s, %s files found, %s read to their ends, %s to go
                """.formatted(
                        library.text("tracks"),
                        library.text("ok"),
                        library.text("damaged"),
                        library.text("bad"),
                        library.text("missing"),
                        scan.text("phase"),
                        scan.text("files_found"),
                        scan.text("files_read"),
                        scan.text("files_to_read"));
    }

    private static String tracks(Answer answer) {
        TextTable table = new TextTable("ID", "LENGTH", "TRACK", "FILE");
        List<Facts> tracks = answer.objects("tracks");
        for (Facts track : tracks) {
            table.row(
                    track.text("id"),
                    PlayTime.shown(track.number("duration_s")),
                    track.trackName(),
                    track.text("path"));
        }
        if (tracks.isEmpty()) {
            return "nothing found";
        }
        Facts page = answer.facts();
        String total = (page.flag("total_is_exact") ? "" : "more than ") + page.text("total");
        return String.join("\n", table.lines())
                + (page.has("next") ? "\n%d of %s; --limit shows more".formatted(tracks.size(), total) : "");
    }
}
