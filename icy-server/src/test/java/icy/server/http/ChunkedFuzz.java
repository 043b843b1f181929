package icy.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a source sends as a chunked body. */
class ChunkedFuzz {

    private record Outcome(String body, boolean done, boolean refused, int left) {}

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void bodiesAreTheSameHoweverTheInputIsCut(byte[] input) {
        Outcome whole = decode(input, Integer.MAX_VALUE, 1 << 16);
        Outcome pieces = decode(input, 1 + (Arrays.hashCode(input) & 0x3F), 1 + (input.length & 15));
        assertThat(pieces).isEqualTo(whole);
        assertThat(whole.body().length()).isLessThanOrEqualTo(input.length);
    }

    private static Outcome decode(byte[] input, int most, int outBytes) {
        ChunkedDecoder decoder = new ChunkedDecoder();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteBuffer out = ByteBuffer.allocate(outBytes);
        Random random = new Random(1);
        int from = 0;
        boolean refused = false;
        try {
            while (from < input.length && !decoder.done()) {
                int length = Math.min(1 + random.nextInt(most), input.length - from);
                ByteBuffer in = ByteBuffer.wrap(input, from, length);
                while (in.hasRemaining() && !decoder.done()) {
                    try {
                        decoder.decode(in, out);
                    } finally {
                        body.write(out.array(), 0, out.position());
                        out.clear();
                    }
                }
                from = in.position();
            }
        } catch (HttpError e) {
            assertThat(e.status()).isBetween(400, 599);
            refused = true;
        }
        int left = refused ? 0 : input.length - from;
        return new Outcome(body.toString(ISO_8859_1), decoder.done(), refused, left);
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "5\r\nabcde\r\n0\r\n\r\nrest",
                        "1;name=value\r\na\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n",
                        "fffffffffffffff\r\nabc")
                .map(text -> text.getBytes(ISO_8859_1));
    }
}
