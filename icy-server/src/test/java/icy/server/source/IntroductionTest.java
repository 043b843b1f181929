package icy.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.StationInfo;
import icy.server.http.Headers;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntroductionTest {
    @ParameterizedTest
    @ValueSource(strings = {"ice", "icy", "x-audiocast"})
    void allDialectsAreUnderstood(String dialect) {
        Headers headers = Headers.of(
                dialect + "-name", "N", dialect + "-genre", "G", dialect + "-description", "D", dialect + "-url", "U");

        assertThat(Introduction.of(headers).info()).isEqualTo(new StationInfo("N", "G", "D", "U", false));
    }

    @ParameterizedTest
    @CsvSource({
        "ice-public, 1, true",
        "icy-pub, 1, true",
        "x-audiocast-public, yes, true",
        "icy-public, 1, true",
        "icy-pub, 0, false",
        "icy-pub, '', false",
        "icy-pub, 2, false",
    })
    void directoriesAreToldOnlyOfThoseWhoWantIt(String name, String value, boolean expected) {
        assertThat(Introduction.of(Headers.of(name, value)).info().isPublic()).isEqualTo(expected);
    }

    @Test
    void whatIsNotSaidIsAsUsual() {
        assertThat(Introduction.of(Headers.of("icy-name", "  ")))
                .isEqualTo(new Introduction(StationInfo.DEFAULT, "", "", 0));
    }

    @Test
    void bitrateStandsInForAudioInfo() {
        assertThat(Introduction.of(Headers.of("icy-br", "96")).audioInfo()).isEqualTo("bitrate=96");
        assertThat(Introduction.of(Headers.of("icy-br", "96", "ice-audio-info", "bitrate=97"))
                        .audioInfo())
                .isEqualTo("bitrate=97");
    }

    @ParameterizedTest
    @CsvSource({"8192, 8192", "0, 0", "-1, 0", "x, 0", "99999999999, 0", "16777217, 0"})
    void metadataIntervalIsANumberOrNone(String value, int expected) {
        assertThat(Introduction.of(Headers.of("icy-metaint", value)).metaint()).isEqualTo(expected);
    }

    @Property
    void whateverIsSaidCanBeShown(@ForAll String text) {
        Introduction introduction = Introduction.of(
                Headers.of("ice-name", text.repeat(9), "User-Agent", text.repeat(9), "ice-audio-info", text.repeat(9)));

        assertThat(introduction.agent()).hasSizeLessThanOrEqualTo(500);
        assertThat(introduction.agent().chars().noneMatch(Character::isISOControl))
                .isTrue();
        assertThat(introduction.audioInfo().codePoints()).allMatch(c -> Character.getType(c) != Character.SURROGATE);
    }
}
