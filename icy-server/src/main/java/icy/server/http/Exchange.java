package icy.server.http;

import icy.server.loop.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer, from the end of the request's head to the end of the answer.
 *
 * <p>Thread: its connection's loop, except where a method says otherwise.
 *
 * @param request null if what was sent was none
 * @param attempt then, what was sent
 * @param whole whether the request was read to its end, so that another may follow
 * @param startNanos when its head was complete
 * @param bytesBefore what the connection had written before
 */
record Exchange(@Nullable Request request, String attempt, boolean whole, long startNanos, long bytesBefore) {
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    static Exchange begin(Connection connection, Request request, boolean whole) {
        return new Exchange(request, /* attempt= */ "", whole, connection.loop().nowNanos(), connection.bytesWritten());
    }

    /** Of something that was no request; nobody knows where a next one would begin. */
    static Exchange failed(Connection connection, String attempt) {
        return new Exchange(null, attempt, false, connection.loop().nowNanos(), connection.bytesWritten());
    }

    Exchange with(Request complete) {
        return new Exchange(complete, attempt, /* whole= */ true, startNanos, bytesBefore);
    }

    /** Whether the client would use the connection again and we know where its next request begins. */
    boolean reusable() {
        return whole && request != null && request.keepAlive();
    }

    AccessLog.Entry entry(Connection connection, int status) {
        long nanos = connection.loop().nowNanos() - startNanos;
        long bytes = connection.bytesWritten() - bytesBefore;
        long seconds = Duration.ofNanos(nanos).toSeconds();
        if (request == null) {
            return new AccessLog.Entry(connection.remote().getAddress(), "", attempt, status, bytes, "", "", seconds);
        }
        return AccessLog.Entry.of(request, status, bytes, seconds);
    }

    /** What {@code endpoint} says, or the error that its failure amounts to. Thread: any. */
    static Response answer(Endpoint.Blocking endpoint, Request request) {
        try {
            return endpoint.handle(request);
        } catch (Throwable e) { // whatever it is, the client gets an answer and the thread goes on
            return failure(e, request);
        }
    }

    /** What {@code endpoint} knows at once, be it the error that its failure amounts to. */
    static Optional<Response> glance(Endpoint.Glancing endpoint, Request request) {
        try {
            return endpoint.glance(request);
        } catch (Throwable e) { // as above
            return Optional.of(failure(e, request));
        }
    }

    /** Tells {@code done} what {@code endpoint} says, once it does, or the error that its failure amounts to. Thread: any. */
    static void answer(Endpoint.Deferred endpoint, Request request, Consumer<Response> done) {
        try {
            endpoint.handle(request).whenComplete((response, failure) -> {
                Throwable why = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                done.accept(why == null ? response : failure(why, request));
            });
        } catch (Throwable e) { // as above
            done.accept(failure(e, request));
        }
    }

    /** What a guard says, or the error that its failure amounts to. Thread: any. */
    static Guard.Verdict verdict(Supplier<Guard.Verdict> guard, Request request) {
        try {
            return guard.get();
        } catch (Throwable e) { // as above, and nobody passes
            return Guard.refused(failure(e, request));
        }
    }

    /** The answer to a request whose endpoint threw; what is not the client's fault is logged. Thread: any. */
    static Response failure(Throwable failure, Request request) {
        if (failure instanceof HttpError error) {
            return error.response();
        }
        String id = Integer.toHexString(ThreadLocalRandom.current().nextInt());
        log.error("{} {} failed, error {}", request.method(), request.path(), id, failure);
        return Response.problem(500, "Something is wrong with this server. Its log says more under " + id + ".");
    }
}
