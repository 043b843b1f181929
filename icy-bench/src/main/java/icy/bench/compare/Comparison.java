package icy.bench.compare;

import icy.bench.server.Floor;
import icy.bench.server.Icecast;
import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.RadioServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The whole comparison: every server under the loads that mean something for it, in turn and never at once, so that
 * whatever else the machine does befalls all of them alike.
 */
public final class Comparison {
    /** A load, the servers that take turns under it, and how often. */
    private record Turns(Load load, int rounds, List<String> servers) {}

    private static final String FLOOR = "floor";
    private static final String ICY = "icy";
    private static final String ICECAST = "icecast2";

    private final List<Turns> plan;
    private final List<RadioServer> servers;
    private final LoadRun run;

    /** @param quick short windows and one round: for a first impression, fairness and ratios are rough */
    public Comparison(Lab lab, boolean quick) {
        this.plan = quick ? quickPlan() : fullPlan();
        this.servers = List.of(
                new Floor(lab),
                new Icy(lab),
                new Icecast(lab, lab.repository().resolve("testdata/demo/01-harbour-lights.mp3")));
        this.run = new LoadRun(lab);
    }

    public static Set<String> serverNames() {
        return Set.of(FLOOR, ICY, ICECAST);
    }

    private static List<Turns> fullPlan() {
        return List.of(
                new Turns(new Load("15,000 listeners", 15_000, 1000, 120), 3, List.of(FLOOR, ICY)),
                new Turns(new Load("5,000 listeners", 5_000, 1000, 60), 2, List.of(FLOOR, ICY, ICECAST)),
                new Turns(new Load("15,000 join, 2,500 a second", 15_000, 2500, 10), 2, List.of(FLOOR, ICY)),
                new Turns(new Load("5,000 join, 2,500 a second", 5_000, 2500, 20), 1, List.of(ICY, ICECAST)),
                new Turns(new Load("15,000 listeners, icecast2 too", 15_000, 1000, 30), 1, List.of(ICECAST)));
    }

    private static List<Turns> quickPlan() {
        return List.of(
                new Turns(new Load("15,000 listeners", 15_000, 1500, 15), 1, List.of(FLOOR, ICY)),
                new Turns(new Load("5,000 listeners", 5_000, 1000, 15), 1, List.of(FLOOR, ICY, ICECAST)),
                new Turns(new Load("15,000 join, 2,500 a second", 15_000, 2500, 5), 1, List.of(FLOOR, ICY)),
                new Turns(new Load("5,000 join, 2,500 a second", 5_000, 2500, 10), 1, List.of(ICY, ICECAST)));
    }

    /**
     * Runs it; minutes long.
     *
     * @param names the servers to measure
     * @param progress told what is under way, a line at a time
     */
    public List<Measured> run(Set<String> names, Consumer<String> progress) throws IOException, InterruptedException {
        List<Measured> all = new ArrayList<>();
        for (Turns turns : plan) {
            for (int round = 1; round <= turns.rounds(); round++) {
                for (RadioServer server : servers) {
                    if (names.contains(server.name()) && turns.servers().contains(server.name())) {
                        progress.accept(turns.load().name() + ", round " + round + " of " + turns.rounds() + ": "
                                + server.name());
                        all.add(run.measure(server, turns.load(), round));
                    }
                }
            }
        }
        return all;
    }
}
