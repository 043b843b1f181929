package icy.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PublicAddressTest {

    private static final InetSocketAddress LOCAL = address("192.0.2.7", 8000);

    @Test
    void takesTheHostOfTheRequestWhenItNamesAPort() {
        check("radio.example:8123", "http://radio.example:8123");
        check("[2001:db8::1]:8123", "http://[2001:db8::1]:8123");
        check("localhost:80", "http://localhost");
    }

    @Test
    void addsThePortTheRequestCameInByWhenTheHostHasNone() {
        check("radio.example", "http://radio.example:8000");
        check("[::1]", "http://[::1]:8000");
        assertThat(new PublicAddress(null).base("radio.example", address("192.0.2.7", 80)))
                .isEqualTo("http://radio.example");
    }

    @Test
    void trustsNoJunkInTheHost() {
        for (String junk : new String[] {
            "",
            "a b",
            "evil.example/x",
            "\"><script>",
            "a\r\nX: y",
            "user@host:80",
            "a:b",
            "a:",
            "[zz]",
            "-",
            "ü.example",
            "a".repeat(300),
            "h:123456"
        }) {
            check(junk, "http://192.0.2.7:8000");
        }
        check(null, "http://192.0.2.7:8000");
        check("radio.example:0", "http://radio.example:8000");
        check("radio.example:99999", "http://radio.example:8000");
    }

    @Test
    void writesLocalIpv6AddressesWithBracketsAndWithoutScope() {
        assertThat(new PublicAddress(null).base(null, address("::1", 8000))).isEqualTo("http://[0:0:0:0:0:0:0:1]:8000");
    }

    @Test
    void whatTheOperatorHasSetWins() {
        PublicAddress address = new PublicAddress(URI.create("https://radio.example.org/icy"));
        assertThat(address.base("elsewhere.example:8000", LOCAL)).isEqualTo("https://radio.example.org/icy");
    }

    @Test
    void escapesPaths() {
        assertThat(PublicAddress.encodePath("/jazz/ü+~@-.mp3")).isEqualTo("/jazz/%C3%BC+~@-.mp3");
        assertThat(PublicAddress.encodePath("/a b?c#d%\"<&>")).isEqualTo("/a%20b%3Fc%23d%25%22%3C%26%3E");
    }

    @Property
    void anyPathIsReadBackFromItsUrl(@ForAll String path) {
        String clean = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String encoded = PublicAddress.encodePath(clean);
        assertThat(encoded).matches("[\\x21-\\x7E]*").doesNotContain("\"", "<", ">", "&", "?", "#");
        assertThat(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8))
                .isEqualTo(clean);
    }

    private static void check(String host, String expected) {
        assertThat(new PublicAddress(null).base(host, LOCAL)).as(host).isEqualTo(expected);
    }

    private static InetSocketAddress address(String ip, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(ip), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
