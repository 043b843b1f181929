package icy.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-06T08:49:37+01:00");

    @Test
    void lineIsTheCombinedFormatAndTheSeconds() throws UnknownHostException {
        assertThat(line("GET /live.mp3 HTTP/1.1", "http://example.com/", "VLC/3.0.24"))
                .isEqualTo("""
                        127.0.0.1 - - [06/Nov/2026:08:49:37 +0100] "GET /live.mp3 HTTP/1.1" 200 123456 \
                        "http://example.com/" "VLC/3.0.24" 62""");
    }

    @Test
    void whatIsMissingIsADash() throws UnknownHostException {
        assertThat(line("", "", "")).contains("] \"-\" 200 123456 \"-\" \"-\" 62");
    }

    @Test
    void strangersCannotWriteLinesOfTheirOwn() throws UnknownHostException {
        String line = line("GET /\" 200 1 \"-\" HTTP/1.0", "a\r\n127.0.0.1 - -", "\u001b[31m\u0000\\ \u2028 \u0085 é");

        assertThat(line.lines()).hasSize(1);
        assertThat(line)
                .contains("\"GET /\\\" 200 1 \\\"-\\\" HTTP/1.0\"")
                .contains("\"a\\u000d\\u000a127.0.0.1 - -\"")
                .contains("\"\\u001b[31m\\u0000\\\\ \\u2028 \\u0085 é\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /admin.cgi?pass=hush&mode=updinfo      | /admin.cgi?pass=***&mode=updinfo
                    /admin.cgi?mode=updinfo&pass=hush      | /admin.cgi?mode=updinfo&pass=***
                    /live?user=u&PASSWORD=h#u%20sh         | /live?user=u&PASSWORD=***
                    /live?password=&x=1                    | /live?password=***&x=1
                    http://u:hush@host/x                   | http://u:***@host/x
                    /compass=south?bypass=1                | /compass=south?bypass=1
                    """)
    void passwordsAreMasked(String target, String shown) throws UnknownHostException {
        assertThat(line("GET " + target + " HTTP/1.1", "", "")).contains("\"GET " + shown + " HTTP/1.1\"");
    }

    private static String line(String request, String referrer, String userAgent) throws UnknownHostException {
        InetAddress remote = InetAddress.getByName("127.0.0.1");
        return new AccessLog.Entry(remote, "", request, 200, 123_456, referrer, userAgent, 62).format(NOW);
    }
}
