package icy.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the sample config, the table of keys and the records together. */
class ExampleConfigTest {

    private static final Path EXAMPLE = Path.of(System.getProperty("icy.root"), "docs", "icy.example.toml");

    @Test
    void explainsEveryKeyUnderItsTable() throws Exception {
        List<String> explained = new ArrayList<>();
        String table = "";
        for (String line : Files.readAllLines(EXAMPLE)) {
            Matcher head = Pattern.compile("\\[+([a-z]+)]+").matcher(line);
            Matcher key = Pattern.compile("(?:# )?([a-z-]+) = .*").matcher(line);
            if (head.matches()) {
                table = head.group(1) + ".";
            } else if (key.matches()) {
                explained.add(table + key.group(1));
            }
        }

        for (ConfigKey key : ConfigKey.values()) {
            String path = key.isOfMount() ? "mounts." + key.keyName() : key.path();
            assertThat(explained).as("keys explained in %s", EXAMPLE).contains(path);
        }
    }

    @Test
    void everyDefaultItStatesIsTheOneInForce() throws Exception {
        List<Problem> problems = new ArrayList<>();
        ConfigFile file = new ConfigFile(Files.readString(EXAMPLE), EXAMPLE.getParent(), problems);

        assertThat(problems).isEmpty();
        file.server().forEach((key, setting) -> assertThat(setting.text()).isEqualTo(key.standard()));
        file.mounts().get(0).forEach((key, setting) -> {
            if (key != ConfigKey.PATHS) {
                assertThat(setting.text()).as(key.path()).isEqualTo(key.standard());
            }
        });
        // Those not written as active lines have no default to state.
        for (ConfigKey key : ConfigKey.values()) {
            boolean active =
                    file.server().containsKey(key) || file.mounts().get(0).containsKey(key);
            assertThat(active).as(key.path()).isEqualTo(key == ConfigKey.PATHS || !hasNoDefault(key));
        }
    }

    private static boolean hasNoDefault(ConfigKey key) {
        boolean text = key == ConfigKey.GENRE || key == ConfigKey.DESCRIPTION || key == ConfigKey.URL;
        return key.standard().isEmpty() && !text;
    }

    @Test
    void flagsAndVariablesHaveNamesOfTheirOwn() {
        assertThat(ConfigKey.values()).extracting(ConfigKey::flag).doesNotHaveDuplicates();
        assertThat(ConfigKey.values()).extracting(ConfigKey::variable).doesNotHaveDuplicates();
    }
}
