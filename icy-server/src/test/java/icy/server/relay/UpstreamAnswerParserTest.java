package icy.server.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamAnswerParserTest {
    private static final String SHOUTCAST = """
            ICY 200 OK
            icy-notice1:<BR>This stream requires <a href="http://www.winamp.com/">Winamp</a><BR>
            icy-notice2:SHOUTcast Distributed Network Audio Server/Linux v1.9.8<BR>
            icy-name:My Station
            icy-genre:Rock
            content-type:audio/mpeg
            icy-pub:1
            icy-metaint:8192
            icy-br:128

            """;

    private static final String ICECAST = """
            HTTP/1.0 200 OK\r
            Server: Icecast 2.4.4\r
            Content-Type: audio/mpeg\r
            ice-audio-info: bitrate=128;samplerate=44100;channels=1\r
            icy-name: Café\r
            icy-metaint:16000\r
            \r
            """;

    @Test
    void aShoutcastAnswerWithBareLineFeedsIsRead() {
        UpstreamAnswer answer = parse(SHOUTCAST);

        assertThat(answer.icy()).isTrue();
        assertThat(answer.isOk()).isTrue();
        assertThat(answer.metaint()).isEqualTo(8192);
        assertThat(answer.mediaType()).isEqualTo("audio/mpeg");
        assertThat(answer.headers().first("icy-name")).hasValue("My Station");
        assertThat(answer.headers().first("ICY-GENRE")).hasValue("Rock");
        assertThat(answer.chunked()).isFalse();
        assertThat(answer.lengthBytes()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anIcecastAnswerIsReadInEitherCharacterSet() {
        assertThat(parse(ICECAST).headers().first("icy-name")).hasValue("Café");
        assertThat(parse(ICECAST.getBytes(ISO_8859_1)).headers().first("icy-name"))
                .hasValue("Café");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    HTTP/1.1 200\\n\\n                                    | 200 | ''
                    HTTP/1.0  200   All right \\r\\n\\r\\n                | 200 | All right
                    \\r\\nHTTP/1.1 302 Found\\r\\nLocation:/x\\r\\n\\r\\n | 302 | Found
                    icy 401 Service Unavailable\\r\\n\\r\\n               | 401 | Service Unavailable
                    HTTP/2 404\\r\\r\\n\\r\\r\\n                          | 404 | ''
                    """)
    void oddStatusLinesAreRead(String text, int status, String reason) {
        UpstreamAnswer answer = parse(text.replace("\\r", "\r").replace("\\n", "\n"));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.reason()).isEqualTo(reason);
    }

    @Test
    void continuedLinesAreJoinedAndLinesWithoutAColonPassedOver() {
        UpstreamAnswer answer = parse("""
                HTTP/1.1 200 OK
                what is this
                Transfer-Encoding : Chunked
                icy-description: a long
                   story
                Content-Type:audio/aacp; charset=utf-8

                """);

        assertThat(answer.chunked()).isTrue();
        assertThat(answer.headers().first("icy-description")).hasValue("a long story");
        assertThat(answer.mediaType()).isEqualTo("audio/aacp");
    }

    /** The law: in whatever pieces an answer comes, it is the same answer, and the body behind it is untouched. */
    @Property
    void anySplitGivesTheSameAnswerAndLeavesTheBody(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int most) {
        for (String head : List.of(SHOUTCAST, ICECAST)) {
            byte[] all = (head + "body").getBytes(UTF_8);
            Random random = new Random(seed);
            UpstreamAnswerParser parser = new UpstreamAnswerParser();
            ByteBuffer in = ByteBuffer.wrap(all).limit(0);
            while (!parser.parse(in)) {
                assertThat(in.hasRemaining()).isFalse();
                in.limit(Math.min(all.length, in.limit() + 1 + random.nextInt(most)));
            }

            assertThat(parser.answer()).isEqualTo(parse(head));
            assertThat(in.limit(all.length).remaining()).isEqualTo(4);
        }
    }

    /** The law: whatever bytes come, there is an answer, a refusal or a wish for more, within the limit. */
    @Property
    void noBytesDoHarm(@ForAll byte[] noise) {
        UpstreamAnswerParser parser = new UpstreamAnswerParser();
        try {
            parser.parse(ByteBuffer.wrap("HTTP/1.0 200 OK\n".getBytes(UTF_8)));
            while (!parser.parse(ByteBuffer.wrap(noise)) && noise.length > 0) {
                // until it has enough of it
            }
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("its answer has");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SSH-2.0-OpenSSH_9.2, neither HTTP nor ICY: SSH-2.0-OpenSSH_9.2",
        "ICY twohundred, neither HTTP nor ICY: ICY twohundred",
        "HTTP/1.1 000 no, a status that is none",
    })
    void whatIsNoAnswerIsRefusedWithWhatWasThere(String line, String part) {
        assertThatThrownBy(() -> parse(line + "\n")).hasMessageContaining(part);
    }

    @Test
    void headsAreBoundedInBytesAndInFields() {
        assertThatThrownBy(() -> parse("HTTP/1.0 200 OK\nX: " + "y".repeat(17_000)))
                .hasMessage("its answer has a head of more than 16 kB");
        assertThatThrownBy(() -> parse("HTTP/1.0 200 OK\n" + "a:b\n".repeat(102)))
                .hasMessage("its answer has more than 100 header fields");
    }

    @Test
    void aMetaintThatIsNoNumberIsRefusedBecauseBlocksCouldNotBeFound() {
        for (String lie : List.of("-1", "8192 bytes", "99999999999", "")) {
            UpstreamAnswer answer = parse("ICY 200 OK\nicy-metaint:" + lie + "\n\n");
            assertThatThrownBy(answer::metaint).hasMessageContaining("icy-metaint");
        }
        assertThat(parse("ICY 200 OK\n\n").metaint()).isZero();
    }

    @Test
    void lengthsThatAreNoneAreNotKeptTo() {
        assertThat(parse("HTTP/1.0 200 OK\nContent-Length: 77\n\n").lengthBytes())
                .isEqualTo(77);
        assertThat(parse("HTTP/1.0 200 OK\nContent-Length: -1\n\n").lengthBytes())
                .isEqualTo(Long.MAX_VALUE);
    }

    private static UpstreamAnswer parse(String text) {
        return parse(text.getBytes(UTF_8));
    }

    private static UpstreamAnswer parse(byte[] bytes) {
        UpstreamAnswerParser parser = new UpstreamAnswerParser();
        assertThat(parser.parse(ByteBuffer.wrap(bytes))).isTrue();
        return parser.answer();
    }
}
