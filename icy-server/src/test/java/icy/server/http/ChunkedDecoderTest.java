package icy.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkedDecoderTest {
    @Test
    void chunkLinesExtensionsAndTrailersAreTakenOut() {
        ByteBuffer in = ascii("5\r\nhello\r\n1;name=\"v\"\r\n,\r\n006  \r\n world\r\n0\r\nX: y\r\n\r\nGET");
        ByteBuffer out = ByteBuffer.allocate(100);

        assertThat(new ChunkedDecoder().decode(in, out)).isTrue();

        assertThat(text(out)).isEqualTo("hello, world");
        assertThat(US_ASCII.decode(in).toString()).isEqualTo("GET");
    }

    /** The law: however the chunks are cut, sent and taken, the bytes are the same and nothing beyond them is eaten. */
    @Property
    void anySplitOfAnyChunkingGivesTheSameBytes(
            @ForAll @Size(max = 10) List<@IntRange(min = 1, max = 700) Integer> chunkBytes,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int mostBytes) {
        Random random = new Random(seed);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int size : chunkBytes) {
            byte[] chunk = new byte[size];
            random.nextBytes(chunk);
            body.writeBytes(chunk);
            sent.writeBytes(
                    (Integer.toHexString(size) + (random.nextBoolean() ? ";x=\"y\"" : "") + "\r\n").getBytes(US_ASCII));
            sent.writeBytes(chunk);
            sent.writeBytes("\r\n".getBytes(US_ASCII));
        }
        sent.writeBytes((random.nextBoolean() ? "0\r\n\r\n" : "00\r\nA: b\r\nC: d\r\n\r\n").getBytes(US_ASCII));
        int end = sent.size();
        sent.writeBytes("next".getBytes(US_ASCII));

        ChunkedDecoder decoder = new ChunkedDecoder();
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.wrap(sent.toByteArray()).limit(0);
        while (!decoder.done()) {
            if (!in.hasRemaining()) {
                in.limit(Math.min(in.capacity(), in.limit() + 1 + random.nextInt(mostBytes)));
            }
            ByteBuffer out = ByteBuffer.allocate(1 + random.nextInt(mostBytes));
            decoder.decode(in, out);
            decoded.write(out.array(), 0, out.position());
        }

        assertThat(decoded.toByteArray()).isEqualTo(body.toByteArray());
        assertThat(in.position()).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    x                          | 400
                    -1~                        | 400
                    ~                          | 400
                    ;x~                        | 400
                    fffffffffffffffff~         | 400
                    5~helloX                   | 400
                    5~hello~~                  | 400
                    5 x;LF                     | 400
                    """)
    void brokenChunksAreRefused(String body, int status) {
        ByteBuffer in = ascii(body.replace("~", "\r\n").replace("LF", "\n"));
        HttpError error =
                catchThrowableOfType(HttpError.class, () -> new ChunkedDecoder().decode(in, ByteBuffer.allocate(100)));

        assertThat(error.status()).isEqualTo(status);
    }

    @Test
    void endlessExtensionsAndTrailersAreRefused() {
        for (String start : List.of("5;", "0\r\nX: ")) {
            ByteBuffer in = ascii(start + "x".repeat(20_000));
            assertThat(catchThrowableOfType(
                                    HttpError.class, () -> new ChunkedDecoder().decode(in, ByteBuffer.allocate(1)))
                            .status())
                    .isBetween(400, 431);
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static String text(ByteBuffer out) {
        return US_ASCII.decode(out.flip()).toString();
    }
}
