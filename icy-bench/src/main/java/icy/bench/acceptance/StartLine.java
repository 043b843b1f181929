package icy.bench.acceptance;

import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.OnAir;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** From the command to the first audio byte, when all is built. */
final class StartLine implements Line {
    private static final int STARTS = 5;
    private static final double MAX_SECONDS = 1;

    private final Lab lab;

    StartLine(Lab lab) {
        this.lab = lab;
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String promise() {
        return "the first audio byte is out within 1 s of the command";
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        Icy icy = new Icy(lab);
        double[] seconds = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            long fromNanos = System.nanoTime();
            OnAir started = icy.launch();
            seconds[i] = (System.nanoTime() - fromNanos) / 1e9;
            started.close();
        }
        double slowest = DoubleStream.of(seconds).max().orElseThrow();
        double fastest = DoubleStream.of(seconds).min().orElseThrow();
        return new Verdict(
                slowest <= MAX_SECONDS,
                String.format(Locale.ROOT, "%d starts: %.2f to %.2f s (at most 1)", STARTS, fastest, slowest));
    }
}
