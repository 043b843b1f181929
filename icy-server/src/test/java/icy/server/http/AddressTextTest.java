package icy.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "2001:0DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", // of two equal gaps the first
        "2001:db8:0:1:1:0:0:1, 2001:db8:0:1:1::1", // of two gaps the longer
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", // one zero alone
        "fe80:0:0:0:0:0:0:0, fe80::",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8"
    })
    void addressesAreWrittenShort(String address, String shown) throws UnknownHostException {
        assertThat(AddressText.of(InetAddress.getByName(address))).isEqualTo(shown);
    }

    @Property(tries = 500)
    void whatIsWrittenReadsAsTheSameAddress(@ForAll @Size(8) boolean[] set) throws UnknownHostException {
        byte[] bytes = new byte[16];
        for (int i = 0; i < set.length; i++) {
            bytes[2 * i + 1] = (byte) (set[i] ? i + 1 : 0);
        }
        InetAddress address = InetAddress.getByAddress(bytes);

        assertThat(InetAddress.getByName(AddressText.of(address))).isEqualTo(address);
    }
}
