package icy.server.listenfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    private long nowNanos = -1;
    private final Complaints complaints = new Complaints(nowNanos);

    @Test
    void aFileIsComplainedOfOnceAnHourWhoeverAsks() {
        assertThat(lines(1)).isEqualTo(1);
        nowNanos += Duration.ofMinutes(59).toNanos();
        assertThat(lines(1)).isZero();
        nowNanos += Duration.ofMinutes(1).toNanos();
        assertThat(lines(1)).isEqualTo(1);
    }

    @Test
    void thousandsOfFilesFillNoLog() {
        int all = 0;
        for (int minute = 0; minute < 3; minute++) {
            for (int client = 0; client < 5; client++) {
                all += lines(10_000);
            }
            nowNanos += Duration.ofMinutes(1).toNanos();
        }

        assertThat(all).isBetween(3, 30);
    }

    private int lines(int files) {
        int lines = 0;
        for (int i = 0; i < files; i++) {
            lines += complaints.isWorthALine("queue/" + i, nowNanos) ? 1 : 0;
        }
        return lines;
    }
}
