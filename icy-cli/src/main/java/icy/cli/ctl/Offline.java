package icy.cli.ctl;

import icy.cli.CommandException;
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
     * @throws CommandException if it is none
     * @throws IOException with a sentence, if a server has it, for one
     */
    static StateStore open(Path folder) throws CommandException, IOException {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(
                    CommandException.FAILED, folder + ": there is no such folder; a server's --data names its own");
        }
        return StateStore.open(folder);
    }
}
