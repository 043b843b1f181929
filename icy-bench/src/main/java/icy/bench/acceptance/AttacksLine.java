package icy.bench.acceptance;

import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.OnAir;
import icy.bench.server.Usage;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Everything a stranger can send, while somebody listens. */
final class AttacksLine implements Line {
    private static final int MAX_FILES_LEFT_OPEN = 10; // tracks come and go

    private final Lab lab;

    AttacksLine(Lab lab) {
        this.lab = lab;
    }

    @Override
    public String name() {
        return "attacks";
    }

    @Override
    public String promise() {
        return "bad requests and 5,000 idle connections get a clean 4xx or a close, and nobody's stream stutters";
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        try (OnAir icy = new Icy(lab).start()) {
            SteadyListener steady = new SteadyListener(icy.port(), icy.mount());
            Attacks attacks = new Attacks(icy);
            int filesBefore = icy.openFiles();
            try {
                attacks.run();
                TimeUnit.SECONDS.sleep(2);
            } finally {
                steady.stop();
            }
            Usage usage = icy.usage();
            int filesLeft = icy.openFiles() - filesBefore;
            List<String> complaints = attacks.complaints();
            return new Verdict(
                    complaints.isEmpty() && steady.content() && filesLeft <= MAX_FILES_LEFT_OPEN,
                    String.format(
                            Locale.ROOT,
                            "%d connections, %d taken badly%s; %s; %d more files open afterwards (at most %d), %.0f MB",
                            attacks.connections(),
                            complaints.size(),
                            complaints.isEmpty() ? "" : " (" + String.join("; ", complaints) + ")",
                            steady.figures(),
                            Math.max(0, filesLeft),
                            MAX_FILES_LEFT_OPEN,
                            usage.residentBytes() / 1e6));
        }
    }
}
