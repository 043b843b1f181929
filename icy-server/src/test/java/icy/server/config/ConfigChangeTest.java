package icy.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigChangeTest {

    private static final String RUNNING = """
            [passwords]
            source = "swordfish"
            admin = "open sesame"
            [[mounts]]
            mount = "/a"
            [[mounts]]
            mount = "/b"
            [[mounts.sources]]
            user = "dj"
            password = "open barley"
            """;

    @Test
    void theSameIsNoChange() throws ConfigException {
        ConfigChange change = change(RUNNING);

        assertThat(change.isNone()).isTrue();
        assertThat(change.sentences()).isEmpty();
        assertThat(change.inForce()).isEqualTo(ConfigReader.parse(RUNNING));
    }

    @Test
    void mountsComeAndGo() throws ConfigException {
        ConfigChange change = change(RUNNING.replace("\"/a\"", "\"/c\""));

        assertThat(change.added()).extracting(MountConfig::name).containsExactly("/c");
        assertThat(change.removed()).containsExactly("/a");
        assertThat(change.changed()).isEmpty();
        assertThat(change.sentences())
                .containsExactly(
                        "mount /c is new", "mount /a is gone", "the order of the mounts: in force after a restart");
        assertThat(change.inForce().mounts()).extracting(MountConfig::name).containsExactly("/b", "/c");
    }

    @Test
    void aMountAtTheEndLeavesTheOrderAsItIs() throws ConfigException {
        ConfigChange change = change(RUNNING + "[[mounts]]\nmount = \"/c\"\n");

        assertThat(change.sentences()).containsExactly("mount /c is new");
        assertThat(change.orderNeedsRestart()).isFalse();
    }

    @Test
    void whatChangesOfAMountIsSaidWithWhenItIsFelt() throws ConfigException {
        ConfigChange change = change(RUNNING.replace("\"/a\"", """
                "/a"
                name = "Jazz"
                burst = "2s"
                retain = "1m"
                slow-after = "30s"
                fallback = "/b"
                relay = "http://u:secret@example.org/"
                """).replace("barley", "wheat"));

        assertThat(change.changed()).hasSize(2);
        assertThat(change.changed().get(0).keys())
                .containsExactly(
                        ConfigKey.NAME, ConfigKey.BURST, ConfigKey.RETAIN, ConfigKey.RELAY, ConfigKey.FALLBACK);
        assertThat(change.changed().get(0).after().info().name()).isEqualTo("Jazz");
        assertThat(change.changed().get(0).byEffect())
                .containsEntry(TakesEffect.WHEN_NEXT_ON_THE_AIR, List.of(ConfigKey.RETAIN));
        assertThat(change.sentences())
                .containsExactly(
                        "mount /a: name, relay, fallback: in force now",
                        "mount /a: burst: for listeners who come from now on",
                        "mount /a: retain: when the mount next goes on the air",
                        "mount /b: sources: in force now");
        assertThat(change.inForce().mounts().get(0).delivery().burst()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aLoginOfAnUpstreamThatChangesIsSeen() throws ConfigException {
        ServerConfig one = ConfigReader.parse("[[mounts]]\nrelay = \"http://u:one@example.org/\"\n");
        ServerConfig two = ConfigReader.parse("[[mounts]]\nrelay = \"http://u:two@example.org/\"\n");

        assertThat(ConfigChange.between(one, two).sentences()).containsExactly("mount /stream: relay: in force now");
    }

    @Test
    void whatTheServerWasBuiltWithWaitsForARestart() throws ConfigException {
        ServerConfig next = ConfigReader.parse("""
                data = "elsewhere"
                new-mounts = false
                [listen]
                port = 9000
                [limits]
                max-connections = 500
                max-listeners = 400
                max-sources = 5
                [api]
                open = true
                [[keys]]
                name = "studio"
                key = "0123456789abcdef"
                [[masters]]
                url = "http://example.org"
                password = "r"
                """ + RUNNING.replace("swordfish", "swordfishes"));
        ConfigChange change = ConfigChange.between(ConfigReader.parse(RUNNING), next);

        assertThat(change.server())
                .containsExactly(
                        ConfigKey.NEW_MOUNTS,
                        ConfigKey.MAX_LISTENERS,
                        ConfigKey.MAX_SOURCES,
                        ConfigKey.SOURCE_PASSWORD,
                        ConfigKey.API_OPEN,
                        ConfigKey.MASTER_URL,
                        ConfigKey.KEY_NAME);
        assertThat(change.sentences())
                .containsExactly(
                        "new-mounts, limits.max-listeners, limits.max-sources, passwords.source, api.open, masters, keys: in force now",
                        "listen.port, data, limits.max-connections: in force after a restart");
        ServerConfig inForce = change.inForce();
        assertThat(inForce.listen().port()).isEqualTo(8000);
        assertThat(inForce.limits().maxListeners()).isEqualTo(400);
        assertThat(inForce.limits().maxConnections())
                .isEqualTo(LimitsConfig.defaults().maxConnections());
        assertThat(inForce.masters()).hasSize(1);
        assertThat(inForce.api().keys()).hasSize(1);
        assertThat(ConfigChange.between(inForce, next).needRestart()).isEqualTo(change.needRestart());
        assertThat(ConfigChange.between(inForce, next).server()).isEmpty();
    }

    private static ConfigChange change(String next) throws ConfigException {
        return ConfigChange.between(ConfigReader.parse(RUNNING), ConfigReader.parse(next));
    }
}
