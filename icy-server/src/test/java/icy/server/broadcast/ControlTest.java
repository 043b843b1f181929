package icy.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import icy.core.icy.StreamTitle;
import icy.core.ring.StreamTime;
import icy.server.config.MixedPolicy;
import icy.server.mount.PlayedTitle;
import icy.server.source.Deck;
import icy.server.source.Programme.Happening;
import icy.server.testing.Decoding;
import icy.server.testing.FrameWalk;
import icy.server.testing.IcyStripper;
import icy.server.testing.Pcm;
import icy.server.testing.Sweep;
import icy.server.testing.Sweep.Stretch;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the verbs of a deck sound like to somebody who listens all the time. */
class ControlTest {
    private static final String MOUNT = "/stream";
    private static final double FRAME_MILLIS = 1152 / 44.1;
    private static final Sweep LOW = new Sweep(300, 20);
    private static final Sweep HIGH = new Sweep(5000, 20);
    private static final List<Sweep> SWEEPS = List.of(LOW, HIGH);

    @TempDir
    private Path folder;

    private ListedProgramme programme;
    private Station station;
    private Tuner tuner;

    @BeforeEach
    void goOnTheAir() throws IOException {
        programme = new ListedProgramme(sweep("low.mp3", LOW), sweep("high.mp3", HIGH));
        open();
    }

    @AfterEach
    void close() throws IOException {
        station.close();
    }

    @Test
    void seekIsHeardWithinHalfAFrameOfWhatWasAsked() throws Exception {
        pass(3);
        tell(deck -> deck.seek(units(11.234)));
        pass(2);
        tell(deck -> deck.seek(units(4.5)));
        pass(3);

        List<Stretch> heard = stretches();
        assertThat(heard).hasSize(3).allMatch(stretch -> stretch.source() == 0);
        assertThat(heard.get(1).firstSecond()).isCloseTo(11.234, within(FRAME_MILLIS / 1000));
        assertThat(heard.get(2).firstSecond()).isCloseTo(4.5, within(FRAME_MILLIS / 1000));
        assertThat(heard.get(1).gapSince(heard.get(0))).isLessThan(2 * FRAME_MILLIS);
        assertThat(programme.happenings()).containsExactly(Happening.BEGAN, Happening.SOUGHT, Happening.SOUGHT);
        assertThat(StreamTime.toSeconds(programme.events().get(1).positionUnits()))
                .isCloseTo(11.234, within(FRAME_MILLIS / 1000 / 2));
    }

    @Test
    void seekToTheBeginningIsASeek() throws Exception {
        pass(3);
        tell(deck -> deck.seek(0));
        pass(1);
        assertThat(programme.happenings()).containsExactly(Happening.BEGAN, Happening.SOUGHT);
        tell(deck -> deck.play(programme.item(0)));
        pass(1);
        assertThat(programme.happenings()).endsWith(Happening.SKIPPED, Happening.BEGAN);
        assertThat(stretches()).hasSize(3);
    }

    @Test
    void nextIsHeardAtOnceSinceItsBeginningIsThere() throws Exception {
        pass(3);
        long before = edgeMillis();
        tell(deck -> deck.play(programme.item(1)));
        pass(2);

        List<Stretch> heard = stretches();
        assertThat(heard).extracting(Stretch::source).containsExactly(0, 1);
        assertThat(heard.get(1).gapSince(heard.get(0))).isLessThan(55); // the second one's encoder delay
        assertThat(programme.happenings()).containsExactly(Happening.BEGAN, Happening.SKIPPED, Happening.BEGAN);
        assertThat(StreamTime.toMillis(programme.events().get(2).streamUnits()) - before)
                .as("milliseconds of stream time until it is heard")
                .isLessThanOrEqualTo(Station.STEP.toMillis());
        assertThat(title()).isEqualTo("high");
    }

    @Test
    void anyTrackOfTheProgrammeCanBePlayedOutOfTurn() throws Exception {
        programme.replace(folder.resolve("low.mp3"), folder.resolve("low.mp3"), folder.resolve("high.mp3"));
        pass(1);
        tell(Deck::programmeChanged);
        pass(1);
        tell(deck -> deck.play(programme.item(2)));
        pass(2);

        assertThat(stretches()).extracting(Stretch::source).containsExactly(0, 1);
    }

    @Test
    void aPauseIsSilenceAndTheMusicGoesOnWhereItStood() throws Exception {
        pass(3.05);
        tell(Deck::pause);
        pass(4);
        assertThat(programme.deck().status().state()).isEqualTo(Deck.State.PAUSED);
        tell(Deck::resume);
        pass(3);

        List<Stretch> heard = stretches();
        assertThat(heard).hasSize(2);
        assertThat(heard.get(1).gapSince(heard.get(0))).isCloseTo(4000, within(100.0));
        assertThat(heard.get(1).firstSecond() - heard.get(0).lastSecond()).isCloseTo(0, within(0.04));
        assertThat(pcm().longestSilenceMillis(0, pcm().lengthFrames(), -90)).isCloseTo(4000, within(100.0));
        assertThat(programme.happenings()).containsExactly(Happening.BEGAN, Happening.PAUSED, Happening.RESUMED);
    }

