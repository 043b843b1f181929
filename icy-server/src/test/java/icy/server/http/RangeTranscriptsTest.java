package icy.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import icy.server.testing.TestHttp;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9110's rules on ranges and conditions as what a client says and hears. */
@Timeout(60)
class RangeTranscriptsTest {
    private static final byte[] ALPHABET = "abcdefghijklmnopqrstuvwxyz".getBytes(US_ASCII);
    private static final byte[] LONG = "0123456789".repeat(50).getBytes(US_ASCII);
    private static final Instant MODIFIED = Instant.parse("2026-11-01T10:00:00.25Z");
    private static final Instant JUST_NOW = TestHttp.CLOCK.instant();

    /** A client's lines, then the server's: its status, the fields that matter, and the body. */
    private static final String TRANSCRIPTS = """
            # no range: the whole document, and the word that there could be ranges
            > GET /alphabet
            < 200, Content-Length: 26, Accept-Ranges: bytes, Content-Type: audio/mpeg, ETag: "v1"
            abcdefghijklmnopqrstuvwxyz

            # 14.1.2: positions count from 0, and the last one is included
            > GET /alphabet
            > Range: bytes=0-4
            < 206, Content-Length: 5, Content-Range: bytes 0-4/26, Accept-Ranges: bytes, Content-Type: audio/mpeg
            abcde

            > GET /alphabet
            > Range: bytes=25-25
            < 206, Content-Length: 1, Content-Range: bytes 25-25/26
            z

            # an open range, as players send it first
            > GET /alphabet
            > Range: bytes=0-
            < 206, Content-Length: 26, Content-Range: bytes 0-25/26
            abcdefghijklmnopqrstuvwxyz

            > GET /alphabet
            > Range: bytes=20-
            < 206, Content-Length: 6, Content-Range: bytes 20-25/26
            uvwxyz

            # an end beyond the end means the end
            > GET /alphabet
            > Range: bytes=23-99999999999999999999999999
            < 206, Content-Length: 3, Content-Range: bytes 23-25/26
            xyz

            # a suffix, and one that is longer than the document
            > GET /alphabet
            > Range: bytes=-3
            < 206, Content-Length: 3, Content-Range: bytes 23-25/26
            xyz

            > GET /alphabet
            > Range: bytes=-100
            < 206, Content-Length: 26, Content-Range: bytes 0-25/26
            abcdefghijklmnopqrstuvwxyz

            # units are named in any case
            > GET /alphabet
            > Range: Bytes=0-0
            < 206, Content-Length: 1, Content-Range: bytes 0-0/26
            a

            # 15.5.17: none of it is there, and the client is told what is
            > GET /alphabet
            > Range: bytes=26-
            < 416, Content-Range: bytes */26
            It has 26 bytes, and none of those asked for.

            > GET /alphabet
            > Range: bytes=-0
            < 416, Content-Range: bytes */26
            It has 26 bytes, and none of those asked for.

            > GET /alphabet
            > Range: bytes=99999999999999999999999999-
            < 416, Content-Range: bytes */26
            It has 26 bytes, and none of those asked for.

            > GET /empty
            > Range: bytes=0-
            < 416, Content-Range: bytes */0
            It has 0 bytes, and none of those asked for.

            > GET /empty
            < 200, Content-Length: 0, Accept-Ranges: bytes

            # 14.1.2: the last 128 bytes of nothing are all of it
            > GET /empty
            > Range: bytes=-128
            < 200, Content-Length: 0

            # 14.2: what is no range is ignored
            > GET /alphabet
            > Range: bytes=5-3
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            > GET /alphabet
            > Range: bytes=
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            > GET /alphabet
            > Range: bytes=one-two
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            > GET /alphabet
            > Range: bytes=--5
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            > GET /alphabet
            > Range: bytes=0-4,x
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            > GET /alphabet
            > Range: seconds=0-4
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            # several: those that overlap, touch, or nearly do become one, and one needs no multipart
            > GET /alphabet
            > Range: bytes=0-4, 3-9,10-11
            < 206, Content-Length: 12, Content-Range: bytes 0-11/26
            abcdefghijkl

            > GET /alphabet
            > Range: bytes=20-22,0-1
            < 206, Content-Length: 23, Content-Range: bytes 0-22/26
            abcdefghijklmnopqrstuvw

            # one that is there and one that is not
            > GET /alphabet
            > Range: bytes=0-1,100-200
            < 206, Content-Length: 2, Content-Range: bytes 0-1/26
            ab

            # 14.6: far apart, in the order they were asked for
            > GET /long
            > Range: bytes=490-,0-4,,200-201
            < 206, Content-Type: multipart/byteranges; boundary=B, Content-Length: 229

            --B
            Content-Type: audio/mpeg
            Content-Range: bytes 490-499/500

            0123456789
            --B
            Content-Type: audio/mpeg
            Content-Range: bytes 0-4/500

            01234
            --B
            Content-Type: audio/mpeg
            Content-Range: bytes 200-201/500

            01
            --B--

            # 14.2: ranges are for GET alone, so HEAD tells of the whole
            > HEAD /alphabet
            > Range: bytes=0-4
            < 200, Content-Length: 26, Accept-Ranges: bytes, ETag: "v1", Last-Modified: Sun, 01 Nov 2026 10:00:00 GMT

            # 13.1.5: If-Range with the strong tag of what is there, and with that of what was
            > GET /alphabet
            > Range: bytes=0-4
            > If-Range: "v1"
            < 206, Content-Length: 5
            abcde

            > GET /alphabet
            > Range: bytes=0-4
            > If-Range: "v0"
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            # a weak tag never matches, whoever has it
            > GET /alphabet
            > Range: bytes=0-4
            > If-Range: W/"v1"
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            > GET /weak
            > Range: bytes=0-4
            > If-Range: W/"v1"
            < 200, Content-Length: 26, ETag: W/"v1"
            abcdefghijklmnopqrstuvwxyz

            # nor does a list or a star
            > GET /alphabet
            > Range: bytes=0-4
            > If-Range: "v0", "v1"
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            > GET /alphabet
            > Range: bytes=0-4
            > If-Range: *
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            # a date matches only exactly, in any of the three forms
            > GET /alphabet
            > Range: bytes=0-4
            > If-Range: Sun, 01 Nov 2026 10:00:00 GMT
            < 206, Content-Length: 5
            abcde

            > GET /alphabet
            > Range: bytes=0-4
            > If-Range: Sunday, 01-Nov-26 10:00:00 GMT
            < 206, Content-Length: 5
            abcde

            > GET /alphabet
            > Range: bytes=0-4
            > If-Range: Sun Nov  1 10:00:00 2026
            < 206, Content-Length: 5
            abcde

            > GET /alphabet
            > Range: bytes=0-4
            > If-Range: Sun, 01 Nov 2026 10:00:01 GMT
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            # and only if it cannot have changed again in the same second
            > GET /new
            > Range: bytes=0-4
            > If-Range: Fri, 06 Nov 2026 08:49:37 GMT
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            # without a match a range that is not there is no error
            > GET /alphabet
            > Range: bytes=100-
            > If-Range: "v0"
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            # 13.1.2: what the client has is not sent again, by weak comparison
            > GET /alphabet
            > If-None-Match: "v0", W/"v1"
            < 304, ETag: "v1", Last-Modified: Sun, 01 Nov 2026 10:00:00 GMT, Content-Length: -, Content-Type: -

            > HEAD /alphabet
            > If-None-Match: "v1"
            < 304, ETag: "v1"

            > GET /alphabet
            > If-None-Match: *
            < 304, ETag: "v1"

            > GET /alphabet
            > If-None-Match: "v0", "v,1", "v1x"
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            # 13.1.3: by date
            > GET /alphabet
            > If-Modified-Since: Sun, 01 Nov 2026 10:00:00 GMT
            < 304, ETag: "v1"

            > GET /alphabet
            > If-Modified-Since: Sun, 01 Nov 2026 09:59:59 GMT
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            > GET /alphabet
            > If-Modified-Since: yesterday
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            # the date does not count beside a tag
            > GET /alphabet
            > If-None-Match: "v0"
            > If-Modified-Since: Sun, 01 Nov 2026 10:00:00 GMT
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            # 13.1.1 and 13.1.4: only if it is still what the client thinks
            > GET /alphabet
            > If-Match: "v0", "v1"
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            > GET /alphabet
            > If-Match: *
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            > GET /alphabet
            > If-Match: "v0"
            < 412, Content-Range: -
            What is here now is not what the request is meant for.

            # by strong comparison
            > GET /weak
            > If-Match: W/"v1"
            < 412, Content-Range: -
            What is here now is not what the request is meant for.

            # but VLC, before it seeks, takes the mark off that it was given
            > GET /weak
            > If-Match: "v1"
            > Range: bytes=20-
            < 206, Content-Length: 6
            uvwxyz

            > GET /alphabet
            > If-Unmodified-Since: Sun, 01 Nov 2026 09:59:59 GMT
            < 412, Content-Range: -
            What is here now is not what the request is meant for.

            > GET /alphabet
            > If-Unmodified-Since: Sun, 01 Nov 2026 10:00:00 GMT
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            # 13.2.2: If-Match before If-Unmodified-Since before If-None-Match before If-Range
            > GET /alphabet
            > If-Match: "v1"
            > If-Unmodified-Since: Sun, 01 Nov 2026 09:59:59 GMT
            < 200, Content-Length: 26
            abcdefghijklmnopqrstuvwxyz

            > GET /alphabet
            > If-Match: "v0"
            > If-None-Match: "v1"
            < 412, Content-Range: -
            What is here now is not what the request is meant for.

            > GET /alphabet
            > If-None-Match: "v1"
            > If-Range: "v1"
            > Range: bytes=0-4
            < 304, ETag: "v1"

            # of what has no known length there are no ranges
            > GET /endless
            > Range: bytes=0-4
            < 200, Content-Length: -, Accept-Ranges: none, Connection: close
            abcdefghijklmnopqrstuvwxyz
            """;

