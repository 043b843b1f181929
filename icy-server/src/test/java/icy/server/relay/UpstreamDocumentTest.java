package icy.server.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class UpstreamDocumentTest {

    @Test
    void keepsWhatCameBeforeDamageHoweverItArrives() {
        check("Transfer-Encoding: chunked", "3\r\nabc\r\nxyz", "abc");
        check("Transfer-Encoding: chunked", "3\r\nabcde", "abc");
    }

    @Test
    void takesNoMoreThanWasAnnounced() {
        check("Content-Length: 3", "abcdef", "abc");
    }

    @Test
    void takesNoMoreThanItMay() {
        check("X: y", "0123456789", "01234567");
    }

    private static void check(String field, String body, String expected) {
        for (int pieceBytes : new int[] {1, 2, 3, body.length()}) {
            UpstreamAnswerParser parser = new UpstreamAnswerParser();
            parser.parse(ByteBuffer.wrap(("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n").getBytes(US_ASCII)));
            UpstreamDocument document = new UpstreamDocument(parser.answer(), 8);
            byte[] bytes = body.getBytes(US_ASCII);
            boolean ended = false;
            for (int from = 0; from < bytes.length && !ended; from += pieceBytes) {
                ended = document.take(ByteBuffer.wrap(bytes, from, Math.min(pieceBytes, bytes.length - from)));
            }
            assertThat(new String(document.bytes(), US_ASCII))
                    .as(pieceBytes + " at once")
                    .isEqualTo(expected);
        }
    }
}
