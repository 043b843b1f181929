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
        assertThat(new Announcement(ConfigReader.parse(""), 8000).text())
                .startsWith("on the air: http://localhost:8000/stream");
    }

    @Test
    void manyMountsAreCounted() throws ConfigException {
        StringBuilder toml = new StringBuilder("[listen]\nbind='127.0.0.1'\n");
        for (int i = 0; i < 8; i++) {
            toml.append("[[mounts]]\nmount='/m").append(i).append("'\n");
        }
        assertThat(new Announcement(ConfigReader.parse(toml.toString()), 8000).text())
                .endsWith("/m4 and 3 more");
    }

    private static void check(String toml, int port, String expected) throws ConfigException {
        assertThat(new Announcement(ConfigReader.parse(toml), port).text()).isEqualTo(expected);
    }
}
