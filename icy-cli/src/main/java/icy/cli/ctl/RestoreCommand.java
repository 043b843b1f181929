package icy.cli.ctl;

import icy.cli.CommandException;
import icy.cli.ProgressLine;
import icy.cli.TextTable;
import icy.server.state.Restored;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code icy restore}: puts a backup's content in the place of what a server keeps, while it runs or in its folder while
 * it is stopped.
 *
 * <p>Thread: main.
 */
@Command(
        name = "restore",
        description = {
            "Have a server keep what a backup holds, instead of all that it keeps now; it may run meanwhile.",
            "What it kept is left in a file of its data folder, which restores it in turn. With --data also in the place of",
            "a damaged state.db, which is left there under another name."
        },
        sortOptions = false)
public final class RestoreCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "What \"icy backup\" has written.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Ask no server: restore into this data folder, of a server that is stopped.")
    private @Nullable Path data;

    @Mixin
    private ServerOptions server = new ServerOptions();

    public RestoreCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        Offline.requireOneSource(spec, data, server);
        if (Files.isDirectory(file)) {
            throw new CommandException(
                    CommandException.FAILED, file + ": this is a folder; name a file that \"icy backup\" has written");
        }
        if (!Files.isRegularFile(file)) {
            throw new CommandException(CommandException.FAILED, file + ": there is no such file");
        }
        if (Files.size(file) == 0) {
            throw new CommandException(CommandException.FAILED, file + ": empty, and so no backup");
        }
        if (data == null) {
            upload();
        } else {
            restoreInto(data);
        }
        return 0;
    }

    private void upload() throws CommandException, IOException {
        ControlClient client = server.client(spec, environment);
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
        Facts answer;
        try {
            answer = client.upload("/api/restore", file, progress).facts();
        } finally {
            progress.clear();
        }
        TextTable table = table();
        answer.objects("tables").forEach(row -> table.row(row.text("name"), row.text("before"), row.text("after")));
        print(table, answer.text("message"));
    }

    private void restoreInto(Path folder) throws CommandException, IOException {
        Restored restored = Offline.restore(folder, file);
        TextTable table = table();
        restored.tables()
                .forEach(row -> table.row(row.name(), Long.toString(row.before()), Long.toString(row.after())));
        print(
                table,
                "All that was kept is now as the backup has it. What was kept before is in %s."
                        .formatted(restored.former()));
    }

    private static TextTable table() {
        return new TextTable("KEPT", "ROWS BEFORE", "ROWS NOW");
    }

    private void print(TextTable table, String message) {
        PrintWriter out = spec.commandLine().getOut();
        table.print(out);
        out.println(message);
    }
}
