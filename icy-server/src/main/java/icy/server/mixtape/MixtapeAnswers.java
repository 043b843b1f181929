package icy.server.mixtape;

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
 * How requests about mixtapes are answered: reading ones by a worker; changes for whom the guard admits, when they are on
 * the disk.
 *
 * <p>Thread: any.
 */
final class MixtapeAnswers {
    private final Guard guard;
    private final Executor workers;

    /**
     * @param guard says who may change mixtapes
     * @param workers write the answers
     */
    MixtapeAnswers(Guard guard, Executor workers) {
        this.guard = guard;
        this.workers = workers;
    }

    /** What {@code answer} says, having looked at the media folders, or that nothing can be read. */
    static Endpoint readingFiles(Function<Request, Response> answer) {
        return readingFilesLater(request -> CompletableFuture.completedFuture(answer.apply(request)));
    }

    /** As {@link #readingFiles}, of what is known later. */
    static Endpoint readingFilesLater(Endpoint.Deferred answer) {
        return Endpoint.ofFiles(request -> {
            try {
                return answer.handle(request);
            } catch (StateUnavailable e) {
                return CompletableFuture.completedFuture(unavailable(e));
            }
        });
    }

    /** What {@code answer} says, or that nothing can be read. */
    private static Endpoint.Blocking reading(Function<Request, Response> answer) {
        return request -> {
            try {
                return answer.apply(request);
            } catch (StateUnavailable e) {
                return unavailable(e);
            }
        };
    }

    /** What {@code answer} says, or that nothing can be read, where {@link Insiders#has} tells who may see what is not public. */
    Endpoint readingByInsiders(Function<Request, Response> answer) {
        return Endpoint.guarded(new Insiders(guard), reading(answer));
    }

    /** As above, of what looks at the media folders. */
    Endpoint readingFilesByInsiders(Function<Request, Response> answer) {
        return Endpoint.guarded(new Insiders(guard), readingFiles(answer));
    }

    /** What changes something, by a body of so many bytes at most; its future is made by {@link #when}. */
    Endpoint changing(int mostBytes, Endpoint.Deferred change) {
        return Endpoint.guarded(guard, Endpoint.large(mostBytes, change));
    }

    /** What {@code answer} says once it is done, or why it was refused. */
    <T> CompletableFuture<Response> when(CompletableFuture<T> done, Function<T, Response> answer) {
        return done.thenApplyAsync(answer, workers).exceptionally(MixtapeAnswers::refusal);
    }

    private static Response refusal(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (why instanceof HttpError refused) {
            return refused.response();
        }
        if (why instanceof Condition.Changed changed) {
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
