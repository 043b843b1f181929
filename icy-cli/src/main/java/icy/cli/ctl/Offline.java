package icy.cli.ctl;

import icy.cli.CommandException;
import icy.server.state.Restored;
import icy.server.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The data folder of a server that is stopped.
 *
 * <p>Thread: main.
 */
final class Offline {

    private Offline() {}

    static void requireOneSource(CommandSpec spec, @Nullable Path data, ServerOptions server) {
        if (data != null && server.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "--data works on a folder, --server asks a server: give one of them");
        }
    }

    /**
     * Writes what is kept in there to {@code file}.
     *
     * @throws CommandException if nothing is
     * @throws IOException with a sentence, if a server has it, for one
     */
    static void backup(Path folder, Path file) throws CommandException, IOException {
        requireFolder(folder);
        if (!StateStore.isIn(folder)) {
            throw new CommandException(
                    CommandException.FAILED,
                    folder
                            + ": no server has kept anything there (it has no state.db); a server's --data names its own");
        }
        try (StateStore store = StateStore.open(folder)) {
            store.backup(file);
        }
    }

    /**
     * Puts the backup in {@code file} in the place of what is kept in there.
     *
     * @throws CommandException if there is no such folder
     * @throws IOException with a sentence, if a server has it, for one
     */
    static Restored restore(Path folder, Path file) throws CommandException, IOException {
        requireFolder(folder);
        return StateStore.restore(folder, file);
    }

    private static void requireFolder(Path folder) throws CommandException {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(
                    CommandException.FAILED, folder + ": there is no such folder; a server's --data names its own");
        }
    }
}
