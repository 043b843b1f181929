package icy.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import icy.cli.CommandRun;
import icy.cli.ScriptedStation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadCommandTest {

    @Test
    void measuresTheRateOfEachListenerAndTheWaitForTheFirstByte() throws Exception {
        try (SteadyStation station = new SteadyStation(Integer.MAX_VALUE)) {
            CommandRun run = CommandRun.of(
                    "load", "--listeners", "20", "--ramp", "0", "--seconds", "1", "--json", station.url());

            assertThat(run.exitCode()).as(run.out()).isZero();
            assertThat(run.out()).contains("\"served\":20,\"dropped\":0,\"failures\":{}");
            assertThat(number(run.out(), "bytesPerSecond\":\\{\"min")).isBetween(70_000.0, 100_000.0);
            assertThat(number(run.out(), "max")).isBetween(90_000.0, 130_000.0);
            assertThat(number(run.out(), "firstByteMillis\":\\{\"p50")).isGreaterThan(0);
        }
    }

    @Test
    void thoseTurnedAwayAreCountedByReasonAndFailTheRun() throws Exception {
        try (SteadyStation station = new SteadyStation(5)) {
            CommandRun run = CommandRun.of("load", "--listeners", "10", "--seconds", "0.1", station.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("8 of 10 served").contains("failed       2: answered 503");
        }
    }

    @Test
    void aPathBeyondAsciiIsAskedForAsItsBytes() throws Exception {
        try (ScriptedStation station = new ScriptedStation()) {
            CommandRun.of("load", "--listeners", "1", "--seconds", "0.1", station.url("/Ágætis"));

            assertThat(station.requests().get(0)).startsWith("GET /%C3%81g%C3%A6tis HTTP/1.");
        }
    }

    @Test
    void aStationThatIsNotThereFailsEveryListener() {
        CommandRun run = CommandRun.of("load", "--listeners", "3", "--seconds", "1", "http://127.0.0.1:1/stream");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("0 of 3 served").contains("3: Connection refused");
    }

    @Test
    void whatCannotBeMeasuredIsAUsageError() {
        assertThat(CommandRun.of("load", "https://x/y").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("load", "--ramp", "fast", "http://127.0.0.1:1/")
                        .err())
                .contains("--ramp fast: write joins per second, like 500/s");
        assertThat(CommandRun.of("load", "--listeners", "0", "http://127.0.0.1:1/")
                        .exitCode())
                .isEqualTo(2);
    }

    private static double number(String json, String key) {
        var match = java.util.regex.Pattern.compile(key + "\":([\\d.]+)").matcher(json);
        assertThat(match.find()).as(key + " in " + json).isTrue();
        return Double.parseDouble(match.group(1));
    }
}
