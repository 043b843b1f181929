package icy.server.mount;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.MountConfig;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A minute in the life of a mount, by seed: listeners join with any burst and metaint, read fast, slowly or not at all,
 * leave; titles change; units have any size. Whatever happens, what a listener got is whole units in rising order, begun
 * at the unit it was told, and gaps only where it was skipped ahead.
 */
class MountSimulationTest {
    private static final int STEPS = 1500;

    private record Guest(Stage.FakeWire wire, int metaint, boolean fast) {}

    @Property(tries = 12)
    void whatAListenerGetsIsWholeUnitsInOrder(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        int[] lengths = new Random(seed + 1).ints(4096, 24, 1400).toArray();
        try (Stage stage = new Stage(MountConfig.of("/stream"), unit -> lengths[unit % lengths.length])) {
            List<Guest> guests = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(20) == 0 && guests.size() < 60) {
                    guests.add(guest(stage, random));
                }
                if (random.nextInt(50) == 0) {
                    stage.title("title " + step);
                }
                if (random.nextInt(100) == 0 && !guests.isEmpty()) {
                    Guest leaving = guests.get(random.nextInt(guests.size()));
                    stage.onLoop(() -> {
                        leaving.wire.connection.close(null);
                        return null;
                    });
                }
                stage.pass(Duration.ofMillis(random.nextInt(80)));
            }
            long skips = stage.mount().snapshot().audience().skips();
            long gaps = 0;
            for (Guest guest : guests) {
                long found = gapsIn(stage, guest);
                if (guest.fast) {
                    assertThat(found).as("gaps of one who reads at once").isZero();
                }
                gaps += found;
                guest.wire.peer.close();
            }
            assertThat(gaps).isLessThanOrEqualTo(skips);
        }
    }

    private static Guest guest(Stage stage, Random random) throws Exception {
        int metaint = random.nextBoolean() ? 0 : 256 + random.nextInt(20_000);
        int mood = random.nextInt(4);
        Random own = new Random(random.nextLong());
        Supplier<Integer> takes = switch (mood) {
            case 0 -> () -> Integer.MAX_VALUE;
            case 1 -> () -> own.nextInt(6000);
            case 2 -> () -> own.nextInt(200);
            default -> () -> own.nextInt(100) == 0 ? 50_000 : 0;
        };
        Duration burst = Duration.ofMillis(random.nextInt(30_000));
        return new Guest(stage.join(burst, metaint, takes), metaint, mood == 0);
    }

    /** Fails unless the guest got whole units; says how often some were left out between two. */
    private static long gapsIn(Stage stage, Guest guest) {
        byte[] body = strip(guest.wire.taken.toByteArray(), guest.metaint);
        long gaps = 0;
        long previous = -1;
        int at = 0;
        while (at + Long.BYTES <= body.length) {
            long number = ByteBuffer.wrap(body, at, Long.BYTES).getLong();
            assertThat(number).isBetween(previous + 1, (long) stage.units());
            byte[] unit = stage.unit((int) number);
            int end = Math.min(body.length, at + unit.length);
            assertThat(Arrays.copyOfRange(body, at, end)).isEqualTo(Arrays.copyOf(unit, end - at));
            if (previous >= 0 && number != previous + 1) {
                gaps++;
            }
            previous = number;
            at += unit.length;
        }
        return gaps;
    }

    private static byte[] strip(byte[] taken, int metaint) {
        byte[] withoutHead = taken.length == 0 ? taken : Arrays.copyOfRange(taken, 1, taken.length);
        if (metaint == 0) {
            return withoutHead;
        }
        java.io.ByteArrayOutputStream audio = new java.io.ByteArrayOutputStream();
        int at = 0;
        while (at < withoutHead.length) {
            int end = Math.min(withoutHead.length, at + metaint);
            audio.write(withoutHead, at, end - at);
            if (end < withoutHead.length) {
                end += 1 + 16 * (withoutHead[end] & 0xFF);
            }
            at = end;
        }
        return audio.toByteArray();
    }
}
