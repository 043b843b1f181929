package icy.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an upstream answers: a head, and perhaps a playlist. */
class UpstreamFuzz {

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void answersAreTheSameHoweverTheInputIsCut(byte[] input) {
        assertThat(outcome(input, 1 + (Arrays.hashCode(input) & 0xFF))).isEqualTo(outcome(input, Integer.MAX_VALUE));
    }

    /** All that is made of an answer, in words; a refusal is the rest of a sentence. */
    private static String outcome(byte[] input, int most) {
        UpstreamAnswerParser parser = new UpstreamAnswerParser();
        Random random = new Random(1);
        int from = 0;
        boolean complete = false;
        try {
            while (from < input.length && !complete) {
                int length = Math.min(1 + random.nextInt(most), input.length - from);
                ByteBuffer piece = ByteBuffer.wrap(input, from, length);
                complete = parser.parse(piece);
                from = piece.position();
            }
        } catch (IllegalArgumentException e) {
            return sentence(e);
        }
        if (!complete) {
            assertThat(from).isLessThanOrEqualTo(UpstreamAnswerParser.MOST_BYTES);
            return "incomplete";
        }
        UpstreamAnswer answer = parser.answer();
        assertThat(answer.headers().size()).isLessThanOrEqualTo(UpstreamAnswerParser.MOST_FIELDS);
        return from + "|" + answer + "|" + answer.mediaType() + answer.lengthBytes() + metaint(answer)
                + redirect(answer) + playlist(answer, input, from, most);
    }

    private static String metaint(UpstreamAnswer answer) {
        try {
            int metaint = answer.metaint();
            assertThat(metaint).isNotNegative();
            return " every " + metaint;
        } catch (IllegalArgumentException e) {
            return sentence(e);
        }
    }

    private static String redirect(UpstreamAnswer answer) {
        try {
            return answer.location().map(UpstreamFuzz::resolved).orElse("");
        } catch (IllegalArgumentException e) {
            return sentence(e);
        }
    }

    private static String playlist(UpstreamAnswer answer, byte[] input, int from, int most) {
        UpstreamDocument document = new UpstreamDocument(answer, UpstreamPlaylist.MOST_BYTES);
        Random random = new Random(2);
        int at = from;
        boolean complete = false;
        while (at < input.length && !complete) {
            int length = Math.min(1 + random.nextInt(most), input.length - at);
            complete = document.take(ByteBuffer.wrap(input, at, length));
            at += length;
        }
        try {
            return UpstreamPlaylist.firstStream(base(), document.bytes()).toString();
        } catch (IllegalArgumentException e) {
            return sentence(e);
        }
    }

    private static String resolved(String location) {
        return base().resolve(location).toString();
    }

    private static UpstreamUrl base() {
        return UpstreamUrl.parse("http://radio.example:8000/live");
    }

    private static String sentence(IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(20_000);
        assertThat(e.getClass()).isEqualTo(IllegalArgumentException.class);
        return e.getMessage();
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "ICY 200 OK\r\nicy-notice1:<BR>x<BR>\r\nicy-name:A\r\nicy-metaint:8192\r\n"
                                + "content-type:audio/mpeg\r\n\r\nabc",
                        "HTTP/1.0 302 Found\r\nLocation: /other?x=1\r\n\r\n",
                        "HTTP/1.1 200 OK\nContent-Type: audio/x-mpegurl\nTransfer-Encoding: chunked\n\n"
                                + "10\r\nhttp://h:80/live\r\n0\r\n\r\n",
                        "HTTP/1.0 200 OK\r\nContent-Type: audio/x-scpls\r\n\r\n[playlist]\nFile1=http://h/s\n",
                        "HTTP/1.0 200\r\nX: a\r\n b\r\nContent-Length: 5\r\n\r\n//h/s")
                .map(text -> text.getBytes(UTF_8));
    }
}
