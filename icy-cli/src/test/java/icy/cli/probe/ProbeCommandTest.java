package icy.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import icy.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeCommandTest {

    private static final Path TESTDATA = Path.of(System.getProperty("icy.root"), "testdata");

    @Test
    void aRowSaysWhatAFileIs() {
        CommandRun run = CommandRun.of("probe", file("demo/01-harbour-lights.mp3"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out())
                .contains("MPEG-1 Layer III, 44100 Hz, stereo")
                .contains("LAME")
                .contains("The Paper Harbour - Harbour Lights");
    }

    @Test
    void aFileThatCannotBePlayedFailsWithItsReason() {
        CommandRun run = CommandRun.of("probe", file("broken/html.mp3"), file("demo/02-paper-boats.mp3"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("unplayable: ").contains("Paper Boats");
    }

    @Test
    void damageIsNamedWithItsPlaceAndDoesNotFail() {
        CommandRun run = CommandRun.of("probe", file("broken/garbage-inserted.mp3"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).containsPattern("damage at byte [\\d,]+: .+, [\\d,]+ bytes");
    }

    @Test
    void jsonIsAnObjectForEachFile() {
        CommandRun run = CommandRun.of("probe", "--json", file("demo"), file("broken/empty.mp3"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines()).hasSize(5).allMatch(line -> line.startsWith("{\"file\":") && line.endsWith("}"));
        assertThat(run.out().lines().findFirst().orElseThrow())
                .contains("\"playable\":true")
                .contains("\"sampleRate\":44100")
                .contains("\"title\":\"Harbour Lights\"");
        assertThat(run.out()).contains("\"playable\":false,\"unplayable\":\"");
    }

    @Test
    void aFileThatIsNotThereIsNamedAndTheOthersAreProbed() {
        CommandRun run = CommandRun.of("probe", file("nowhere.mp3"), file("demo/01-harbour-lights.mp3"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("icy probe: " + file("nowhere.mp3") + ": no such file or folder" + System.lineSeparator());
        assertThat(run.out()).contains("Harbour Lights");
    }

    @Test
    void aFolderWithoutMp3sIsSaidAndFails(@TempDir Path folder) {
        CommandRun run = CommandRun.of("probe", folder.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("icy probe: " + folder + ": no .mp3 files in it" + System.lineSeparator());
    }

    @Test
    void withoutAFileItSaysWhatItNeeds() {
        CommandRun run = CommandRun.of("probe");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("FILE").contains("icy probe --help");
    }

    @ParameterizedTest
    @CsvSource({"0.0004,0:00.000", "187.25,3:07.250", "3723.0,1:02:03.000", "59.9996,1:00.000"})
    void lengthsAreWrittenAsPeopleDo(double seconds, String text) {
        assertThat(ProbeTable.length(seconds)).isEqualTo(text);
    }

    private static String file(String name) {
        return TESTDATA.resolve(name).toString();
    }
}
