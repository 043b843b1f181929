package icy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.ConfigException;
import icy.server.config.ConfigReader;
import org.junit.jupiter.api.Test;

class AnnouncementTest {

    @Test
    void namesEveryMountWhereItCanBeHeard() throws ConfigException {
        check("[listen]\nbind='127.0.0.1'", 8000, "on the air: http://127.0.0.1:8000/stream");
        check("[listen]\nbind='[::1]'", 8000, "on the air: http://[::1]:8000/stream");
        check(
                "[listen]\nbind='127.0.0.1'\n[[mounts]]\nmount='/Ágætis/a~b@c'",
                80,
                "on the air: http://127.0.0.1/%C3%81g%C3%A6tis/a~b@c");
        check("[listen]\nbind='::1'", 80, "on the air: http://[::1]/stream");
        check(
                "public-url='https://radio.example.org'\n[[mounts]]\nmount='/a'\n[[mounts]]\nmount='/b'",
                8000,
                "on the air: https://radio.example.org/a, https://radio.example.org/b");
    }

    @Test
    void whoListensEverywhereIsToldOfLocalhostFirst() throws ConfigException {
        assertThat(new Announcement(ConfigReader.parse(""), 8000, mount -> true).text())
                .startsWith("on the air: http://localhost:8000/stream");
    }

    @Test
    void mountsThatHaveNothingToSendAreNotSaidToBeOnTheAir() throws ConfigException {
        String toml = "[listen]\nbind='127.0.0.1'\n[[mounts]]\nmount='/off'\n[[mounts]]\nmount='/on'";
        assertThat(new Announcement(ConfigReader.parse(toml), 8000, "/on"::equals).text())
                .isEqualTo("on the air: http://127.0.0.1:8000/on; not on the air yet: http://127.0.0.1:8000/off");
        assertThat(new Announcement(ConfigReader.parse(toml), 8000, mount -> false).text())
                .isEqualTo("listening; not on the air yet: http://127.0.0.1:8000/off, http://127.0.0.1:8000/on");
    }

    @Test
    void whatOtherDevicesAreToldOfIsOnTheAirIfAnythingIs() throws ConfigException {
        String toml = "[[mounts]]\nmount='/off'\n[[mounts]]\nmount='/on'";
        assertThat(new Announcement(ConfigReader.parse(toml), 8000, "/on"::equals).text())
                .matches("on the air: http://localhost:8000/on(; from other devices: http://[0-9.]+:8000/on)?"
                        + "; not on the air yet: http://localhost:8000/off");
    }

    @Test
    void manyMountsAreCounted() throws ConfigException {
        StringBuilder toml = new StringBuilder("[listen]\nbind='127.0.0.1'\n");
        for (int i = 0; i < 8; i++) {
            toml.append("[[mounts]]\nmount='/m").append(i).append("'\n");
        }
        assertThat(new Announcement(ConfigReader.parse(toml.toString()), 8000, mount -> true).text())
                .endsWith("/m4 and 3 more");
    }

    private static void check(String toml, int port, String expected) throws ConfigException {
        assertThat(new Announcement(ConfigReader.parse(toml), port, mount -> true).text())
                .isEqualTo(expected);
    }
}