    private static final List<MemorySupply> SUPPLIES = new CopyOnWriteArrayList<>();
    private static TestHttp http;

    @BeforeAll
    static void start() throws IOException {
        EntityTag strong = EntityTag.strong("v1");
        http = new TestHttp(Routes.builder()
                .get("/alphabet", document(ALPHABET, ALPHABET.length, strong, MODIFIED))
                .get("/long", document(LONG, LONG.length, strong, MODIFIED))
                .get("/empty", document(new byte[0], 0, strong, MODIFIED))
                .get("/weak", document(ALPHABET, ALPHABET.length, EntityTag.weak("v1"), MODIFIED))
                .get("/new", document(ALPHABET, ALPHABET.length, strong, JUST_NOW))
                .get("/endless", document(ALPHABET, Representation.UNKNOWN, strong, MODIFIED))
                .build());
    }

    @AfterAll
    static void stop() throws IOException {
        http.close();
        assertThat(SUPPLIES)
                .isNotEmpty()
                .allSatisfy(supply -> assertThat(supply.releases()).isEqualTo(1));
    }

    private static Endpoint document(byte[] bytes, long length, EntityTag tag, Instant modified) {
        Representation document =
                Representation.of(length, "audio/mpeg", tag, modified, "public, max-age=3600", Headers.NONE);
        return Endpoint.immediate(request -> {
            MemorySupply supply = MemorySupply.whole(bytes);
            SUPPLIES.add(supply);
            return document.answer(request, TestHttp.CLOCK, supply);
        });
    }

