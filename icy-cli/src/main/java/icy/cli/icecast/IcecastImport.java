package icy.cli.icecast;

import icy.cli.CommandException;
import icy.server.config.ConfigException;
import icy.server.config.ConfigReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A config of icy's, made of one of Icecast's.
 *
 * <p>Thread: any.
 *
 * @param toml the config, with all that could not be carried over as a comment at its end
 * @param notes what could not be, one sentence each with its line
 * @param problems what icy would still refuse, with the lines of the new config
 */
public record IcecastImport(String toml, List<String> notes, List<String> problems) {

    public IcecastImport {
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
    }

    /**
     * Reads {@code icecast.xml}.
     *
     * @throws CommandException if it is none
     */
    public static IcecastImport of(Path file) throws IOException, CommandException {
        byte[] xml;
        try (InputStream in = Files.newInputStream(file)) {
            xml = in.readNBytes(IcecastXml.MOST_BYTES + 1);
        }
        try {
            if (xml.length > IcecastXml.MOST_BYTES) {
                throw new CommandException(CommandException.FAILED, "is too large for a config of Icecast's");
            }
            return of(IcecastXml.parse(xml), file.toString());
        } catch (CommandException e) {
            throw new CommandException(CommandException.FAILED, file + " " + e.getMessage(), e);
        }
    }

    private static IcecastImport of(XmlElement root, String origin) {
        Notes notes = new Notes();
        Path webroot = webroot(root);
        ServerImport server = new ServerImport(root, notes);
        List<String> parts = new ArrayList<>();
        parts.add("# Made of %s by \"icy config import\".\n".formatted(origin.replaceAll("\\p{Cntrl}", " "))
                + "# \"icy password\" makes hashes, which are safer here than passwords in plain.\n");
        server.tables().forEach(table -> parts.add(table.text()));
        new MountsImport(root, notes, webroot)
                .drafts(server.shoutcastMount().orElse(null))
                .forEach(mount -> parts.add(mount.text()));
        root.left().forEach(element -> notes.add(element, Leftovers.advice(element)));
        if (!notes.sentences().isEmpty()) {
            parts.add(notes.sentences().stream()
                    .map(note -> "#   " + note.replaceAll("\\p{Cntrl}", " ") + "\n")
                    .collect(Collectors.joining("", "# Not carried over as it was:\n", "")));
        }
        String toml = String.join("\n", parts);
        return new IcecastImport(toml, notes.sentences(), problems(toml));
    }

    private static List<String> problems(String toml) {
        try {
            ConfigReader.parse(toml);
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    /** Where Icecast looks for intros and files to fall back on. */
    private static Path webroot(XmlElement root) {
        Optional<XmlElement> paths = root.take("paths");
        return Path.of(paths.flatMap(all -> all.takeText("webroot")).orElse("/usr/share/icecast2/web"));
    }
}
