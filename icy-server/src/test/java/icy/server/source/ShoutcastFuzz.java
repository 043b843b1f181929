package icy.server.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import icy.server.http.HttpError;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a SHOUTcast source sends behind its password. */
class ShoutcastFuzz {

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void headsAreTheSameHoweverTheInputIsCut(byte[] input) {
        assertThat(outcome(input, 1 + (Arrays.hashCode(input) & 0xFF))).isEqualTo(outcome(input, Integer.MAX_VALUE));
    }

    /** The fields and how much was taken, or the refusal, in words. */
    private static String outcome(byte[] input, int most) {
        ShoutcastHead head = new ShoutcastHead();
        Random random = new Random(1);
        int from = 0;
        boolean complete = false;
        try {
            while (from < input.length && !complete) {
                ByteBuffer piece =
                        ByteBuffer.wrap(input, from, Math.min(1 + random.nextInt(most), input.length - from));
                complete = head.parse(piece);
                from = piece.position();
            }
        } catch (HttpError e) {
            assertThat(e.status()).isBetween(400, 599);
            return "refused " + e.getMessage();
        }
        assertThat(from).isLessThanOrEqualTo(ShoutcastHead.MOST_BYTES);
        assertThat(head.headers().size()).isLessThanOrEqualTo(ShoutcastHead.MOST_FIELDS);
        return complete + " " + from + " " + head.headers() + contentType(head);
    }

    private static String contentType(ShoutcastHead head) {
        try {
            return head.headers().first("content-type").map(ContentType::of).toString();
        } catch (HttpError e) {
            return e.getMessage();
        }
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "icy-name:A b\r\nicy-genre:x\r\nicy-url:http://h/\r\nicy-pub:1\r\nicy-br:128\r\n"
                                + "content-type:audio/mpeg\r\n\r\nabc",
                        "icy-name: A\nno field\n:\ncontent-type: audio/aacp; x=y\n\n",
                        "\r\n")
                .map(text -> text.getBytes(ISO_8859_1));
    }
}
