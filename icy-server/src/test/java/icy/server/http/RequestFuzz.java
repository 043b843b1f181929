package icy.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever listeners and sources send as a request: its line, its fields, its query string. */
class RequestFuzz {

    /** What became of the input: the head, the refusal, or nothing yet; and how much of the input it took. */
    private record Outcome(String what, int taken) {}

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void requestsAreTheSameHoweverTheInputIsCutAndNeverLeadOut(byte[] input) {
        Outcome whole = parse(input, Integer.MAX_VALUE);
        Outcome pieces = parse(input, 1 + (Arrays.hashCode(input) & 0xFF));
        assertThat(pieces.what()).isEqualTo(whole.what());
        if (!whole.what().startsWith("refused")) {
            assertThat(pieces.taken()).isEqualTo(whole.taken());
        }
    }

    private static Outcome parse(byte[] input, int most) {
        RequestParser parser = new RequestParser(HttpLimits.defaults());
        Random random = new Random(1);
        int from = 0;
        try {
            while (from < input.length) {
                int count = Math.min(1 + random.nextInt(most), input.length - from);
                ByteBuffer piece = ByteBuffer.wrap(input, from, count);
                boolean complete = parser.parse(piece);
                from = piece.position();
                if (complete) {
                    return new Outcome(describe(parser.head(), from), from);
                }
            }
            assertThat(from).isLessThanOrEqualTo(HttpLimits.defaults().maxHeadBytes());
            return new Outcome("incomplete", from);
        } catch (HttpError e) {
            assertThat(e.status()).isBetween(400, 599);
            return new Outcome("refused " + e.status() + e.getMessage(), from);
        }
    }

    private static String describe(RequestHead head, int headBytes) {
        String path = head.target().path();
        assertThat(path).doesNotContain("\0", "\r", "\n").matches("(?s)/.*|\\*");
        assertThat(List.of(path.split("/"))).doesNotContain("..", ".");
        for (String name : List.of("mode", "mount", "song", "pass", "a")) {
            byte[] value = head.target().query().first(name);
            assertThat(value == null ? 0 : value.length).isLessThan(headBytes);
        }
        Credentials.basic(head.headers());
        return String.join(
                "|",
                head.method(),
                head.target().raw(),
                path,
                head.version(),
                head.headers().toString(),
                head.framing().toString(),
                new TreeSet<>(head.leniencies()).toString());
    }

    static Stream<byte[]> seeds() {
        Stream<String> recorded = RecordedRequests.all().stream().map(RecordedRequests::text);
        Stream<String> sources = Stream.of(
                "SOURCE /live.mp3 HTTP/1.0\r\nAuthorization: Basic c291cmNlOmhhY2ttZQ==\r\nContent-Type: audio/mpeg\r\n"
                        + "ice-name: A b\r\nice-audio-info: bitrate=128;channels=2\r\n\r\n",
                "PUT /live.ogg HTTP/1.1\r\nHost: h:8000\r\nAuthorization: Basic c291cmNlOmhhY2ttZQ==\r\n"
                        + "User-Agent: libshout/2.4.6\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n5\r\nabcde",
                "GET /admin/metadata?mode=updinfo&mount=%2Flive&song=Caf%C3%A9+-+x%26y&charset=UTF-8 HTTP/1.0\r\n\r\n",
                "GET /admin.cgi?pass=hackme&mode=updinfo&song=A%20-%20B HTTP/1.0\nUser-Agent: (Mozilla Compatible)\n\n",
                "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
        return Stream.concat(recorded, sources).map(text -> text.getBytes(UTF_8));
    }
}
