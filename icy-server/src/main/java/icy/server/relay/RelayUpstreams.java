package icy.server.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The upstreams of one relay in order of preference: which is tried next, and what is said of those that fail.
 *
 * <p>Thread: the mount's home loop; {@link #preferred} any.
 */
final class RelayUpstreams {
    /** A failure that goes on for the same reason is told again after so long. */
    private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(10);

    private static final Logger log = LoggerFactory.getLogger(RelayUpstreams.class);

    private static final class Upstream {
        private final RelayTarget target;
        private final Backoff backoff;
        private boolean titles = true;
        private String reported = "";
        private long reportedNanos;

        Upstream(RelayTarget target, Backoff backoff) {
            this.target = target;
            this.backoff = backoff;
        }
    }

    private final String mount;
    private final List<Upstream> upstreams = new ArrayList<>();

    /** @param targets at least one, the preferred one first */
    RelayUpstreams(String mount, List<RelayTarget> targets, DoubleSupplier random) {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a relay needs an upstream");
        }
        this.mount = mount;
        targets.forEach(target -> upstreams.add(new Upstream(target, new Backoff(random))));
    }

    UpstreamUrl preferred() {
        return upstreams.get(0).target.url();
    }

    int count() {
        return upstreams.size();
    }

    /** 0 for the preferred one. */
    int rank(RelayTarget target) {
        for (int i = 0; i < upstreams.size(); i++) {
            if (upstreams.get(i).target.equals(target)) {
                return i;
            }
        }
        throw new IllegalArgumentException(target.url() + " is not among the upstreams of " + mount);
    }

    /** The best of the first {@code most} that may be tried now; null: none of them. */
    RelayLine.@Nullable Request choose(long nowNanos, int most) {
        for (Upstream upstream : upstreams.subList(0, most)) {
            if (upstream.backoff.mayTry(nowNanos)) {
                return new RelayLine.Request(upstream.target, upstream.titles);
            }
        }
        return null;
    }

    void forgetFailures() {
        upstreams.forEach(upstream -> upstream.backoff.reset());
    }

    /** That line has ended by itself. */
    void ended(RelayLine line, long nowNanos) {
        Upstream upstream = upstreams.get(rank(line.request().target()));
        upstream.backoff.ended(nowNanos, line.lastedNanos());
        if (line.lostTitles() && upstream.titles) {
            upstream.titles = false;
            log.warn("mount {}: {} is relayed without titles from now on", mount, line.from());
        }
        String why = String.valueOf(line.endedWhy());
        boolean isNew = !why.equals(upstream.reported) || upstream.backoff.failures() <= 1;
        if (isNew || nowNanos - upstream.reportedNanos >= REPORT_NANOS) {
            upstream.reported = why;
            upstream.reportedNanos = nowNanos;
            log.warn(
                    "mount {}: relay of {} fails: {}; tried again in {} s",
                    mount,
                    line.from(),
                    why,
                    upstream.backoff.secondsLeft(nowNanos));
        }
    }
}
