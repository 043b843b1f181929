package icy.cli.ctl;

import icy.cli.CommandException;
import icy.cli.ProgressLine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
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
 * {@code icy backup}: what a server keeps, as one file: of a running server, or out of the folder of one that is stopped.
 *
 * <p>Thread: main.
 */
@Command(
        name = "backup",
        description = {
            "Write all that a server keeps (queues, stations, history) into one file, while it runs.",
            "The file holds secrets, and is readable for its owner alone."
        },
        sortOptions = false)
public final class BackupCommand implements Callable<Integer> {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "Where to; without, icy-backup-DATE-TIME.db in this folder.")
    private @Nullable Path given;

    @Option(names = "--force", description = "Even if that file is there already.")
    private boolean force;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Ask no server: take what is in this data folder, of a server that is stopped.")
    private @Nullable Path data;

    @Mixin
    private ServerOptions server = new ServerOptions();

    public BackupCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        Offline.requireOneSource(spec, data, server);
        Path file = given == null ? Path.of("icy-backup-%s.db".formatted(MOMENT.format(LocalDateTime.now()))) : given;
        if (Files.isDirectory(file)) {
            throw new CommandException(CommandException.FAILED, file + ": this is a folder; name a file in it");
        }
        if (Files.exists(file) && !force) {
            throw new CommandException(
                    CommandException.FAILED, file + " is there already; choose another name, or say --force");
        }
        if (data == null) {
            download(file);
        } else {
            Offline.backup(data, file);
        }
        spec.commandLine().getOut().printf("%s: %,d bytes%n", file, Files.size(file));
        return 0;
    }

    /** Beside its place and then moved there: nobody takes half of it for a backup, and others cannot read it. */
    private void download(Path file) throws CommandException, IOException {
        ControlClient client = server.client(spec, environment);
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "icy-backup-", ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                client.download("/api/backup", out, progress);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            progress.clear();
            Files.deleteIfExists(part);
        }
    }
}
