package icy.bench.acceptance;

import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.OnAir;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Ten minutes of one listener: when each piece arrived, held against how much audio it brought. */
final class PaceLine implements Line {
    private static final double FULL_SECONDS = 600;
    private static final double QUICK_SECONDS = 30;
    private static final double FLUSH_SECONDS = 0.1; // the default's shortest, in force while few listen
    private static final double BURST_SECONDS = 5; // left out: it comes at once
    private static final double MAX_DRIFT_SECONDS = 0.020;

    private final Lab lab;

    PaceLine(Lab lab) {
        this.lab = lab;
    }

    @Override
    public String name() {
        return "pace";
    }

    @Override
    public String promise() {
        return "arrival drifts at most 20 ms in ten minutes and stays within a flush and a frame of a straight line";
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        double seconds = quick ? QUICK_SECONDS : FULL_SECONDS;
        StreamClock clock = new StreamClock();
        Fit fit = new Fit();
        try (OnAir icy = new Icy(lab).start();
                StreamClient client = StreamClient.join(icy.port(), icy.mount())) {
            byte[] buffer = new byte[64 * 1024];
            double at = 0;
            while (at < BURST_SECONDS + seconds) {
                int length = client.body().read(buffer);
                if (length < 0) {
                    throw new IOException("the stream ended after " + at + " s");
                }
                at = (System.nanoTime() - client.askedNanos()) / (double) TimeUnit.SECONDS.toNanos(1);
                clock.heard(buffer, 0, length);
                if (at > BURST_SECONDS) {
                    fit.add(clock.seconds(), at);
                }
            }
        }
        double drift = Math.abs(fit.slope() - 1) * seconds;
        double limit = FLUSH_SECONDS + clock.frameSeconds();
        return new Verdict(
                drift <= MAX_DRIFT_SECONDS && fit.farthest() <= limit && clock.strayBytes() == 0,
                String.format(
                        Locale.ROOT,
                        "%.0f s, %d arrivals: drift %.1f ms (at most 20), farthest from the line %.0f ms (at most %.0f),"
                                + " %d bytes in no frame",
                        seconds,
                        fit.points(),
                        drift * 1e3,
                        fit.farthest() * 1e3,
                        limit * 1e3,
                        clock.strayBytes()));
    }
}
