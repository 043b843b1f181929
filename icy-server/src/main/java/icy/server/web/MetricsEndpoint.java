package icy.server.web;

import icy.server.http.AnswerCounts;
import icy.server.http.Body;
import icy.server.http.Endpoint;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.loop.EventLoop;
import icy.server.mount.MountsView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics} for Prometheus. Nothing of it is loaded before the first scrape: most stations have none.
 *
 * <p>Thread: a worker, one scrape at a time.
 */
public final class MetricsEndpoint implements Endpoint.Blocking {
    private final MountsView mounts;
    private final List<EventLoop> loops;
    private final AnswerCounts answers;
    private final Instant serverStart;
    private @Nullable Metrics metrics;

    public MetricsEndpoint(MountsView mounts, List<EventLoop> loops, AnswerCounts answers, Instant serverStart) {
        this.mounts = mounts;
        this.loops = List.copyOf(loops);
        this.answers = answers;
        this.serverStart = serverStart;
    }

    @Override
    public synchronized Response handle(Request request) throws IOException {
        Metrics present = metrics;
        if (present == null) {
            present = new Metrics(mounts, loops, answers, serverStart);
            metrics = present;
        }
        byte[] text = present.scrape();
        return Response.of(200, Metrics.CONTENT_TYPE, new Body.Bytes(ByteBuffer.wrap(text)))
                .with("Cache-Control", "no-store");
    }
}
