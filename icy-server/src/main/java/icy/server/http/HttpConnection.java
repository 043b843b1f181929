package icy.server.http;

import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import icy.server.loop.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests and answers on one connection, one at a time and in order.
 *
 * <pre>
 *               head            Immediate, or declined           whole answer sent
 *  READ_HEAD ---------> ROUTED ------------------------> RESPONDING -------------> READ_HEAD   (keep-alive)
 *   |     |              ^  | |  Blocking          answer   ^  ^  |
 *   |     | body follows |  | +----------> AWAITING --------+  |  +--------------> DRAINING ---> CLOSED
 *   |     +--> READ_BODY +  |                                  |
 *   |             |         | Takeover                         |
 *   |             |         +----------> TAKEN                 |
 *   +-------------+--------------------------------------------+
 *        not acceptable, or too slow
 * </pre>
 *
 * <ul>
 *   <li>While AWAITING and RESPONDING nothing is read, so a client that sends without end fills its own buffers.
 *   <li>DRAINING: our direction is closed and what the client still sends is read and forgotten. Closing with bytes unread
 *       would send a reset, which makes the client's system discard the answer.
 *   <li>TAKEN: the connection has another handler; this object is garbage.
 *   <li>Every state but TAKEN and CLOSED has a deadline, kept by one timer; no byte that arrives moves it, so a head sent
 *       byte by byte has no more time than another.
 * </ul>
 *
 * <p>Thread: its connection's loop.
 */
final class HttpConnection implements ChannelHandler {
    private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte[] NO_BODY = {};
    private static final byte[] CONTINUE = HeadWriter.encode("HTTP/1.1", 100, Headers.NONE);
    private static final int READ_BYTES = 8192; // what a client that pipelines can make us keep
    private static final int STEPS_A_TURN = 32; // pipelined requests, before others on the loop have theirs
    private static final long ANSWER_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long WRITE_NANOS = Duration.ofSeconds(20).toNanos(); // without a byte taken
    private static final long DRAIN_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long MOST_DRAINED_BYTES = 8 << 20;

    private enum State {
        READ_HEAD,
        READ_BODY,
        ROUTED,
        AWAITING,
        RESPONDING,
        DRAINING,
        TAKEN,
        CLOSED;

        private Set<State> moves() {
            return switch (this) {
                case READ_HEAD -> EnumSet.of(ROUTED, READ_BODY, RESPONDING, CLOSED);
                case READ_BODY -> EnumSet.of(ROUTED, RESPONDING, CLOSED);
                case ROUTED -> EnumSet.of(AWAITING, RESPONDING, TAKEN, CLOSED);
                case AWAITING -> EnumSet.of(RESPONDING, CLOSED);
                case RESPONDING -> EnumSet.of(READ_HEAD, DRAINING, CLOSED);
                case DRAINING -> EnumSet.of(CLOSED);
                case TAKEN, CLOSED -> EnumSet.noneOf(State.class);
            };
        }
    }

    private final HttpReception site;
    private final Connection connection;
    private final Timer timer;
    private State state = State.READ_HEAD;
    /** READ_HEAD, once the first byte is there. */
    private @Nullable RequestParser parser;
    /** READ_BODY. */
    private @Nullable BodyReader body;
    /** From the end of the head to the end of the answer. */
    private @Nullable Exchange exchange;
    /** RESPONDING. */
    private @Nullable Answer answer;
    /** Requests that came together with one that is not answered yet. */
    private ByteBuffer unread = NOTHING;

    private boolean reused;
    private long drainedBytes;

    HttpConnection(HttpReception site, Connection connection) {
        this.site = site;
        this.connection = connection;
        this.timer = connection.loop().timer(this::onDeadline);
        timer.at(connection.acceptedNanos() + site.limits().headerTimeout().toNanos());
    }

