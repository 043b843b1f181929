package icy.server.http;

import icy.server.loop.Connection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a URL does. Which of the first five it is decides the thread, so that the table of routes shows it; the others
 * are a choice among them, and one of them with a guard before it. Any of them may throw an {@link HttpError} instead of
 * answering.
 */
public sealed interface Endpoint {
    static Endpoint immediate(Immediate endpoint) {
        return endpoint;
    }

    static Endpoint blocking(Blocking endpoint) {
        return endpoint;
    }

    static Endpoint glancing(Glancing endpoint) {
        return endpoint;
    }

    static Endpoint deferred(Deferred endpoint) {
        return endpoint;
    }

    /** As {@code endpoint}, on the workers that may wait for slow files: for what looks at the media folders. */
    static Endpoint ofFiles(Deferred endpoint) {
        return new Glancing() {
            @Override
            public Optional<Response> glance(Request request) {
                return Optional.empty();
            }

            @Override
            public CompletableFuture<Response> handle(Request request) throws Exception {
                return endpoint.handle(request);
            }
        };
    }

    static Endpoint takeover(Takeover endpoint) {
        return endpoint;
    }

    static Endpoint choice(Choice endpoint) {
        return endpoint;
    }

    /** As {@code endpoint}, for those whom {@code guard} admits; of all others no body is read. */
    static Endpoint guarded(Guard guard, Endpoint endpoint) {
        return new Guarded(guard, endpoint, /* byBody= */ false);
    }

    /** As above, for a guard that must see the form in the body, of which a small one is read beforehand. */
    static Endpoint guardedByForm(Guard guard, Endpoint endpoint) {
        return new Guarded(guard, endpoint, /* byBody= */ true);
    }

    /** As {@code endpoint}, with a body of so many bytes at most. */
    static Endpoint large(int mostBytes, Endpoint endpoint) {
        return new Large(mostBytes, endpoint);
    }

    /** The endpoint that answers a request with these header fields: this one, unless it is a {@link Choice}. */
    default Endpoint chosenFor(Headers headers) {
        return this;
    }

    /** Answers from memory and must not block. Thread: the connection's loop. */
    @FunctionalInterface
    non-sealed interface Immediate extends Endpoint {
        Response handle(Request request);
    }

    /** May block; the connection reads nothing more until the answer is there. Thread: a worker. */
    @FunctionalInterface
    non-sealed interface Blocking extends Endpoint {
        Response handle(Request request) throws Exception;
    }

    /**
     * Answers at once what it can answer from memory, and the rest like a {@link Deferred} one: for files, which are
     * looked up on a disk once and then fetched again and again.
     */
    non-sealed interface Glancing extends Endpoint {
        /** The answer, if it is at hand; must not block. Thread: the connection's loop. */
        Optional<Response> glance(Request request);

        /** The answer. Thread: a worker of those that may wait for slow files; the future may be completed by any. */
        CompletableFuture<Response> handle(Request request) throws Exception;
    }

    /**
     * Begins like a {@link Blocking} one and answers when its future does, without keeping the worker meanwhile: for what
     * waits for others, such as a commit. Thread: a worker; the future may be completed by any.
     */
    @FunctionalInterface
    non-sealed interface Deferred extends Endpoint {
        CompletableFuture<Response> handle(Request request) throws Exception;
    }

    /** Keeps the socket: a listener, a source, a stream of events. Thread: the connection's loop. */
    @FunctionalInterface
    non-sealed interface Takeover extends Endpoint {
        /**
         * Either takes the connection over, having called {@link Connection#handler}, and returns empty, after which
         * HTTP has nothing more to do with it; or declines with the answer to send. Called in the turn that read the end
         * of the head, unless a guard had a worker think first; interest in reading is set.
         */
        Optional<Response> accept(Request request, Connection connection);
    }

    /** Leaves the answer to one of the others: a page for browsers, a stream for players. Thread: the connection's loop. */
    @FunctionalInterface
    non-sealed interface Choice extends Endpoint {
        @Override
        Endpoint chosenFor(Headers headers);
    }

    /** An endpoint that takes larger bodies than others. */
    record Large(int mostBytes, Endpoint endpoint) implements Endpoint {
        @Override
        public Endpoint chosenFor(Headers headers) {
            Endpoint chosen = endpoint.chosenFor(headers);
            return chosen == endpoint ? this : new Large(mostBytes, chosen);
        }
    }

    /**
     * An endpoint and who may use it.
     *
     * @param byBody whether the guard wants the body, too
     */
    record Guarded(Guard guard, Endpoint endpoint, boolean byBody) implements Endpoint {
        public Guarded {
            if (endpoint instanceof Guarded) {
                throw new IllegalArgumentException("one guard is enough");
            }
        }

        @Override
        public Endpoint chosenFor(Headers headers) {
            Endpoint chosen = endpoint.chosenFor(headers);
            return chosen == endpoint ? this : new Guarded(guard, chosen, byBody);
        }
    }
}
