package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of each broken file, written down; UPDATE_GOLDEN=1 in the environment writes it anew. */
class DamageTest {

    private static final Path GOLDEN = Path.of("src/test/resources/icy/core/mpeg/broken.txt");

    @Test
    void eachBrokenFileGivesWhatIsWrittenDown() throws IOException {
        StringBuilder story = new StringBuilder();
        for (String name : brokenFiles()) {
            Parse parse = Parse.of(TestData.read("broken/" + name));
            story.append(name).append(": ").append(parse.summary.frames()).append(" frames");
            if (parse.summary.lostBytes() > 0) {
                story.append(", ").append(parse.summary.lostBytes()).append(" bytes lost");
            }
            parse.summary.whyUnplayable().ifPresent(why -> story.append(", ").append(why));
            story.append('\n');
            for (Parse.Damage damage : parse.damages.subList(0, Math.min(4, parse.damages.size()))) {
                story.append("    ").append(damage.bytes()).append(" at ").append(damage.offset());
                story.append(": ").append(damage.reason()).append('\n');
            }
            if (parse.damages.size() > 4) {
                story.append("    and ").append(parse.damages.size() - 4).append(" more\n");
            }
        }
        if (System.getenv("UPDATE_GOLDEN") != null) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, story);
        }
        assertThat(story).hasToString(Files.readString(GOLDEN));
    }

    private static List<String> brokenFiles() throws IOException {
        try (Stream<Path> files = Files.list(TestData.ROOT.resolve("broken"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".mp3"))
                    .sorted()
                    .toList();
        }
    }
}
