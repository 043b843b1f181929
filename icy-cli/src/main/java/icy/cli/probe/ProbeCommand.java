package icy.cli.probe;

import icy.cli.CommandException;
import icy.cli.ProgressLine;
import icy.core.mpeg.TrackInfo;
import io.avaje.json.mapper.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code icy probe}: reads files as a mount would, and says what is in them and what is wrong with them. Exit code 1 if
 * any of them cannot be played.
 *
 * <p>Thread: main.
 */
@Command(
        name = "probe",
        description = "Say what MP3 files are: length, bitrate, format, encoder, tags, damage.",
        sortOptions = false)
public final class ProbeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, or folders with all .mp3 files below them.")
    @SuppressWarnings("NullAway.Init")
    private List<Path> paths;

    @Option(names = "--json", description = "Print a JSON object for each file, on a line of its own.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
        JsonMapper mapper = JsonMapper.builder().build();
        List<ProbedFile> probed = new ArrayList<>();
        boolean good = true;
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            good &= expand(path, files);
        }
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            progress.show("%,d of %,d: %s".formatted(i + 1, files.size(), file.getFileName()));
            try (FileChannel channel = FileChannel.open(file)) {
                ProbedFile result = new ProbedFile(file, TrackInfo.probe(channel));
                good &= result.info().whyUnplayable().isEmpty();
                if (json) {
                    progress.clear();
                    out.println(mapper.toJson(result.toMap()));
                } else {
                    probed.add(result);
                }
            } catch (IOException e) {
                progress.clear();
                good = false;
                complain(file, e);
            }
        }
        progress.clear();
        if (!json) {
            ProbeTable.print(probed, out);
        }
        return good ? 0 : CommandException.FAILED;
    }

    /** Adds the files that {@code path} stands for, in order; whether there are any. */
    private boolean expand(Path path, List<Path> files) {
        if (!Files.isDirectory(path)) {
            files.add(path);
            return true;
        }
        int before = files.size();
        try (Stream<Path> below = Files.walk(path)) {
            below.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".mp3"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .forEach(files::add);
            if (files.size() == before) {
                complain(path, "no .mp3 files in it");
            }
            return files.size() > before;
        } catch (IOException | java.io.UncheckedIOException e) {
            complain(path, e);
            return false;
        }
    }

    private void complain(Path path, Exception e) {
        complain(
                path,
                e instanceof NoSuchFileException ? "no such file or folder" : "cannot be read: " + e.getMessage());
    }

    private void complain(Path path, String reason) {
        spec.commandLine().getErr().println("icy probe: " + path + ": " + reason);
    }
}
