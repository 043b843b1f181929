package icy.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BodyReaderTest {
    private static final long BUDGET_BYTES = 4 << 20;

    private final RequestBudget budget = new RequestBudget(BUDGET_BYTES);

    @Property(tries = 200)
    void anySplitGivesTheSameBodyAndLeavesTheRest(
            @ForAll @IntRange(min = 1, max = 100_000) int length,
            @ForAll @IntRange(min = 1, max = 9_000) int mostBytes,
            @ForAll long seed) {
        Random random = new Random(seed);
        byte[] sent = new byte[length + 10];
        random.nextBytes(sent);
        BodyReader reader = new BodyReader(new Framing(false, length), budget);
        ByteBuffer in = ByteBuffer.wrap(sent).limit(0);
        boolean whole = false;
        while (!whole) {
            in.limit(Math.min(sent.length, in.limit() + 1 + random.nextInt(mostBytes)));
            whole = reader.read(in);
        }

        assertThat(in.position()).isEqualTo(length);
        assertThat(reader.bytes()).isEqualTo(java.util.Arrays.copyOf(sent, length));
        reader.release();
        assertThat(budget.leftBytes()).isEqualTo(BUDGET_BYTES);
    }

    @Test
    void bodyOfTheLargestSizeFitsAndOneByteMoreDoesNot() {
        BodyReader fits = new BodyReader(new Framing(false, BodyReader.MOST_BYTES), budget);
        assertThat(fits.read(ByteBuffer.allocate(BodyReader.MOST_BYTES))).isTrue();

        assertThat(catchThrowableOfType(
                                HttpError.class,
                                () -> new BodyReader(new Framing(false, BodyReader.MOST_BYTES + 1L), budget))
                        .status())
                .isEqualTo(413);
        BodyReader chunked = new BodyReader(new Framing(true, 0), budget);
        String chunk = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
        assertThat(catchThrowableOfType(
                                HttpError.class,
                                () -> chunked.read(ByteBuffer.wrap((chunk + "1\r\nx").getBytes(US_ASCII))))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void memoryIsTakenForWhatArrivedAndNotForWhatWasAnnounced() {
        BodyReader reader = new BodyReader(new Framing(false, BodyReader.MOST_BYTES), budget);
        reader.read(ByteBuffer.allocate(100));

        assertThat(BUDGET_BYTES - budget.leftBytes()).isEqualTo(1024);
    }

    @Test
    void whenTheBudgetIsSpentOthersAreAskedToWait() {
        for (int n = 0; n < 4; n++) {
            new BodyReader(new Framing(false, BodyReader.MOST_BYTES), budget)
                    .read(ByteBuffer.allocate(BodyReader.MOST_BYTES - (n == 3 ? 600_000 : 1)));
        }
        BodyReader one = new BodyReader(new Framing(false, BodyReader.MOST_BYTES), budget);
        assertThat(catchThrowableOfType(HttpError.class, () -> one.read(ByteBuffer.allocate(BodyReader.MOST_BYTES)))
                        .status())
                .isEqualTo(503);
        one.release();
        assertThat(budget.leftBytes()).isNotNegative();
    }
}
