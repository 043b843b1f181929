package icy.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountConfigTest {

    @ParameterizedTest
    @ValueSource(strings = {"/stream", "/jazz/high", "/live.mp3", "/a~b", "/Ágætis", "/stream/high"})
    void takesNamesThatAreNothingElse(String name) {
        assertThatCode(() -> MountConfig.of(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream",
                "",
                "/",
                "//",
                "/a//b",
                "/a/",
                "/../etc",
                "/a b",
                "/a?b",
                "/a%20b",
                "/;",
                "/api",
                "/API/x",
                "/listen",
                "/health/x",
                "/stream.m3u",
                "/x/y.PLS",
                "/stream/1",
                "/7.html"
            })
    void refusesNamesThatAreNoPathOrBelongToTheServer(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MountConfig.of(name))
                .withMessageContaining(name);
    }

    @Test
    void burstsReachBackNoFurtherThanWhatIsRetained() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeliveryConfig.DEFAULT.withBurst(Duration.ofSeconds(31)))
                .withMessage("burst 31s: must be 0s to 30s");
    }

    @Test
    void headersCannotBeBrokenOutOf() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StationInfo("icy\r\nSet-Cookie: a=b", "", "", "", false))
                .withMessageContaining("control character");
    }

    @Test
    void twoMountsCannotShareAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerConfig.of(MountConfig.of("/a"), MountConfig.of("/b"), MountConfig.of("/a")))
                .withMessageContaining("mount /a: another mount has this name");
    }

    @Test
    void thePublicUrlLosesItsLastSlash() {
        ServerConfig config = ServerConfig.of(MountConfig.of("/a"));
        ServerConfig published = new ServerConfig(
                config.listen(),
                config.dataDir(),
                URI.create("https://radio.example.org/fm/"),
                config.limits(),
                config.log(),
                config.mounts(),
                List.of(),
                true,
                1,
                config.passwords(),
                config.api(),
                config.media(),
                config.transcode());

        assertThat(published.publicUrl()).hasToString("https://radio.example.org/fm");
    }

    @Test
    void printsNoPassword() {
        assertThat(new PasswordsConfig(Secret.of("correct horse"), null, null).toString())
                .doesNotContain("horse")
                .contains("source=(set)");
    }

    @Test
    void theDefaultLimitsLeaveRoomForPagesAndFiles() {
        int connections = LimitsConfig.defaultConnections(20_000);

        assertThat(connections).isEqualTo(20_000 - 128 - 512);
        assertThat(LimitsConfig.defaultConnections(1_024)).isEqualTo(1_024 - 128 - 128);
        assertThat(LimitsConfig.defaultListeners(connections)).isLessThan(connections - 900);
        assertThat(LimitsConfig.defaultConnections(1_048_576)).isEqualTo(100_000);
    }

    @Test
    void readsTheLimitOfOpenFilesFromTheSystemsTable() {
        assertThat(OpenFiles.parse("""
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             96000                96000                processes
                Max open files            1024                 1048576              files
                """)).isEqualTo(1024);
        assertThat(OpenFiles.parse("Max open files            unlimited            unlimited            files"))
                .isEqualTo(Integer.MAX_VALUE);
    }
}
