package icy.server.listenfile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListenPlacesTest {
    @Test
    void oneNetworkOfIpv6IsOneClient() {
        assertThat(ListenPlaces.network("2001:db8:1:2:3:4:5:6")).isEqualTo(ListenPlaces.network("2001:db8:1:2::9"));
        assertThat(ListenPlaces.network("2001:db8:1:2::9")).isNotEqualTo(ListenPlaces.network("2001:db8:1:3::9"));
        assertThat(ListenPlaces.network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(ListenPlaces.network("::ffff:192.0.2.1")).isEqualTo("::ffff:192.0.2.1");
        assertThat(ListenPlaces.network("anything at all:")).isEqualTo("anything at all:");
    }

    @Test
    void aSmallMachineHasFewerPlaces() {
        assertThat(ListenPlaces.mostIn(8L << 30)).isEqualTo(1_000);
        assertThat(ListenPlaces.mostIn(256 << 20)).isBetween(200, 400);
        assertThat(ListenPlaces.mostIn(1)).isEqualTo(50);
    }
}