    @Test
    void whatIsSoughtDuringAPauseIsHeardAfterIt() throws Exception {
        pass(3);
        tell(Deck::pause);
        pass(1);
        tell(deck -> deck.seek(units(15)));
        pass(1);
        assertThat(StreamTime.toSeconds(programme.deck().status().positionUnits()))
                .isCloseTo(15, within(0.02));
        tell(Deck::resume);
        pass(2);

        List<Stretch> heard = stretches();
        assertThat(heard).hasSize(2);
        assertThat(heard.get(1).firstSecond()).isCloseTo(15, within(FRAME_MILLIS / 1000));
    }

    @Test
    void afterAStopAnythingCanBePlayed() throws Exception {
        pass(3);
        tell(Deck::stop);
        pass(2);
        assertThat(programme.deck().status().item()).isNull();
        assertThat(title()).isEmpty();
        tell(deck -> deck.play(programme.item(0)));
        pass(2);

        List<Stretch> heard = stretches();
        assertThat(heard).extracting(Stretch::source).containsExactly(0, 0);
        assertThat(heard.get(1).firstSecond()).isCloseTo(0, within(0.04));
        assertThat(title()).isEqualTo("low");
    }

    @Test
    void whoeverStopsOrPausesRightAfterNextHasTheLastWord() throws Exception {
        pass(2);
        tell(deck -> {
            deck.play(programme.item(1));
            deck.pause();
        });
        pass(1);
        assertThat(programme.deck().status().state()).isEqualTo(Deck.State.PAUSED);
        assertThat(title()).isEqualTo("high");
        tell(deck -> {
            deck.play(programme.item(0));
            deck.stop();
        });
        pass(1);
        assertThat(programme.deck().status().state()).isEqualTo(Deck.State.STOPPED);
        assertThat(stretches()).extracting(Stretch::source).containsExactly(0);
    }

    @Test
    void theVolumeIsTheNearestStep() throws Exception {
        pass(2);
        tell(deck -> deck.volume(0.5));
        pass(2);
        tell(deck -> deck.volume(0.1));
        pass(2);
        tell(deck -> deck.volume(1));
        pass(2);

        Pcm pcm = pcm();
        long second = pcm.frameAtMillis(1000);
        long end = pcm.lengthFrames();
        double full = decibels(pcm, end - second, end);
        assertThat(decibels(pcm, end - 11 * second / 2, end - 9 * second / 2) - full)
                .isCloseTo(-6.02, within(0.2));
        assertThat(decibels(pcm, end - 7 * second / 2, end - 5 * second / 2) - full)
                .isCloseTo(-19.57, within(0.2));
        assertThat(stretches()).extracting(Stretch::source).containsOnly(0);
    }

    @Test
    void atVolumeNothingTheMusicGoesOnUnheard() throws Exception {
        pass(2);
        tell(deck -> deck.volume(0));
        pass(3);
        tell(deck -> deck.volume(1));
        pass(2);

        List<Stretch> heard = stretches();
        assertThat(heard).hasSize(2);
        assertThat(heard.get(1).gapSince(heard.get(0))).isCloseTo(3000, within(100.0));
        assertThat(heard.get(1).leftOutSince(heard.get(0))).isCloseTo(0, within(0.06));
    }

    @Test
    void aMessageStandsInThePlaceOfTheTitle() throws Exception {
        pass(1);
        tell(deck -> deck.message(StreamTitle.of("Ring us now")));
        pass(1);
        assertThat(title()).isEqualTo("Ring us now");
        tell(deck -> deck.message(null));
        pass(1);
        assertThat(title()).isEqualTo("low");
        assertThat(station.mount(MOUNT).history())
                .extracting(PlayedTitle::title)
                .as("what was played")
                .containsExactly("low");
    }

    @Test
    void aTrackThatBeginsUnderAMessageWasPlayedAllTheSame() throws Exception {
        pass(1);
        tell(deck -> deck.message(StreamTitle.of("Ring us now")));
        tell(deck -> deck.play(programme.item(1)));
        pass(1);
        assertThat(title()).isEqualTo("Ring us now");
        assertThat(station.mount(MOUNT).history())
                .extracting(PlayedTitle::title)
                .containsExactlyInAnyOrder("low", "high");
    }

