package icy.cli.docs;

import icy.cli.CommandRun;
import icy.cli.docs.Guide.Snippet;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * A reader who does what a guide says: block by block, in one folder, with one server. Shell blocks are run, and so are
 * Python's, unless their first line says what to save them as; configs are checked; tables of cron have their commands run.
 *
 * <p>Thread: one.
 */
final class GuideRun {

    private static final long TIMEOUT_SECONDS = 60;
    private static final String ADDRESS = "localhost:8000";
    private static final String RECEIVER = "localhost:9000";
    private static final String MUSIC = "/srv/music";
    private static final String KEY = "a-key-of-the-studio";

    /** What a line of cron begins with: five fields for the time, or one that stands for them. */
    private static final String CRON_TIMES = "^(?:@\\w+|(?:\\S+\\s+){4}\\S+)\\s+";

    private final Path folder;
    private final Path music;
    private final Map<String, String> addresses;
    private String printed = "";

    /** What became of a snippet. */
    private record Printed(int exitCode, String text) {}

    /**
     * @param folder an empty one, to work in
     * @param server where icy listens: what a guide calls {@code localhost:8000}
     * @param receiverPort a free one, for what a guide has listen on port 9000
     * @param music what a guide calls {@code /srv/music}
     */
    GuideRun(Path folder, String server, int receiverPort, Path music) throws IOException {
        this.folder = folder;
        this.music = music;
        this.addresses = Map.of(ADDRESS, server, RECEIVER, "localhost:" + receiverPort);
        Path command = Files.writeString(
                folder.resolve("icy"),
                "#!/bin/sh\nexec java -cp icy-cli/target/dist/icy.jar icy.cli.IcyCommand \"$@\"\n");
        command.toFile().setExecutable(true);
        makeJar(Files.createDirectories(folder.resolve("icy-cli/target/dist")).resolve("icy.jar"));
    }

    /** Where a guide does not hold, and what happened instead. */
    List<String> run(Guide guide) throws IOException, InterruptedException {
        List<String> complaints = new ArrayList<>();
        for (Snippet snippet : guide.snippets()) {
            String place = "%s:%d".formatted(guide.name(), snippet.line());
            if (!snippet.isOutput()) {
                Printed all = follow(snippet, localized(snippet.text()));
                printed = generalized(all.text());
                if (all.exitCode() != 0) {
                    complaints.add("%s ended with %d:%n%s".formatted(place, all.exitCode(), printed));
                }
            } else if (!snippet.shows(printed)) {
                complaints.add("%s: this was printed instead:%n%s".formatted(place, printed));
            }
        }
        return complaints;
    }

    private Printed follow(Snippet snippet, String text) throws IOException, InterruptedException {
        if (!snippet.fileName().isEmpty()) {
            Files.writeString(folder.resolve(snippet.fileName()), text);
            return new Printed(0, "");
        }
        switch (snippet.language()) {
            case "bash":
                return execute(text, "bash", "-eu", "-o", "pipefail");
            case "python":
                return execute(text, "python3", "-");
            case "crontab":
                return execute(commandsOfCron(text), "sh", "-e");
            case "toml":
                CommandRun check = CommandRun.of(
                        "config",
                        "check",
                        Files.writeString(folder.resolve("icy.toml"), text).toString());
                return new Printed(check.exitCode(), check.out() + check.err());
            default:
                return new Printed(-1, "nobody knows what to do with \"%s\"".formatted(snippet.language()));
        }
    }

    private static String commandsOfCron(String table) {
        return table.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.replaceFirst(CRON_TIMES, "").replace("\\%", "%"))
                .collect(Collectors.joining("\n"));
    }

    /** What it prints goes to a file: what it leaves running must not be waited for. */
    private Printed execute(String input, String... command) throws IOException, InterruptedException {
        File output = folder.resolve("output").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("ICY_"));
        environment.put("ICY_SERVER", "http://" + addresses.get(ADDRESS));
        environment.put("ICY_KEY", KEY);
        environment.put("PYTHONUNBUFFERED", "1");
        environment.merge(
                "PATH",
                Path.of(System.getProperty("java.home"), "bin").toString(),
                (path, java) -> java + File.pathSeparator + path);
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return new Printed(ended ? process.exitValue() : -1, Files.readString(output.toPath()));
    }

    private String localized(String text) {
        String local = text.replace(MUSIC, music.toString());
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            local = local.replace(address.getKey(), address.getValue());
        }
        return local;
    }

    private String generalized(String text) {
        String general = text.replace(music.toString(), MUSIC);
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            general = general.replace(address.getValue(), address.getKey());
        }
        return general;
    }

    /** One that holds nothing but where the classes of this test are. */
    private static void makeJar(Path file) throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
    }
}
