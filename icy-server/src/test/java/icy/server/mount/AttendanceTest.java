package icy.server.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AttendanceTest {
    private static final String APPLE = "AppleCoreMedia/1.0.0.20G75 (iPhone; U; CPU OS 16_6 like Mac OS X; en_us)";
    private static final String VLC = "VLC/3.0.24 LibVLC/3.0.24";

    private final Attendance attendance = new Attendance(0);

    @Test
    void thousandsFromOneAddressAreThousandsAndOneUnique() {
        List<Attendance.Seat> seats = new ArrayList<>();
        for (int i = 0; i < 15_000; i++) {
            seats.add(arrive(1, "icy-load", i / 2_500.0));
        }
        assertThat(attendance.listeners()).isEqualTo(15_000);
        assertThat(attendance.unique()).isEqualTo(1);
        seats.forEach(attendance::leave);
        assertThat(attendance.listeners()).isZero();
        assertThat(attendance.unique()).isZero();
        assertThat(attendance.peak()).isEqualTo(15_000);
    }

    @Test
    void uniqueIsAnAddressAndAnAgent() {
        arrive(1, VLC, 0);
        arrive(1, VLC, 1);
        arrive(1, "mpg123", 2);
        arrive(2, VLC, 3);
        assertThat(attendance.listeners()).isEqualTo(4);
        assertThat(attendance.unique()).isEqualTo(3);
    }

    @Test
    void thePairOfConnectionsOfAnApplePlayerIsOneListener() {
        Attendance.Seat first = arrive(1, APPLE, 10);
        Attendance.Seat second = arrive(1, APPLE, 12);
        assertThat(attendance.listeners()).isEqualTo(1);
        attendance.leave(first);
        assertThat(attendance.listeners()).as("the other one still listens").isEqualTo(1);
        attendance.leave(second);
        assertThat(attendance.listeners()).isZero();
        assertThat(attendance.unique()).isZero();
    }

    @Test
    void anApplePlayerHasTwoConnectionsAndNoMore() {
        for (int i = 0; i < 5; i++) {
            arrive(1, APPLE, i * 0.1);
        }
        assertThat(attendance.listeners()).isEqualTo(3);
        assertThat(attendance.unique()).isEqualTo(1);
    }

    @Test
    void aSecondListenerOnTheSamePhoneSystemComesLater() {
        arrive(1, APPLE, 0);
        arrive(1, APPLE, 5.1);
        arrive(2, APPLE, 0);
        assertThat(attendance.listeners()).isEqualTo(3);
    }

    @Test
    void relaysAreCountedApart() {
        assertThat(Attendance.isRelay("Icecast 2.4.4")).isTrue();
        assertThat(Attendance.isRelay("icy/1.0 (relay)")).isTrue();
        assertThat(Attendance.isRelay("icy/1.0")).isFalse();
        assertThat(Attendance.isRelay("IcecastMetadataPlayer")).isFalse();
        Attendance.Seat relay = attendance.arrive(address(1), "Icecast 2.4.4", true, 0);
        assertThat(relay.isRelay()).isTrue();
        assertThat(attendance.relays()).isEqualTo(1);
        assertThat(attendance.listeners()).isZero();
        assertThat(attendance.unique()).isZero();
        attendance.leave(relay);
        assertThat(attendance.relays()).isZero();
    }

    @Test
    void theAverageIsOverThoseWhoListenNow() {
        Attendance.Seat early = arrive(1, VLC, 0);
        arrive(2, VLC, 60);
        assertThat(attendance.averageSeconds(nanos(100))).isEqualTo(70);
        attendance.leave(early);
        assertThat(attendance.averageSeconds(nanos(100))).isEqualTo(40);
    }

    /** Law: whoever comes and goes, the figures are those of the ones who are there. */
    @Property(tries = 300)
    void whoeverComesAndGoesTheFiguresAreThoseOfThePresent(
            @ForAll @Size(max = 60) List<@IntRange(max = 999) Integer> moves) {
        List<Attendance.Seat> seats = new ArrayList<>();
        List<Integer> who = new ArrayList<>();
        double seconds = 0;
        for (int move : moves) {
            if (move % 3 == 0 && !seats.isEmpty()) {
                int leaving = move % seats.size();
                attendance.leave(seats.remove(leaving));
                who.remove(leaving);
            } else {
                seats.add(arrive(move % 5, move % 2 == 0 ? APPLE : VLC, seconds));
                who.add(move % 5 * 2 + move % 2);
            }
            seconds += move / 100.0;
            Set<Attendance.Seat> taken = new HashSet<>(seats);
            assertThat(attendance.listeners()).isEqualTo(taken.size());
            assertThat(attendance.unique()).isEqualTo(new HashSet<>(who).size());
        }
        seats.forEach(attendance::leave);
        assertThat(attendance.listeners()).isZero();
        assertThat(attendance.unique()).isZero();
    }

    private Attendance.Seat arrive(int host, String agent, double seconds) {
        return attendance.arrive(address(host), agent, false, nanos(seconds));
    }

    private static InetAddress address(int host) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) host});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static long nanos(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000)).toNanos();
    }
}
