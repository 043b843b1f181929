package icy.server.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TitleHistoryTest {
    private final TitleHistory history = new TitleHistory();

    @Test
    void theNewestIsFirst() {
        history.add("one", Instant.ofEpochSecond(1));
        history.add("two", Instant.ofEpochSecond(2));
        assertThat(history.newestFirst())
                .containsExactly(
                        new PlayedTitle(Instant.ofEpochSecond(2), "two"),
                        new PlayedTitle(Instant.ofEpochSecond(1), "one"));
    }

    @Test
    void whatIsEmptyOrGoesOnIsNothingNew() {
        history.add("", Instant.EPOCH);
        history.add("one", Instant.ofEpochSecond(1));
        history.add("one", Instant.ofEpochSecond(2));
        history.add("", Instant.ofEpochSecond(3));
        assertThat(history.newestFirst()).containsExactly(new PlayedTitle(Instant.ofEpochSecond(1), "one"));
    }

    @Test
    void theOldestIsForgotten() {
        for (int i = 0; i < TitleHistory.MOST + 5; i++) {
            history.add("title " + i, Instant.ofEpochSecond(i));
        }
        assertThat(history.newestFirst())
                .hasSize(TitleHistory.MOST)
                .extracting(PlayedTitle::title)
                .startsWith("title " + (TitleHistory.MOST + 4))
                .endsWith("title 5");
    }
}