    @Override
    public void onReady(int readyOps) throws IOException {
        switch (state) {
            case READ_HEAD, READ_BODY -> {
                ByteBuffer in = connection.loop().readBuffer();
                if (connection.wire().read(in.limit(READ_BYTES)) < 0) {
                    peerEnded();
                } else {
                    advance(in.flip());
                }
            }
            case RESPONDING -> {
                flush();
                resume();
            }
            case DRAINING -> drain();
            case ROUTED, AWAITING, TAKEN, CLOSED -> log.trace("{}: {} has nothing to do with I/O", connection, state);
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        timer.cancel();
        if (cause != null) {
            log.debug("{}: closed while {}: {}", connection, state, cause.toString());
        }
        if (state == State.RESPONDING) {
            logAccess();
        }
        become(State.CLOSED);
    }

    /** Takes all that can be taken of {@code in} now, and keeps a copy of the rest. */
    private void advance(ByteBuffer in) throws IOException {
        for (int n = 0; n < STEPS_A_TURN && reading() && in.hasRemaining(); n++) {
            try {
                if (body != null) {
                    readBody(body, in);
                } else {
                    readHead(in);
                }
            } catch (HttpError e) {
                respond(e.response());
            }
        }
        if (state == State.DRAINING || state == State.TAKEN || state == State.CLOSED) {
            return;
        }
        if (in.hasRemaining()) {
            unread = ByteBuffer.allocate(in.remaining()).put(in).flip();
        }
        if (state == State.AWAITING) {
            connection.interest(0);
        } else if (reading() && unread.hasRemaining()) {
            connection.interest(0);
            connection.loop().execute(() -> guarded(this::resume));
        } else if (reading()) {
            connection.interest(SelectionKey.OP_READ);
        }
    }

    /** Goes on with what came before its turn, if this is its turn. */
    private void resume() throws IOException {
        if (reading() && unread.hasRemaining()) {
            ByteBuffer in = unread;
            unread = NOTHING;
            advance(in);
        }
    }

    private boolean reading() {
        return state == State.READ_HEAD || state == State.READ_BODY;
    }

    private void readHead(ByteBuffer in) throws IOException {
        if (parser == null) {
            parser = new RequestParser(site.limits());
            if (reused) { // the first request has its time from the accept
                deadline(site.limits().headerTimeout().toNanos());
            }
        }
        if (parser.parse(in)) {
            RequestHead head = parser.head();
            parser = null;
            route(head, in);
        }
    }

    private void route(RequestHead head, ByteBuffer in) throws IOException {
        Routes.Match match = site.routes().find(head.method(), head.target().path());
        boolean takeover = match.endpoint() instanceof Endpoint.Takeover;
        ByteBuffer remaining = takeover && in.hasRemaining()
                ? ByteBuffer.allocate(in.remaining()).put(in.duplicate()).flip()
                : NOTHING;
        Request request = new Request(head, match.variables(), NO_BODY, remaining, connection);
        boolean whole = !head.framing().hasBody();
        exchange =
                new Exchange(request, match.endpoint(), whole, connection.loop().nowNanos(), connection.bytesWritten());
        if (Cors.isForeignChange(head)) {
            throw new HttpError(403, "A page of another site may not change anything here.");
        }
        if (whole || takeover || !match.routed()) {
            ask(exchange);
        } else {
            body = new BodyReader(head.framing());
            become(State.READ_BODY);
            deadline(site.limits().idleTimeout().toNanos());
            if (head.expectsContinue() && !in.hasRemaining()) {
                connection.wire().write(ByteBuffer.wrap(CONTINUE)); // the socket has room: nothing else is under way
            }
        }
    }

    private void readBody(BodyReader body, ByteBuffer in) throws IOException {
        if (exchange != null && body.read(in)) {
            this.body = null;
            exchange = exchange.withBody(body.bytes());
            ask(exchange);
        }
    }

    private void ask(Exchange asked) throws IOException {
        become(State.ROUTED);
        Request request = asked.request;
        if (request == null) {
            throw new IllegalStateException("there is no request to ask with");
        }
        if (asked.endpoint instanceof Endpoint.Immediate immediate) {
            respond(answer(immediate::handle, request));
        } else if (asked.endpoint instanceof Endpoint.Blocking blocking) {
            await(blocking, asked, request);
        } else if (asked.endpoint instanceof Endpoint.Takeover takeover) {
            offer(takeover, request);
        }
    }

    private void await(Endpoint.Blocking endpoint, Exchange asked, Request request) throws IOException {
        become(State.AWAITING);
        deadline(ANSWER_NANOS);
        boolean room = site.io().tryExecute(() -> {
            Response response = answer(endpoint, request);
            connection.loop().execute(() -> guarded(() -> answered(asked, response)));
        });
        if (!room) {
            respond(Response.problem(503, "This server has too much to do. Please try again in a second.")
                    .with("Retry-After", "1"));
        }
    }

    private void answered(Exchange asked, Response response) throws IOException {
        if (state == State.AWAITING && exchange == asked) { // otherwise it is too late
            respond(response);
            resume();
        }
    }

    private void offer(Endpoint.Takeover endpoint, Request request) throws IOException {
        timer.cancel();
        Optional<Response> declined;
        try {
            declined = endpoint.accept(request, connection);
        } catch (Throwable e) { // as in answer
            declined = Optional.of(failure(e, request));
        }
        if (state != State.ROUTED) {
            return; // it closed the connection
        }
        if (declined.isPresent()) {
            respond(declined.get());
        } else {
            become(State.TAKEN);
        }
    }

    /** What {@code endpoint} says, or the error that its failure amounts to. Thread: any. */
    private static Response answer(Endpoint.Blocking endpoint, Request request) {
        try {
            return endpoint.handle(request);
        } catch (Throwable e) { // whatever it is, the client gets an answer and the thread goes on
            return failure(e, request);
        }
    }

    private static Response failure(Throwable failure, Request request) {
        if (failure instanceof HttpError error) {
            return error.response();
        }
        String id = Integer.toHexString(ThreadLocalRandom.current().nextInt());
        log.error("{} {} failed, error {}", request.method(), request.path(), id, failure);
        return Response.problem(500, "Something is wrong with this server. Its log says more under " + id + ".");
    }

    private void respond(Response response) throws IOException {
        become(State.RESPONDING);
        deadline(WRITE_NANOS);
        parser = null;
        body = null;
        if (exchange == null) { // what was sent was not even a request
            exchange = new Exchange(null, null, false, connection.loop().nowNanos(), connection.bytesWritten());
        }
        Request request = exchange.request;
        boolean reusable = request != null && exchange.whole && request.keepAlive();
        answer = Answer.of(response, request, reusable, site.headWriter(), site.serverName());
        flush();
    }

    private void flush() throws IOException {
        if (answer == null) {
            return;
        }
        long before = connection.bytesWritten();
        if (!answer.write(connection.wire())) {
            if (connection.bytesWritten() > before) {
                deadline(WRITE_NANOS);
            }
            connection.interest(SelectionKey.OP_WRITE);
            return;
        }
        logAccess();
        boolean keepAlive = answer.keepAlive();
        answer = null;
        exchange = null;
        if (keepAlive) {
            become(State.READ_HEAD);
            reused = true;
            deadline(site.limits().idleTimeout().toNanos());
        } else {
            become(State.DRAINING);
            deadline(DRAIN_NANOS);
            unread = NOTHING;
            connection.wire().shutdownOutput();
        }
        connection.interest(SelectionKey.OP_READ);
    }

    private void drain() throws IOException {
        int count = connection.wire().read(connection.loop().readBuffer());
        drainedBytes += count;
        if (count < 0 || drainedBytes > MOST_DRAINED_BYTES) {
            connection.close(null);
        }
    }

    private void peerEnded() throws IOException {
        if (parser == null && state == State.READ_HEAD) {
            connection.close(null);
        } else {
            respond(Response.problem(400, "The request ended before it was complete."));
        }
    }

    private void onDeadline() {
        guarded(() -> {
            switch (state) {
                case READ_HEAD -> {
                    if (parser == null) {
                        connection.close(null); // idle: nobody waits for a word
                    } else {
                        respond(Response.problem(408, "The request took too long to arrive."));
                    }
                }
                case READ_BODY -> respond(Response.problem(408, "The body took too long to arrive."));
                case AWAITING -> {
                    respond(Response.problem(503, "The answer took too long. Please try again later.")
                            .with("Retry-After", "10"));
                    resume();
                }
                case RESPONDING, DRAINING -> connection.close(null);
                case ROUTED, TAKEN, CLOSED -> log.trace("{}: {} has no deadline", connection, state);
            }
        });
    }

    private void deadline(long nanosFromNow) {
        timer.at(connection.loop().nowNanos() + nanosFromNow);
    }

    private void logAccess() {
        if (answer != null && exchange != null) {
            long nanos = connection.loop().nowNanos() - exchange.startNanos;
            long bytes = connection.bytesWritten() - exchange.bytesBefore;
            site.accessLog()
                    .log(AccessLog.Entry.of(
                            connection.remote(),
                            exchange.request,
                            answer.status(),
                            bytes,
                            Duration.ofNanos(nanos).toSeconds()));
        }
    }

    private void become(State next) {
        if (!state.moves().contains(next)) {
            throw new IllegalStateException("%s: %s cannot become %s".formatted(connection, state, next));
        }
        log.trace("{}: {} -> {}", connection, state, next);
        state = next;
    }

    /** For what the loop runs apart from {@link #onReady}: a failure closes this connection all the same. */
    private void guarded(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            connection.close(e);
        } catch (RuntimeException e) {
            connection.close(e);
            throw e;
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /**
     * A request and what becomes of it.
     *
     * @param request null if what was sent was none
     * @param whole whether it was read to its end, so that another may follow
     */
    private record Exchange(
            @Nullable Request request, @Nullable Endpoint endpoint, boolean whole, long startNanos, long bytesBefore) {
        Exchange withBody(byte[] bytes) {
            Request withBody = request == null ? null : request.withBody(bytes);
            return new Exchange(withBody, endpoint, /* whole= */ true, startNanos, bytesBefore);
        }
    }
}
