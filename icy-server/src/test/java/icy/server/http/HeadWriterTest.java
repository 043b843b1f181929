package icy.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadWriterTest {
    @Test
    void aHeadIsItsLinesAndAnEmptyOne() {
        assertThat(encoded(Headers.of("icy-name", "Sigur Rós", "icy-br", "128")))
                .isEqualTo("HTTP/1.0 200 OK\r\nicy-name: Sigur Rós\r\nicy-br: 128\r\n\r\n");
    }

    @Test
    void nothingInAValueOrANameEndsItsLine() {
        assertThat(encoded(Headers.of("icy-name", "a\r\nSet-Cookie: b\0", "icy\n-br", "128")))
                .isEqualTo("HTTP/1.0 200 OK\r\nicy-name: aSet-Cookie: b\r\nicy-br: 128\r\n\r\n");
    }

    private static String encoded(Headers headers) {
        return new String(HeadWriter.encode("HTTP/1.0", 200, headers), UTF_8);
    }
}
