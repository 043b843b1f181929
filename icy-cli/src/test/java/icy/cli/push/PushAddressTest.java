package icy.cli.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import icy.cli.push.PushAddress.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushAddressTest {

    @Test
    void icecastHasAMountAUserAndAPassword() {
        assertThat(PushAddress.parse("http://dj:p%40ss:w%2Frd@example.com:8010/a/live mix.mp3?x=1"))
                .isEqualTo(
                        new PushAddress(Kind.ICECAST, "example.com", 8010, "/a/live%20mix.mp3?x=1", "dj", "p@ss:w/rd"));
        assertThat(PushAddress.parse("icecast://:pw@[::1]/live"))
                .isEqualTo(new PushAddress(Kind.ICECAST, "::1", 8000, "/live", "source", "pw"));
        assertThat(PushAddress.parse("http://example.com/live"))
                .isEqualTo(new PushAddress(Kind.ICECAST, "example.com", 80, "/live", "source", ""));
    }

    @Test
    void shoutcastHasAPasswordAndPerhapsAUserOrMount() {
        assertThat(PushAddress.parse("shout://100%+1@h:9000"))
                .isEqualTo(new PushAddress(Kind.SHOUTCAST, "h", 9000, "", "", "100%+1"));
        assertThat(PushAddress.parse("shout://%2Flive:pw@h/"))
                .isEqualTo(new PushAddress(Kind.SHOUTCAST, "h", 8000, "", "/live", "pw"));
    }

    @Test
    void anAtSignInAPasswordNeedsNoEscape() {
        assertThat(PushAddress.parse("http://source:p@ss@h:1/m").password()).isEqualTo("p@ss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source:s3cret@host:8000/live",
                "ftp://source:s3cret@host/live",
                "http://source:s3cret@host:8000",
                "http://source:s3cret@host:8000/",
                "http://source:s3cret@:8000/live",
                "http://source:s3cret@host:99999/live",
                "http://source:s3cret@ho st/live",
                "shout://s3cret@"
            })
    void whatCannotBeUnderstoodIsNotRepeated(String address) {
        assertThatThrownBy(() -> PushAddress.parse(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret")
                .hasMessageContaining("PASSWORD@host:8000");
    }

    @Test
    void itIsShownWithoutItsPassword() {
        assertThat(PushAddress.parse("http://dj:s3cret@[::1]:8000/live")).hasToString("http://[::1]:8000/live");
        assertThat(PushAddress.parse("shout://s3cret@h:8000")).hasToString("shout://h:8000");
    }
}
