package icy.server.scenario;

import static icy.server.scenario.HandOverStage.FIRST;
import static icy.server.scenario.HandOverStage.NOBODY;
import static icy.server.scenario.HandOverStage.SECOND;
import static icy.server.scenario.HandOverStage.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import icy.server.testing.PacedSource;
import icy.server.testing.Sweep.Stretch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sources go, fall silent and come back, and five hundred listeners stay where they are and hear something all the time.
 * What holds of every hand-over is judged by {@link HandOverStage#heard}: nobody is disconnected, no decoder complains,
 * nothing is silent for more than a frame and nothing is heard twice.
 */
@Timeout(120)
@Tag("peers")
class HandOverTest {
    private static final Duration WHILE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void aSourceThatIsKilledIsReplacedAndWelcomeWhenItComesBack() throws Exception {
        try (HandOverStage stage = HandOverStage.open(folder)) {
            PacedSource source = stage.source("first", FIRST, 128);
            stage.listen(WHILE);
            source.die();
            stage.awaitOnAir("/live", NOBODY);
            stage.listen(WHILE);
            stage.source("second", SECOND, 128);
            stage.listen(WHILE);

            assertThat(order(stage.heard())).isEqualTo("F1F2");
        }
    }

    @Test
    void aLinkThatIsCutForFiveSecondsIsBridgedAndTheSourceIsLiveAgain() throws Exception {
        try (HandOverStage stage = HandOverStage.open(folder)) {
            stage.source("first", FIRST, 128);
            stage.listen(WHILE);
            stage.link().stop();
            stage.awaitOnAir("/live", NOBODY);
            stage.listen(Duration.ofSeconds(4));
            stage.link().resume();
            stage.awaitOnAir("/live", "first");
            stage.listen(WHILE);

            List<Stretch> heard = stage.heard();
            assertThat(order(heard)).isEqualTo("F1F1");
            Stretch before = heard.stream()
                    .filter(stretch -> stretch.source() == 0)
                    .findFirst()
                    .orElseThrow();
            Stretch after = heard.get(heard.size() - 1);
            // What was sent during the cut has come late, and is left out: the source is not heard late for ever.
            assertThat(Math.IEEEremainder(after.leftOutSince(before), FIRST.seconds()))
                    .as("seconds by which the source is heard later than before")
                    .isCloseTo(0, within(0.1));
        }
    }

    @Test
    void aSourceThatStallsIsReplacedAfterTheMountsPatience() throws Exception {
        try (HandOverStage stage = HandOverStage.open(folder)) {
            PacedSource source = stage.source("first", FIRST, 128);
            stage.listen(WHILE);
            source.pause();
            stage.awaitOnAir("/live", NOBODY);
            stage.listen(WHILE);
            source.resume();
            stage.awaitOnAir("/live", "first");
            stage.listen(WHILE);

            assertThat(order(stage.heard())).isEqualTo("F1F1");
        }
    }

    @Test
    void aSourceOfAnotherBitrateIsJoinedToWhatWasThere() throws Exception {
        try (HandOverStage stage = HandOverStage.open(folder)) {
            PacedSource source = stage.source("first", FIRST, 128);
            stage.listen(WHILE);
            source.close();
            stage.source("second", SECOND, 64);
            stage.listen(WHILE);

            assertThat(order(stage.heard())).startsWith("F1").endsWith("2");
        }
    }

    @Test
    void aPlannedHandOverCostsAFrameAtTheMost() throws Exception {
        try (HandOverStage stage = HandOverStage.open(folder)) {
            stage.source("first", FIRST, 128);
            stage.listen(WHILE);
            PacedSource star = stage.source("/live", "star", "star", SECOND, 128);
            stage.listen(WHILE);
            star.close();
            stage.awaitOnAir("/live", "first");
            stage.listen(WHILE);

            List<Stretch> heard = stage.heard();
            assertThat(order(heard)).isEqualTo("F121");
            Stretch before = heard.stream()
                    .filter(stretch -> stretch.source() == 0)
                    .findFirst()
                    .orElseThrow();
            // The first source went on all the time; what it had to say meanwhile was not put off.
            assertThat(Math.IEEEremainder(heard.get(heard.size() - 1).leftOutSince(before), FIRST.seconds()))
                    .as("seconds by which the first source is heard later than before")
                    .isCloseTo(0, within(0.1));
        }
    }

    @Test
    void mountsThatShareAFallbackDoNotMixTheirListeners() throws Exception {
        try (HandOverStage stage = HandOverStage.open(folder)) {
            PacedSource here = stage.source("/live", "source", "first", FIRST, 128);
            PacedSource there = stage.source("/other", "source", "second", SECOND, 128);
            stage.listen(WHILE);
            here.close();
            stage.awaitOnAir("/live", NOBODY);
            there.close();
            stage.awaitOnAir("/other", NOBODY);
            stage.listen(WHILE);
            stage.source("/live", "source", "second", SECOND, 128);
            stage.listen(WHILE);

            assertThat(order(stage.heard())).isEqualTo("F1F2");
            assertThat(order(stage.heardElsewhere())).isEqualTo("F2F");
        }
    }
}
