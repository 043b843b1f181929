package icy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.auth.Authenticator;
import icy.server.config.ApiKey;
import icy.server.config.ConfigReader;
import icy.server.config.Role;
import org.junit.jupiter.api.Test;

class KeyCommandTest {

    @Test
    void whatItPrintsForTheConfigIsOpenedByTheKeyItShows() throws Exception {
        CommandRun run = CommandRun.of("key", "studio", "--role", "dj");

        assertThat(run.exitCode()).isZero();
        String key = run.err().strip().replaceFirst(".*: ", "");
        assertThat(key).matches("icy_[A-Za-z0-9_-]{32}");
        assertThat(run.out()).doesNotContain(key);
        ApiKey read = ConfigReader.parse(run.out()).api().keys().get(0);
        assertThat(read.name()).isEqualTo("studio");
        assertThat(read.role()).isEqualTo(Role.DJ);
        assertThat(new Authenticator().verify(read.key(), key)).isTrue();
    }

    @Test
    void noTwoAreTheSame() {
        assertThat(CommandRun.of("key", "a").err())
                .isNotEqualTo(CommandRun.of("key", "a").err());
    }

    @Test
    void refusesWhatTheConfigWould() {
        CommandRun run = CommandRun.of("key", "a\"b");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("a name has 1 to 50 letters");
        assertThat(CommandRun.of("key", "a", "--role", "boss").exitCode()).isEqualTo(2);
    }
}