    @Test
    void aTrackThatCannotBePlayedIsPassedOverWhenItIsAskedFor() throws Exception {
        programme.replace(folder.resolve("low.mp3"), TestData.path("broken/html.mp3"), folder.resolve("high.mp3"));
        tell(Deck::programmeChanged);
        pass(1);
        tell(deck -> deck.play(programme.item(1)));
        pass(2);

        assertThat(stretches()).extracting(Stretch::source).containsExactly(0, 1);
        assertThat(programme.happenings()).contains(Happening.UNPLAYABLE);
    }

    @Test
    void aSeekInAFileThatHasGoneGoesOnWithTheNextTrack() throws Exception {
        pass(3);
        Files.delete(folder.resolve("low.mp3"));
        tell(deck -> deck.seek(units(10)));
        pass(2);

        assertThat(programme.happenings())
                .startsWith(Happening.BEGAN, Happening.UNPLAYABLE, Happening.SKIPPED, Happening.BEGAN);
        assertThat(title()).isEqualTo("high");
        tell(deck -> deck.seek(units(4)));
        pass(1);
        assertThat(programme.happenings()).contains(Happening.SOUGHT);
    }

    @Test
    void playEndsASilenceEvenIfNothingCanBePlayedUntilLater() throws Exception {
        pass(2);
        tell(Deck::pause);
        programme.replace(TestData.path("broken/html.mp3"), TestData.path("broken/html.mp3"));
        tell(Deck::programmeChanged);
        tell(deck -> deck.play(programme.item(1)));
        pass(1);
        assertThat(programme.deck().status().state()).isEqualTo(Deck.State.PLAYING);
        programme.replace(folder.resolve("high.mp3"), folder.resolve("high.mp3"));

        station.passUntil("music again", Duration.ofSeconds(20), () -> title().equals("high"));
        assertThat(programme.happenings()).containsSubsequence(Happening.PAUSED, Happening.SKIPPED, Happening.BEGAN);
    }

    @Test
    void whatFollowsCanBeChangedToTheLastMoment() throws Exception {
        pass(15.5); // with the burst, half a second before the end: the next one has been prepared for long
        programme.replace(folder.resolve("low.mp3"), folder.resolve("low.mp3"));
        tell(Deck::programmeChanged);
        pass(3);

        List<Stretch> heard = stretches();
        assertThat(heard).extracting(Stretch::source).containsExactly(0, 0);
        assertThat(heard.get(1).gapSince(heard.get(0))).isLessThan(80);
    }

    @Test
    void noDecoderMindsTwentyCommandsInARow() throws Exception {
        for (int i = 0; i < 20; i++) {
            int step = i;
            tell(deck -> {
                switch (step % 6) {
                    case 0 -> deck.seek(units(step % 17 + 0.3));
                    case 1 -> deck.pause();
                    case 2 -> deck.volume(step / 20.0);
                    case 3 -> deck.resume();
                    case 4 -> deck.play(programme.item(step % 2));
                    default -> deck.volume(step % 4 == 1 ? 0 : 1);
                }
            });
            pass(0.3);
        }
        byte[] audio = audio();
        assertThat(Decoding.byFfmpeg(audio).complaints()).isEmpty();
        assertThat(Decoding.byMpg123(audio).complaints()).isEmpty();
    }

    private void open() throws IOException {
        station = new Station(mount -> programme, Station.mount(MOUNT, MixedPolicy.PLAY, false, folder));
        tuner = station.tuneIn(MOUNT);
    }

    private Path sweep(String name, Sweep sweep) throws IOException {
        return Files.write(folder.resolve(name), sweep.file(128));
    }

    private void pass(double seconds) throws IOException {
        station.pass(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private void tell(Consumer<Deck> what) {
        station.onLoopOf(MOUNT, () -> what.accept(programme.deck()));
    }

    private long edgeMillis() {
        return StreamTime.toMillis(station.mount(MOUNT).snapshot().edge().timeUnits());
    }

    private String title() {
        return station.mount(MOUNT).snapshot().title().text();
    }

    private byte[] audio() {
        byte[] audio = IcyStripper.strip(tuner.body(), tuner.metaint()).audio();
        assertThat(FrameWalk.frames(audio)).isNotEmpty();
        return audio;
    }

    private Pcm pcm() {
        Decoding decoding = Decoding.byFfmpeg(audio());
        assertThat(decoding.complaints()).isEmpty();
        assertThat(Decoding.byMpg123(audio()).complaints()).isEmpty();
        return decoding.pcm();
    }

    private List<Stretch> stretches() {
        return Sweep.stretches(pcm(), SWEEPS);
    }

    private static double decibels(Pcm pcm, long from, long to) {
        return 20 * Math.log10(pcm.rms(from, to));
    }

    private static long units(double seconds) {
        return Math.round(seconds * StreamTime.UNITS_PER_SECOND);
    }
}