    static List<String> transcripts() {
        String uncommented =
                TRANSCRIPTS.lines().filter(line -> !line.startsWith("# ")).collect(Collectors.joining("\n"));
        return Arrays.stream(uncommented.split("(?m)^(?=> (?:GET|HEAD) )"))
                .filter(block -> !block.isBlank())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void clientHears(String transcript) throws IOException {
        String[] saidAndHeard = transcript.split("(?m)^< ", 2);
        String request =
                saidAndHeard[0].replace("> ", "").replaceFirst("\n", " HTTP/1.1\nHost: h\nConnection: close\n");

        String[] answer = normalised(http.ask(request + "\n")).split("\n\n", 2);

        String[] expected = saidAndHeard[1].split("\n", 2);
        String[] promises = expected[0].split(", (?=[A-Z][A-Za-z-]+: )");
        assertThat(answer[0]).startsWith("HTTP/1.1 " + promises[0] + " ");
        Set<String> fields = answer[0].lines().skip(1).collect(Collectors.toSet());
        for (String promise : List.of(promises).subList(1, promises.length)) {
            if (promise.endsWith(": -")) {
                assertThat(answer[0]).doesNotContain("\n" + promise.substring(0, promise.length() - 1));
            } else {
                assertThat(fields).contains(promise);
            }
        }
        assertThat(answer[1].strip()).isEqualTo(expected[1].strip());
    }

    /** With the same boundary every time, and with the length that goes with that. */
    private static String normalised(String answer) {
        String boundary = answer.replaceFirst("(?s).*multipart/byteranges; boundary=(\\w+)\n.*", "$1");
        if (boundary.equals(answer)) {
            return answer;
        }
        String field = "Content-Length: %d";
        int length = Integer.parseInt(answer.replaceFirst("(?s).*Content-Length: (\\d+)\n.*", "$1"));
        int parts = answer.split("--" + boundary, -1).length - 1;
        return answer.replace(
                        String.format(Locale.ROOT, field, length),
                        String.format(Locale.ROOT, field, length - parts * (boundary.length() - 1)))
                .replace(boundary, "B");
    }
}
