package icy.cli.ctl;

import icy.cli.CommandException;
import icy.cli.TextTable;
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
 * {@code icy ctl streams}: named queues, each of which has a stream of its own.
 *
 * <p>What moves or removes by an index looks first and asks that nothing has changed since, so that it never takes
 * another file than the one it names.
 *
 * <p>Thread: main.
 */
@Command(
        name = "streams",
        description = "Named queues of files: list, show, add, replace, move, remove, mode, clear, delete.")
final class StreamsCommand implements Runnable {

    private static final String STREAMS = "/api/streams";
    private static final String NAME = "Which queue.";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CtlCommand ctl;

    @Override
    public void run() {
        throw new ParameterException(
                ctl.spec().subcommands().get("streams"),
                "say list, show, add, replace, move, remove, mode, clear or delete");
    }

    @Command(name = "list", description = "Print the names of all queues.")
    void list() throws CommandException {
        Control control = ctl.control();
        control.print(control.get(STREAMS + "/queues"), answer -> {
            List<String> names = answer.facts().texts("queues");
            return names.isEmpty() ? "no queues" : String.join("\n", names);
        });
    }

    @Command(name = "show", description = "Print a queue.")
    void show(@Parameters(paramLabel = "NAME", description = NAME) String name) throws CommandException {
        Control control = ctl.control();
        control.print(control.get(queue(name)), answer -> text(answer.facts()));
    }

    @Command(name = "add", description = "Add files to a queue's end, or somewhere else; it is made if it is new.")
    void add(
            @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "What.") List<String> files,
            @Option(names = "--at", paramLabel = "INDEX", description = "Before this one.") @Nullable Integer at)
            throws CommandException {
        change(
                "POST",
                queue(name),
                at == null ? Map.of("files", files) : Map.of("files", files, "at", at),
                /* tag= */ "");
    }

    @Command(name = "replace", description = "Make a queue of these files, whatever it was.")
    void replace(
            @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "What.") List<String> files)
            throws CommandException {
        change("POST", path(name), Map.of("files", files), /* tag= */ "");
    }

    @Command(name = "move", description = "Move a file of a queue to another place.")
    void move(
            @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
            @Parameters(index = "1", paramLabel = "OLD", description = "Its index.") int from,
            @Parameters(index = "2", paramLabel = "NEW", description = "The one it is to have.") int to)
            throws CommandException {
        Answer seen = ctl.control().get(queue(name));
        change("PUT", queue(name) + "/reorder", Map.of("old_index", from, "new_index", to), seen.tag());
    }

    @Command(name = "remove", description = "Take a file out of a queue.")
    void remove(
            @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
            @Parameters(index = "1", paramLabel = "INDEX", description = "Which file.") int index)
            throws CommandException {
        Answer seen = ctl.control().get(queue(name));
        change("DELETE", queue(name) + "/" + index, null, seen.tag());
    }

    @Command(name = "mode", description = "Say whether a queue begins again after its end, and in any order.")
    void mode(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--loop", negatable = true, description = "Over and over.") @Nullable Boolean loop,
            @Option(names = "--shuffle", negatable = true, description = "In any order.") @Nullable Boolean shuffle)
            throws CommandException {
        Map<String, Object> mode = new LinkedHashMap<>();
        if (loop != null) {
            mode.put("loop", loop);
        }
        if (shuffle != null) {
            mode.put("shuffle", shuffle);
        }
        change("PUT", queue(name) + "/mode", mode, /* tag= */ "");
    }

    @Command(name = "clear", description = "Take all files out of a queue.")
    void clear(@Parameters(paramLabel = "NAME", description = NAME) String name) throws CommandException {
        change("DELETE", queue(name), null, /* tag= */ "");
    }

    @Command(name = "delete", description = "Delete a queue.")
    void delete(@Parameters(paramLabel = "NAME", description = NAME) String name) throws CommandException {
        change("DELETE", path(name), null, /* tag= */ "");
    }

    private void change(String method, String path, @Nullable Map<String, Object> body, String tag)
            throws CommandException {
        Control control = ctl.control();
        control.print(control.client().send(method, path, body, tag), answer -> {
            Facts facts = answer.facts();
            return facts.has("queue")
                    ? facts.text("message") + "\n" + text(facts.object("queue"))
                    : facts.text("message");
        });
    }

    private static String text(Facts queue) {
        List<String> files = queue.texts("files");
        List<String> missing = queue.texts("missing");
        TextTable table = new TextTable("#", "FILE", "");
        for (int i = 0; i < files.size(); i++) {
            String file = files.get(i);
            table.row(Integer.toString(i), file, missing.contains(file) ? "missing" : "");
        }
        String played = (queue.flag("loop") ? "over and over" : "once") + (queue.flag("shuffle") ? ", shuffled" : "");
        return String.join("\n", table.lines())
                + "\n%s: %d file%s, played %s"
                        .formatted(queue.text("name"), files.size(), files.size() == 1 ? "" : "s", played);
    }

    private static String path(String name) {
        return STREAMS + "/" + ServerAddress.escape(name);
    }

    private static String queue(String name) {
        return path(name) + "/queue";
    }
}
