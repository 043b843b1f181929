package icy.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamUrlTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    http://radio.example.org:8000/live      | radio.example.org | 8000 | /live
                    HTTP://Radio.Example.org                | radio.example.org | 80   | /
                    http://[2001:db8::7]:8010/a/b.mp3?x=1#y | 2001:db8::7       | 8010 | /a/b.mp3?x=1
                    http://[::1]/;                          | ::1               | 80   | /;
                    http://my_host:81/?sid=2                | my_host           | 81   | /?sid=2
                    http://h/Café live                      | h                 | 80   | /Caf%C3%A9%20live
                    http://h/100%[x]%41                     | h                 | 80   | /100%25%5Bx%5D%41
                    """)
    void hostPortAndTargetAreReadAsPeopleWriteThem(String text, String host, int port, String target) {
        UpstreamUrl url = UpstreamUrl.parse(text);

        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url.target()).isEqualTo(target);
        assertThat(url.authorization()).isEmpty();
    }

    @Test
    void theLoginBecomesCredentialsAndIsNeverShown() {
        UpstreamUrl url = UpstreamUrl.parse("http://relay:p%40ss:wörd@radio.example.org:8000/live");

        assertThat(url.authorization())
                .hasValue("Basic " + Base64.getEncoder().encodeToString("relay:p@ss:wörd".getBytes(UTF_8)));
        assertThat(url).hasToString("http://radio.example.org:8000/live");
        assertThat(UpstreamUrl.parse("http://u:p@ss@h/").host()).isEqualTo("h");
    }

    @Test
    void redirectsMayBeAbsoluteOrRelativeAndTheLoginStaysWithItsServer() {
        UpstreamUrl url = UpstreamUrl.parse("http://u:p@h:8000/a/b?c=d");

        assertThat(url.resolve("/x y")).hasToString("http://h:8000/x%20y");
        assertThat(url.resolve("e?f")).hasToString("http://h:8000/a/e?f");
        assertThat(url.resolve("//other/z")).hasToString("http://other/z");
        assertThat(url.resolve("/x").authorization()).isPresent();
        assertThat(url.resolve("http://h:8001/").authorization()).isEmpty();
        assertThat(url.resolve("http://v:w@h:8001/").authorization()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://u:secret@h/",
                "icyx://u:secret@h/",
                "radio.example.org:8000/live",
                "http:///live",
                "http://u:secret@/live",
                "http://u:secret@h:0/live",
                "http://u:secret@h:65536/live",
                "http://u:secret@h:80a/live",
                "http://u:secret@[::1/live",
                "",
            })
    void whatCannotBeFetchedIsRefusedWithASentenceThatShowsNoPassword(String text) {
        assertThatThrownBy(() -> UpstreamUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(" ")
                .doesNotContain("secret");
    }

    @Test
    void httpsIsRefusedByName() {
        assertThatThrownBy(() -> UpstreamUrl.parse("https://h/"))
                .hasMessage("https is not spoken to upstreams: use the http address of the stream");
    }
}
