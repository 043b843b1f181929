package icy.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the qualities of what is written of them, noting what is wrong with each.
 *
 * <p>Thread: one at a time.
 */
final class QualityReader {
    private static final String STAND_IN = "x";
    private final List<Problem> problems;

    QualityReader(List<Problem> problems) {
        this.problems = problems;
    }

    /** As many as are written; one that is refused is noted and left out. */
    List<QualityConfig> read(List<WrittenTable> tables) {
        List<QualityConfig> qualities = new ArrayList<>();
        for (WrittenTable table : tables) {
            Settings settings = new Settings(table, problems);
            Optional<String> name = settings.required(
                    ConfigKey.QUALITY_NAME, QualityConfig::requireName, "write name, like name = \"medium\"");
            QualityConfig made = settings.build(() -> new QualityConfig(
                    name.orElse(STAND_IN),
                    settings.choice(ConfigKey.QUALITY_FORMAT, QualityConfig.Format.class),
                    settings.number(ConfigKey.QUALITY_BITRATE)));
            if (qualities.stream().anyMatch(other -> other.name().equals(made.name()))) {
                problems.add(table.refused(ConfigKey.QUALITY_NAME, TranscodeConfig.NAME_TAKEN));
            } else if (name.isPresent()) {
                qualities.add(made);
            }
        }
        if (qualities.size() > TranscodeConfig.MOST_QUALITIES) {
            problems.add(new Problem(0, TranscodeConfig.tooMany(qualities.size())));
            return List.of();
        }
        return qualities;
    }
}
