package icy.server.transcode;

import java.util.HashMap;
import java.util.Map;

/**
 * How many files are made at once, in all and for each client.
 *
 * <p>Thread: any.
 */
final class JobLimits {
    /** One who is not counted: the station itself. */
    static final String NOBODY = "";

    private final int most;
    private final int mostOfOneClient;
    private final Map<String, Integer> byClient = new HashMap<>();
    private int all;

    JobLimits(int most, int mostOfOneClient) {
        this.most = most;
        this.mostOfOneClient = mostOfOneClient;
    }

    /** What there is no room for, or that it was counted: see {@link #end}. */
    enum Verdict {
        ADMITTED,
        CLIENT_HAS_ENOUGH,
        ALL_ARE_BUSY
    }

    synchronized Verdict begin(String client) {
        if (client.equals(NOBODY)) {
            return Verdict.ADMITTED;
        }
        if (byClient.getOrDefault(client, 0) >= mostOfOneClient) {
            return Verdict.CLIENT_HAS_ENOUGH;
        }
        if (all >= most) {
            return Verdict.ALL_ARE_BUSY;
        }
        all++;
        byClient.merge(client, 1, Integer::sum);
        return Verdict.ADMITTED;
    }

    synchronized void end(String client) {
        if (client.equals(NOBODY)) {
            return;
        }
        all--;
        byClient.computeIfPresent(client, (same, jobs) -> jobs == 1 ? null : jobs - 1);
    }
}
