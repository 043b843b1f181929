package icy.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the sample config, the table of keys and the records together. */
class ExampleConfigTest {

    private static final Path EXAMPLE = Path.of(System.getProperty("icy.root"), "docs", "icy.example.toml");

    @Test
    void explainsEveryKeyUnderItsTable() throws Exception {
        List<String> explained = new ArrayList<>();
        String table = "";
        for (String line : Files.readAllLines(EXAMPLE)) {
            Matcher head = Pattern.compile("(?:# )?\\[+([a-z.]+)]+").matcher(line);
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
        file.mounts().get(0).keys().forEach((key, setting) -> {
            if (key != ConfigKey.PATHS) {
                assertThat(setting.text()).as(key.path()).isEqualTo(key.standard());
            }
        });
        // Those not written as active lines have no default to state.
        for (ConfigKey key : ConfigKey.values()) {
            boolean active = file.server().containsKey(key)
                    || file.mounts().get(0).keys().containsKey(key);
            boolean hasFlag = key.hasFlag(); // Those without one stand in tables that are comments, defaults and all.
            assertThat(active).as(key.path()).isEqualTo(key == ConfigKey.PATHS || hasFlag && !hasNoDefault(key));
        }
    }

    @Test
    void theTablesThatAreCommentsAreGoodWhenTheyAreUncommented() throws Exception {
        String example = Files.readString(EXAMPLE);
        StringBuilder tables = new StringBuilder();
        boolean within = false;
        for (String line : example.lines().toList()) {
            within = line.startsWith("# [[") || within && line.startsWith("# ");
            if (within && line.matches("# (\\[\\[.*]]|[a-z-]+ = .*)")) {
                tables.append(line.substring(2).replace("[[mounts.sources]]", "[[mounts]]\n[[mounts.sources]]"))
                        .append('\n');
            }
        }

        ServerConfig config = ConfigReader.parse(tables.toString());

        MasterConfig master = config.masters().get(0);
        assertThat(master.login().user()).isEqualTo(ConfigKey.MASTER_USER.standard());
        assertThat(master.interval()).isEqualTo(MasterConfig.DEFAULT_INTERVAL);
        assertThat(master.onDemand()).isFalse();
        ApiKey key = config.api().keys().get(0);
        assertThat(key.role().name()).isEqualToIgnoringCase(ConfigKey.KEY_ROLE.standard());
        assertThat(config.mounts().get(0).sources().users())
                .extracting(SourceUser::user, SourceUser::priority)
                .containsExactly(tuple("dj", 0));
    }

    private static boolean hasNoDefault(ConfigKey key) {
        boolean text = key == ConfigKey.GENRE || key == ConfigKey.DESCRIPTION || key == ConfigKey.URL;
        return key.standard().isEmpty() && !text;
    }

    @Test
    void flagsAndVariablesHaveNamesOfTheirOwn() {
        List<ConfigKey> keys =
                Stream.of(ConfigKey.values()).filter(ConfigKey::hasFlag).toList();
        assertThat(keys).extracting(ConfigKey::flag).doesNotHaveDuplicates();
        assertThat(keys).extracting(ConfigKey::variable).doesNotHaveDuplicates();
    }
}
