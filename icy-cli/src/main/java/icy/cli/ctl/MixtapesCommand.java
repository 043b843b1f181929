package icy.cli.ctl;

import icy.cli.CommandException;
import icy.cli.TextTable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code icy ctl mixtapes}: lists of files that are shared as pages.
 *
 * <p>Thread: main.
 */
@Command(
        name = "mixtapes",
        description = "Mixtapes, which are shared as pages: list, show, make, link, unlink, delete.")
final class MixtapesCommand implements Runnable {

    private static final String MIXTAPES = "/api/mixtapes";
    private static final String SLUG = "Which: its name in URLs.";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CtlCommand ctl;

    @Override
    public void run() {
        throw new ParameterException(
                ctl.spec().subcommands().get("mixtapes"), "say list, show, make, link, unlink or delete");
    }

    @Command(name = "list", description = "Print all of them.")
    void list() throws CommandException {
        Control control = ctl.control();
        control.print(control.get(MIXTAPES), answer -> {
            List<Facts> mixtapes = answer.objects("mixtapes");
            TextTable table = new TextTable("SLUG", "TITLE", "TRACKS", "");
            mixtapes.forEach(
                    each -> table.row(each.text("slug"), each.text("title"), each.text("track_count"), openTo(each)));
            return mixtapes.isEmpty() ? "no mixtapes" : String.join("\n", table.lines());
        });
    }

    @Command(name = "show", description = "Print one, with its page's address.")
    void show(@Parameters(paramLabel = "SLUG", description = SLUG) String slug) throws CommandException {
        Control control = ctl.control();
        control.print(control.get(path(slug)), answer -> text(answer.facts()));
    }

    @Command(name = "make", description = "Make one, or another of one there is.")
    void make(
            @Parameters(index = "0", paramLabel = "TITLE", description = "What it is called.") String title,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "TRACK", description = "Paths or ids.")
                    List<String> tracks,
            @Option(
                            names = "--slug",
                            paramLabel = "SLUG",
                            description =
                                    "Its name in URLs; one that is there is made anew. Without, the title makes one.")
                    @Nullable
                    String slug,
            @Option(names = "--notes", paramLabel = "TEXT", description = "What is said of it.") @Nullable String notes,
            @Option(names = "--cover", paramLabel = "FILE", description = "An image or a track of the media folders.")
                    @Nullable
                    String cover,
            @Option(names = "--private", description = "Only links that expire open it.") boolean hidden)
            throws CommandException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("title", title);
        body.put("tracks", tracks);
        body.put("public", !hidden);
        if (notes != null) {
            body.put("notes", notes);
        }
        if (cover != null) {
            body.put("cover", cover);
        }
        Control control = ctl.control();
        control.print(
                control.send(slug == null ? "POST" : "PUT", slug == null ? MIXTAPES : path(slug), body),
                answer -> text(answer.facts().object("mixtape")));
    }

    @Command(name = "link", description = "Print a link that opens one for a time, public or not.")
    void link(
            @Parameters(paramLabel = "SLUG", description = SLUG) String slug,
            @Option(names = "--days", paramLabel = "N", defaultValue = "30", description = "For how long.") int days)
            throws CommandException {
        Control control = ctl.control();
        control.print(
                control.send(
                        "POST",
                        path(slug) + "/links",
                        Map.of("seconds", Duration.ofDays(days).toSeconds())),
                answer -> "%s\nuntil %s"
                        .formatted(answer.facts().text("url"), answer.facts().text("expires")));
    }

    @Command(name = "unlink", description = "Take back all links that were made to one.")
    void unlink(@Parameters(paramLabel = "SLUG", description = SLUG) String slug) throws CommandException {
        tell("DELETE", path(slug) + "/links");
    }

    @Command(name = "delete", description = "Delete one.")
    void delete(@Parameters(paramLabel = "SLUG", description = SLUG) String slug) throws CommandException {
        tell("DELETE", path(slug));
    }

    private void tell(String method, String path) throws CommandException {
        Control control = ctl.control();
        control.print(control.send(method, path, null), answer -> answer.facts().text("message"));
    }

    private static String text(Facts mixtape) {
        TextTable table = new TextTable("TRACK", "LENGTH", "");
        for (Facts track : mixtape.objects("tracks")) {
            double seconds = track.number("duration_s");
            table.row(
                    track.trackName(),
                    seconds > 0 ? PlayTime.shown(seconds) : "",
                    track.flag("missing") ? "missing" : "");
        }
        return "%s\n%s\n%s%s"
                .formatted(
                        mixtape.text("title"), String.join("\n", table.lines()), mixtape.text("url"), opened(mixtape));
    }

    private static String opened(Facts mixtape) {
        return mixtape.flag("public") ? "" : " (not public: \"icy ctl mixtapes link\" opens it)";
    }

    private static String openTo(Facts mixtape) {
        return mixtape.flag("public") ? "" : "not public";
    }

    private static String path(String slug) {
        return MIXTAPES + "/" + ServerAddress.escape(slug);
    }
}
