package icy.server.queue;

import icy.server.api.Json;
import icy.server.http.Endpoint;
import icy.server.http.Guard;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.state.StateUnavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * How requests about queues are answered: reading ones by a worker; changes for whom the guard admits, when they are on the
 * disk.
 *
 * <p>Thread: any.
 */
final class QueueAnswers {
    /** Of a body with lists of files; what is exported can be imported again, up to this. */
    private static final int MOST_BYTES = 16 << 20;

    private final Guard guard;
    private final Executor workers;

    /**
     * @param guard says who may change queues
     * @param workers write the answers, for a long queue's is too long to keep the store waiting
     */
    QueueAnswers(Guard guard, Executor workers) {
        this.guard = guard;
        this.workers = workers;
    }

    /** What {@code answer} says, or that nothing can be read. */
    static Endpoint.Blocking reading(Function<Request, Response> answer) {
        return request -> {
            try {
                return answer.apply(request);
            } catch (StateUnavailable e) {
                return unavailable(e);
            }
        };
    }

    /** As {@link #reading}, of what is known later. */
    static Endpoint.Deferred readingLater(Endpoint.Deferred answer) {
        return request -> {
            try {
                return answer.handle(request);
            } catch (StateUnavailable e) {
                return CompletableFuture.completedFuture(unavailable(e));
            }
        };
    }

    /** As {@link #reading}, of what is not for everybody. */
    Endpoint guardedReading(Function<Request, Response> answer) {
        return Endpoint.guarded(guard, reading(answer));
    }

    /** What changes something; its future is made by {@link #when}. */
    Endpoint changing(Endpoint.Deferred change) {
        return Endpoint.guarded(guard, change);
    }

    /** As {@link #changing}, by what may be as long as a queue can be. */
    Endpoint changingMuch(Endpoint.Deferred change) {
        return Endpoint.guarded(guard, Endpoint.large(MOST_BYTES, change));
    }

    /** What {@code answer} says once it is done, or why it was refused. */
    <T> CompletableFuture<Response> when(CompletableFuture<T> done, Function<T, Response> answer) {
        return done.thenApplyAsync(answer, workers).exceptionally(QueueAnswers::refusal);
    }

    static Response changed(NamedQueue queue, String message) {
        return Json.response(QueueJson.Changed.class, new QueueJson.Changed(true, message, QueueJson.of(queue)))
                .with("ETag", Precondition.tag(queue));
    }

    static Response done(String message) {
        return Json.response(QueueJson.Done.class, new QueueJson.Done(true, message));
    }

    /** {@code 1 file}, {@code 2 files}. */
    static String files(int count) {
        return count(count, "file");
    }

    /** {@code 1 queue}, {@code 2 queues}. */
    static String count(int count, String what) {
        return count == 1 ? "1 " + what : count + " " + what + "s";
    }

    private static Response refusal(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (why instanceof HttpError refused) {
            return refused.response();
        }
        if (why instanceof Precondition.Changed changed) {
            return changed.response();
        }
        if (why instanceof StateUnavailable unavailable) {
            return unavailable(unavailable);
        }
        throw failure instanceof RuntimeException unchecked ? unchecked : new CompletionException(failure);
    }

    private static Response unavailable(StateUnavailable why) {
        return Response.problem(503, why.sentence())
                .with("Retry-After", Integer.toString(StateUnavailable.RETRY_SECONDS));
    }
}
