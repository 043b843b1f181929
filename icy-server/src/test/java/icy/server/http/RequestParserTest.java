package icy.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {
    @ParameterizedTest
    @MethodSource("icy.server.http.RecordedRequests#all")
    void recordedRequestsOfRealClientsAreUnderstood(RecordedRequests recorded) {
        RequestHead head = parse(recorded.text());

        assertThat(head.method()).isEqualTo(recorded.method());
        assertThat(head.target().path()).isEqualTo(recorded.path());
        assertThat(head.version()).isEqualTo(recorded.version());
        assertThat(head.headers().size())
                .isEqualTo((int) recorded.text().lines().count() - 2);
        assertThat(head.leniencies()).isEqualTo(recorded.leniencies());
        assertThat(head.headers().first("icy-metadata")).isEqualTo(recorded.icyMetadata());
    }

    @Test
    void bytesAfterTheHeadAreLeftForTheNextReader() {
        ByteBuffer in = bytes("SOURCE /x HTTP/1.0\r\nHost: h\r\n\r\nID3audio");

        new RequestParser(HttpLimits.defaults()).parse(in);

        assertThat(UTF_8.decode(in).toString()).isEqualTo("ID3audio");
    }

    @Test
    void headerNamesAreFoundInAnyCaseAndValuesAreTrimmed() {
        RequestHead head = parse("""
                GET / HTTP/1.0
                ICY-METADATA:1
                X-Spaces:  \t a b \t
                X-Empty:
                host:h

                """);

        assertThat(head.headers().first("Icy-MetaData")).contains("1");
        assertThat(head.headers().first("x-spaces")).contains("a b");
        assertThat(head.headers().first("X-Empty")).contains("");
        assertThat(head.headers().first("Host")).contains("h");
    }

    @Test
    void linesMayEndWithLfAlone() {
        RequestHead head = parseRaw("GET /live.mp3 HTTP/1.0\nHost: h\n\n");

        assertThat(head.target().path()).isEqualTo("/live.mp3");
        assertThat(head.headers().first("Host")).contains("h");
        assertThat(head.leniencies()).containsExactly(Leniency.BARE_LF);
    }

    @Test
    void linesMayEndWithCrCrLf() {
        RequestHead head = parseRaw("SOURCE /nsv ICE/1.0\r\r\nice-name: x\r\r\n\r\r\n");

        assertThat(head.headers().first("ice-name")).contains("x");
        assertThat(head.leniencies()).containsExactlyInAnyOrder(Leniency.CR_CR_LF, Leniency.ICE_PROTOCOL);
    }

    @Test
    void emptyLinesBeforeTheRequestAreSkipped() {
        assertThat(parse("\n\nGET / HTTP/1.1\nHost: h\n\n").leniencies()).containsExactly(Leniency.EMPTY_LINES_FIRST);
    }

    @Test
    void hostMayBeMissing() {
        assertThat(parse("GET / HTTP/1.1\n\n").leniencies()).containsExactly(Leniency.NO_HOST);
        assertThat(parse("GET / HTTP/1.0\n\n").leniencies()).isEmpty();
    }

    @Test
    void headerValuesAreUtf8OrElseLatin1() {
        byte[] latin1 = "PUT /x HTTP/1.1\r\nHost: h\r\nice-name: Caf\u00e9\r\n\r\n".getBytes(ISO_8859_1);
        byte[] utf8 = "PUT /x HTTP/1.1\r\nHost: h\r\nice-name: Caf\u00e9\r\n\r\n".getBytes(UTF_8);

        for (byte[] text : new byte[][] {latin1, utf8}) {
            RequestParser parser = new RequestParser(HttpLimits.defaults());
            assertThat(parser.parse(ByteBuffer.wrap(text))).isTrue();
            assertThat(parser.head().headers().first("ice-name")).contains("Caf\u00e9");
            assertThat(parser.head().leniencies()).containsExactly(Leniency.RAW_BYTES_IN_HEADER);
        }
    }

    @Test
    void titlesSentUnescapedByButtAreUnderstood() {
        RequestHead head = parse("""
                GET /admin/metadata?mode=updinfo&mount=/live&song=Sigur%20Rós%20-%20100%%20"don't"%20#1+2 HTTP/1.1
                Host: h

                """);

        assertThat(query(head, "song")).isEqualTo("Sigur Rós - 100% \"don't\" #1 2");
        assertThat(query(head, "mount")).isEqualTo("/live");
        assertThat(head.leniencies())
                .containsExactlyInAnyOrder(
                        Leniency.RAW_BYTES_IN_TARGET, Leniency.UNSAFE_IN_TARGET, Leniency.BROKEN_PERCENT_IN_QUERY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1.1 | keep-alive | true
                    1.1 | close      | false
                    1.1 | Upgrade, Close | false
                    1.1 | ''         | true
                    1.0 | ''         | false
                    1.0 | Keep-Alive | true
                    """)
    void connectionIsKeptWhenTheClientWouldUseItAgain(String version, String connection, boolean kept) {
        RequestHead head = parse("GET / HTTP/%s\nHost: h\nConnection: %s\n\n".formatted(version, connection));

        assertThat(head.keepAlive()).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Content-Length: 0             | false | 0
                    Content-Length: 12            | false | 12
                    Content-Length: 007           | false | 7
                    Content-Length: 18446744073709551615 | false | 9223372036854775807
                    Transfer-Encoding: chunked    | true  | 0
                    Transfer-Encoding: Chunked    | true  | 0
                    X: y                          | false | 0
                    """)
    void endOfTheBodyIsKnown(String field, boolean chunked, long lengthBytes) {
        RequestHead head = parse("PUT /x HTTP/1.1\nHost: h\n%s\n\n".formatted(field));

        assertThat(head.framing()).isEqualTo(new Framing(chunked, lengthBytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\nContent-Length: 6",
                "Content-Length: 5\nContent-Length: 5",
                "Content-Length: 5, 5",
                "Content-Length: -5",
                "Content-Length: +5",
                "Content-Length: 0x10",
                "Content-Length: 5 5",
                "Content-Length: \u0665",
                "Content-Length:",
                "Content-Length: 5\nTransfer-Encoding: chunked",
                "X: a\n folded",
                "X: a\n\tfolded",
                "X : a",
                ": a",
                "no colon",
                "X\u00e9: a",
                "Host: other",
            })
    void headersThatCouldBeReadInTwoWaysAreRefused(String fields) {
        refused("PUT /x HTTP/1.1\nHost: h\n%s\n\n".formatted(fields), 400);
    }

    @Test
    void unknownTransferEncodingIsNotImplemented() {
        refused("PUT /x HTTP/1.1\nHost: h\nTransfer-Encoding: gzip, chunked\n\n", 501);
        refused("PUT /x HTTP/1.1\nHost: h\nTransfer-Encoding: gzip\nTransfer-Encoding: chunked\n\n", 501);
        refused("PUT /x HTTP/1.0\nHost: h\nTransfer-Encoding: chunked\n\n", 400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET /x                          | 400
                    GET                             | 400
                    GET  /x HTTP/1.1                | 400
                    GET /a b HTTP/1.1               | 400
                    ' GET / HTTP/1.1'               | 400
                    GET x HTTP/1.1                  | 400
                    GET ftp://h/x HTTP/1.1          | 400
                    CONNECT h:80 HTTP/1.1           | 400
                    GET * HTTP/1.1                  | 400
                    GET / FTP/1.1                   | 400
                    GET / HTTP/1.1.1                | 505
                    GET / http/1.1                  | 400
                    G(T / HTTP/1.1                  | 400
                    AMETHODTHATISLONGERTHANANYMETHODIS / HTTP/1.1 | 400
                    PRI * HTTP/2.0                  | 505
                    GET / HTTP/3                    | 505
                    GET /%zz HTTP/1.1               | 400
                    GET /%4 HTTP/1.1                | 400
                    GET /% HTTP/1.1                 | 400
                    GET /a%00b HTTP/1.1             | 403
                    GET /a%0d%0ab HTTP/1.1          | 400
                    GET /a%7f HTTP/1.1              | 400
                    GET /.. HTTP/1.1                | 403
                    GET /../etc/passwd HTTP/1.1     | 403
                    GET /..%2f..%2fetc/passwd HTTP/1.1 | 403
                    GET /%2e%2e/x HTTP/1.1          | 403
                    GET /a/%2E%2e%2Fb HTTP/1.1      | 403
                    GET /a/../b HTTP/1.1            | 403
                    GET http://h/a/.. HTTP/1.1      | 403
                    """)
    void requestLinesThatAreNoneAreRefused(String line, int status) {
        refused(line + "\nHost: h\n\n", status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /                       | /
                    /a/b                    | /a/b
                    /a/                     | /a/
                    //stream                | /stream
                    /a//b                   | /a/b
                    /./a/./b                | /a/b
                    /a%20b                  | /a b
                    /a%2fb                  | /a/b
                    /%e2%82%ac              | /€
                    /caf%e9                 | /café
                    /a+b                    | /a+b
                    /;stream.mp3            | /;stream.mp3
                    /...                    | /...
                    /..a                    | /..a
                    /a%25%32%66             | /a%2f
                    http://h:8000/a?x=1     | /a
                    HTTP://h                | /
                    http://h?x=1            | /
                    https://u:p@h/a         | /a
                    """)
    void pathsAreDecodedAndNormalised(String target, String path) {
        assertThat(parse("GET %s HTTP/1.1\nHost: h\n\n".formatted(target))
                        .target()
                        .path())
                .isEqualTo(path);
    }

    @Test
    void queriesAreDecodedAsFormsAre() {
        RequestHead head = parse("GET /x?a=1&b=x+y%2Bz&a=2&empty&=nameless&c=%e9&d==&%61b=7 HTTP/1.0\n\n");

        assertThat(query(head, "a")).isEqualTo("1");
        assertThat(query(head, "b")).isEqualTo("x y+z");
        assertThat(query(head, "empty")).isEmpty();
        assertThat(query(head, "c")).isEqualTo("é");
        assertThat(query(head, "d")).isEqualTo("=");
        assertThat(query(head, "ab")).isEqualTo("7");
        assertThat(head.target().query().first("nothing")).isNull();
    }

    @Test
    void asteriskIsForOptionsOnly() {
        assertThat(parse("OPTIONS * HTTP/1.1\nHost: h\n\n").target().path()).isEqualTo("*");
    }

    @Test
    void tlsIsToldThatThisPortIsPlain() {
        RequestParser parser = new RequestParser(HttpLimits.defaults());

        assertThatThrownBy(() -> parser.parse(ByteBuffer.wrap(new byte[] {0x16, 3, 1})))
                .isInstanceOf(HttpError.class)
                .hasMessageContaining("http://");
    }

    @Test
    void ultravoxAndNulsAreRefusedAtTheFirstByteThatTells() {
        RequestParser parser = new RequestParser(HttpLimits.defaults());

        assertThat(parser.parse(ByteBuffer.wrap(new byte[] {0x5A}))).isFalse();
        assertThat(catchThrowableOfType(HttpError.class, () -> parser.parse(ByteBuffer.wrap(new byte[] {0, 0x10})))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void bareCrIsNoLineEnd() {
        refusedRaw("GET / HTTP/1.1\rHost: h\r\n\r\n", 400);
        refusedRaw("GET / HTTP/1.1\r\nX: a\rY: b\r\n\r\n", 400);
        refusedRaw("GET / HTTP/1.1\r\nX: a\r\r\r\n\r\n", 400);
    }

    @Test
    void longTargetsAreRefusedAsSuch() {
        refused("GET /" + "x".repeat(10_000) + " HTTP/1.1\nHost: h\n\n", 414);
    }

    @Test
    void headsOf64KilobytesAreRefused() {
        refused("GET / HTTP/1.1\nCookie: " + "x".repeat(65_536) + "\n\n", 431);
        refused("GET / HTTP/1.1\n" + ("X-Field: " + "x".repeat(1_000) + "\n").repeat(64) + "\n", 431);
    }

    @Test
    void tenThousandHeadersAreRefused() {
        refused("GET / HTTP/1.1\n" + "a:\n".repeat(10_000) + "\n", 431);
    }

    @Test
    void endlessEmptyLinesAreRefused() {
        refusedRaw("\n".repeat(100_000), 400);
    }

    @Test
    void limitsAreExact() {
        HttpLimits limits = new HttpLimits(1, Duration.ofSeconds(1), Duration.ofSeconds(1), /* maxHeadBytes= */ 256, 3);
        String start = "GET / HTTP/1.0\r\na:\r\nb:\r\nc:";
        String fits = start + "x".repeat(256 - start.length() - 4) + "\r\n\r\n";
        assertThat(fits).hasSize(256);

        assertThat(new RequestParser(limits).parse(bytes(fits))).isTrue();
        assertThat(catchThrowableOfType(
                                HttpError.class,
                                () -> new RequestParser(limits).parse(bytes(fits.replace("c:", "c:x"))))
                        .status())
                .isEqualTo(431);
        assertThat(catchThrowableOfType(
                                HttpError.class,
                                () -> new RequestParser(limits)
                                        .parse(bytes("GET / HTTP/1.0\r\na:\r\nb:\r\nc:\r\nd:\r\n\r\n")))
                        .status())
                .isEqualTo(431);
    }

    @Test
    void refusesAZeroBehindAnEmptyFirstLine() {
        refusedRaw("\n\0", 400);
        refusedRaw("\r\n\0GET / HTTP/1.0\r\n\r\n", 400);
    }

    private static void refused(String request, int status) {
        refusedRaw(request.replace("\n", "\r\n"), status);
    }

    private static void refusedRaw(String request, int status) {
        HttpError error = catchThrowableOfType(HttpError.class, () -> parseRaw(request));
        assertThat(error).as(request).isNotNull();
        assertThat(error.status()).as(request + error.sentence()).isEqualTo(status);
        assertThat(error.sentence()).endsWith(".");
    }

    private static RequestHead parse(String request) {
        return parseRaw(request.replace("\n", "\r\n"));
    }

    private static RequestHead parseRaw(String request) {
        RequestParser parser = new RequestParser(HttpLimits.defaults());
        assertThat(parser.parse(bytes(request))).as("complete").isTrue();
        return parser.head();
    }

    private static String query(RequestHead head, String name) {
        byte[] value = head.target().query().first(name);
        assertThat(value).as(name).isNotNull();
        return WireText.decode(value, 0, value.length);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
