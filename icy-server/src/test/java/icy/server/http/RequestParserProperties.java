package icy.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RequestParserProperties {
    @Property
    void anySplitOfAnyValidRequestParsesTheSame(
            @ForAll("requests") String request, @ForAll long seed, @ForAll("pieces") int mostBytes) {
        byte[] bytes = (request + "bytes that follow").getBytes(UTF_8);
        RequestHead whole = headOf(bytes, Integer.MAX_VALUE, new Random(seed));

        RequestHead pieced = headOf(bytes, mostBytes, new Random(seed));

        assertThat(pieced.method()).isEqualTo(whole.method());
        assertThat(pieced.target().raw()).isEqualTo(whole.target().raw());
        assertThat(pieced.target().path()).isEqualTo(whole.target().path());
        assertThat(pieced.version()).isEqualTo(whole.version());
        assertThat(pieced.headers()).isEqualTo(whole.headers());
        assertThat(pieced.framing()).isEqualTo(whole.framing());
        assertThat(pieced.leniencies()).isEqualTo(whole.leniencies());
    }

    @Property
    void whateverIsSentIsARequestOrARefusalAndNeverLeadsOut(@ForAll("hostile") byte[] bytes) {
        RequestParser parser = new RequestParser(HttpLimits.defaults());
        try {
            if (parser.parse(ByteBuffer.wrap(bytes))) {
                String path = parser.head().target().path();
                assertThat(path).doesNotContain("\0", "\r", "\n").matches("(?s)/.*|\\*");
                assertThat(List.of(path.split("/"))).doesNotContain("..", ".");
            }
        } catch (HttpError e) {
            assertThat(e.status()).isBetween(400, 599);
        }
    }

    /** Feeds {@code bytes} in random pieces; what follows the head must be left. */
    private static RequestHead headOf(byte[] bytes, int mostBytes, Random random) {
        RequestParser parser = new RequestParser(HttpLimits.defaults());
        int from = 0;
        while (true) {
            int count = mostBytes == Integer.MAX_VALUE ? bytes.length : 1 + random.nextInt(mostBytes);
            ByteBuffer piece = ByteBuffer.wrap(bytes, from, Math.min(count, bytes.length - from));
            boolean complete = parser.parse(piece);
            from = piece.position();
            if (complete) {
                assertThat(new String(bytes, from, bytes.length - from, UTF_8)).isEqualTo("bytes that follow");
                return parser.head();
            }
        }
    }

    @Provide
    Arbitrary<Integer> pieces() {
        return Arbitraries.of(1, 2, 3, 7, 50);
    }

    @Provide
    Arbitrary<String> requests() {
        Arbitrary<String> method = Arbitraries.of("GET", "HEAD", "PUT", "SOURCE", "X-Y");
        Arbitrary<String> segment =
                Arbitraries.strings().withChars("abc;~!'()*é€%2").ofMaxLength(8).map(text -> text.replace("%", "%25"));
        Arbitrary<String> path = segment.list().ofMaxSize(4).map(all -> "/" + String.join("/", all));
        Arbitrary<String> query =
                Arbitraries.strings().withChars("ab=&+%2fé#?").ofMaxLength(20).map(text -> "?" + text);
        Arbitrary<String> target =
                Combinators.combine(path, query.injectNull(0.5)).as((p, q) -> q == null ? p : p + q);
        Arbitrary<String> version = Arbitraries.of("HTTP/1.0", "HTTP/1.1", "ICE/1.0", "ICY/1.0");
        Arbitrary<String> field = Combinators.combine(
                        Arbitraries.of("icy-name", "X-A", "accept", "X_Y.z!"),
                        Arbitraries.of(":", ": ", ":  \t"),
                        Arbitraries.strings().withChars("ab:; ,\"é=/").ofMaxLength(20))
                .as((name, colon, value) -> name + colon + value);
        Arbitrary<String> framing = Arbitraries.of("Content-Length: 3", "X: chunked", "Connection: close");
        Arbitrary<List<String>> fields = field.list().ofMaxSize(8);
        Arbitrary<String> lineEnd = Arbitraries.of("\r\n", "\n", "\r\r\n");
        return Combinators.combine(method, target, version, fields, framing, lineEnd)
                .as((m, t, v, f, last, end) -> m + " " + t + " " + v + end
                        + f.stream().map(line -> line + end).collect(Collectors.joining())
                        + last
                        + end
                        + end);
    }

    @Provide
    Arbitrary<byte[]> hostile() {
        Arbitrary<String> crafted = Arbitraries.of(
                        "GET ",
                        "/",
                        "..",
                        "%2e",
                        "%2f",
                        "%00",
                        "\r\n",
                        "\n",
                        "\r",
                        " HTTP/1.1",
                        "HTTP/1.0",
                        "Host: h",
                        "Content-Length: ",
                        "-1",
                        "99999999999999999999",
                        "?",
                        "&",
                        "=",
                        "%",
                        "\0",
                        "\t",
                        "é",
                        "OPTIONS",
                        "*",
                        "http://",
                        "//",
                        ";",
                        ":",
                        " ")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts))
                .map(text -> "GET /" + text + " HTTP/1.0\r\n\r\n");
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        return Arbitraries.oneOf(crafted.map(text -> text.getBytes(UTF_8)), noise);
    }
}
