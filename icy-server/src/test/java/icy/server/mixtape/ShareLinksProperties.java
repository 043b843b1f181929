package icy.server.mixtape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What is true of every link. */
class ShareLinksProperties {
    private static final Mixtape MIXTAPE = tape("trains", "its own secret");

    @Property
    void itIsGoodUntilItsTimeAndExpiredFromThen(@ForAll @LongRange(min = 1, max = 9_999_999_999L) long expires) {
        String token = ShareLinks.token(MIXTAPE, Instant.ofEpochSecond(expires));
        assertThat(at(expires - 1).judge(MIXTAPE, token)).isEqualTo(ShareLinks.Worth.GOOD);
        assertThat(at(expires).judge(MIXTAPE, token)).isEqualTo(ShareLinks.Worth.EXPIRED);
    }

    @Property
    void withAnotherLetterAnywhereItIsFalse(
            @ForAll @IntRange(min = 0, max = 53) int place, @ForAll @CharRange(from = ' ', to = '~') char letter) {
        String token = ShareLinks.token(MIXTAPE, Instant.ofEpochSecond(2_000_000_000));
        String other = token.substring(0, place) + letter + token.substring(place + 1);
        assertThat(at(0).judge(MIXTAPE, other))
                .isEqualTo(other.equals(token) ? ShareLinks.Worth.GOOD : ShareLinks.Worth.FALSE);
    }

    @Property
    void itOpensNothingElse(@ForAll @LongRange(min = 1, max = 9_999_999_999L) long expires) {
        String token = ShareLinks.token(MIXTAPE, Instant.ofEpochSecond(expires));
        assertThat(at(0).judge(tape("boats", "its own secret"), token)).isEqualTo(ShareLinks.Worth.FALSE);
        assertThat(at(0).judge(tape("trains", "another secret"), token)).isEqualTo(ShareLinks.Worth.FALSE);
    }

    private static ShareLinks at(long second) {
        return new ShareLinks(() -> Instant.ofEpochSecond(second));
    }

    private static Mixtape tape(String slug, String secret) {
        return Mixtape.of(slug, secret, new Mixtape.Content("T", "", false, null, List.of("1.mp3")));
    }
}
