package icy.bench.acceptance;

import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.OnAir;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Listeners who join at different moments hear the same thing at the same time. */
final class SpreadLine implements Line {
    private static final int LISTENERS = 10;
    private static final double MAX_SPREAD_MILLIS = 30;
    private static final long SEED = 20;

    private final Lab lab;

    SpreadLine(Lab lab) {
        this.lab = lab;
    }

    @Override
    public String name() {
        return "spread";
    }

    @Override
    public String promise() {
        return "stream time of the first byte less time of the request differs by at most 30 ms among ten listeners";
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        Random random = new Random(SEED);
        List<StreamClient> clients = new ArrayList<>();
        double least = Double.MAX_VALUE;
        double most = -Double.MAX_VALUE;
        try (OnAir icy = new Icy(lab).start()) {
            StreamClient.join(icy.port(), icy.mount()).close(); // loads what the others need, here and there
            for (int i = 0; i < LISTENERS; i++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(quick ? 300 : 3000));
                StreamClient client = StreamClient.join(icy.port(), icy.mount());
                clients.add(client);
                double millis = client.number("X-Stream-Time") - client.askedNanos() / 1e6;
                least = Math.min(least, millis);
                most = Math.max(most, millis);
            }
        } finally {
            closeAll(clients);
        }
        double spread = most - least;
        return new Verdict(
                spread <= MAX_SPREAD_MILLIS,
                String.format(Locale.ROOT, "%d listeners: spread %.1f ms (at most 30)", LISTENERS, spread));
    }

    private static void closeAll(List<StreamClient> clients) throws IOException {
        for (StreamClient client : clients) {
            client.close();
        }
    }
}
