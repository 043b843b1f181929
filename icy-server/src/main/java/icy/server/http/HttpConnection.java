package icy.server.http;

import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import icy.server.loop.EventLoop;
import icy.server.loop.Timer;
import icy.server.loop.WorkerPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests and answers on one connection, one at a time and in order.
 *
 * <pre>
 *               head         admitted         Immediate, or declined           whole answer sent
 *  READ_HEAD -------> GUARDED ------> ROUTED ------------------------> RESPONDING ------------> READ_HEAD  (keep-alive)
 *   |  |               |  ^  |         | |  on a worker          answer  ^  ^  |
 *   |  |  body follows |  |  |         | +----------> AWAITING ---------+  |  +-------------> TAKEN      (by FinalAnswer)
 *   |  |               v  |  |         |                                   |
 *   |  |           READ_BODY |         | Takeover                          |
 *   |  |               |     |         +----------> TAKEN                  |
 *   |  +---------------|-----|-------------------->  (by LineDialogue)     |
 *   +------------------+-----+---------------------------------------------+
 *         not acceptable, not admitted, or too slow
 * </pre>
 *
 * <ul>
 *   <li>GUARDED: the route's guard, if it has one, is asked before the body is read; after it, if it judges by a form. It
 *       may have a worker think about it.
 *   <li>While GUARDED, AWAITING and RESPONDING nothing is read, so a client that sends without end fills its own buffers.
 *   <li>TAKEN: the connection has another handler; this object is garbage.
 *   <li>Every state but TAKEN and CLOSED has a deadline, kept by one timer; no byte that arrives moves it, so a head sent
 *       byte by byte has no more time than another.
 * </ul>
 *
 * <p>Over 400 lines with this picture: every method is a move in it, and a machine in two files is read in neither.
 *
 * <p>Thread: its connection's loop.
 */
final class HttpConnection implements ChannelHandler {
    private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte[] CONTINUE = HeadWriter.encode("HTTP/1.1", 100, Headers.NONE);
    private static final int READ_BYTES = 8192; // what a client that pipelines can make us keep
    private static final int STEPS_A_TURN = 32; // pipelined requests, before others on the loop have theirs
    private static final long ANSWER_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long ASK_AGAIN_NANOS = Duration.ofMillis(50).toNanos();
    private static final long WRITE_NANOS = Duration.ofSeconds(20).toNanos(); // without a byte taken
    private static final long PAUSE_NANOS = Duration.ofSeconds(75).toNanos(); // a player whose stock is full takes none

    private enum State {
        READ_HEAD,
        GUARDED,
        READ_BODY,
        ROUTED,
        AWAITING,
        RESPONDING,
        TAKEN,
        CLOSED;

        private boolean mayBecome(State next) {
            return switch (this) {
                case READ_HEAD -> next == GUARDED || next == RESPONDING || next == TAKEN || next == CLOSED;
                case GUARDED -> next == READ_BODY || next == ROUTED || next == RESPONDING || next == CLOSED;
                case READ_BODY -> next == GUARDED || next == RESPONDING || next == CLOSED;
                case ROUTED -> next == AWAITING || next == RESPONDING || next == TAKEN || next == CLOSED;
                case AWAITING -> next == RESPONDING || next == CLOSED;
                case RESPONDING -> next == READ_HEAD || next == TAKEN || next == CLOSED;
                case TAKEN, CLOSED -> false;
            };
        }
    }

    private final HttpReception site;
    private final Connection connection;
    private final Timer timer;
    private final HeadLoan headLoan;
    private State state = State.READ_HEAD;
    /** READ_HEAD, once the first byte is there. */
    private @Nullable RequestParser parser;
    /** GUARDED: whether a body is yet to be read before the endpoint can be asked. */
    private boolean bodyWanted;
    /** READ_BODY, and until the answer is there: it holds the body's memory. */
    private @Nullable Pending pending;
    /** From the end of the head to the end of the answer. */
    private @Nullable Exchange exchange;
    /** RESPONDING. */
    private @Nullable Answer answer;
    /** Requests that came together with one that is not answered yet. */
    private ByteBuffer unread = NOTHING;

    private boolean reused;
    /** RESPONDING, while more is waited for; and how much had been written when that began. */
    private @Nullable Wake wake;

    private long awaitedFrom = -1;

    HttpConnection(HttpReception site, Connection connection) {
        this.site = site;
        this.connection = connection;
        this.headLoan = new HeadLoan(site.budget());
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
            case GUARDED, ROUTED, AWAITING, TAKEN, CLOSED ->
                log.trace("{}: {} has nothing to do with I/O", connection, state);
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        timer.cancel();
        if (wake != null) {
            wake.forget();
            wake = null;
        }
        if (cause != null) {
            log.debug("{}: closed while {}: {}", connection, state, cause.toString());
        }
        if (state == State.RESPONDING) {
            logAccess();
        }
        if (answer != null) {
            answer.release();
        }
        forgetBody();
        headLoan.giveBack();
        become(State.CLOSED);
    }

    /** Takes all that can be taken of {@code in} now, and keeps a copy of the rest. */
    private void advance(ByteBuffer in) throws IOException {
        for (int n = 0; n < STEPS_A_TURN && reading() && in.hasRemaining(); n++) {
            try {
                if (state == State.READ_BODY && pending != null) {
                    readBody(pending, in);
                } else {
                    readHead(in);
                }
            } catch (HttpError e) {
                respond(e.response());
            }
        }
        if (state == State.TAKEN || state == State.CLOSED) {
            return;
        }
        if (in.hasRemaining()) {
            unread = copyOf(in);
        }
        if (state == State.GUARDED || state == State.AWAITING) {
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

    private static ByteBuffer copyOf(ByteBuffer in) {
        return in.hasRemaining() ? ByteBuffer.allocate(in.remaining()).put(in).flip() : NOTHING;
    }

    private boolean reading() {
        return state == State.READ_HEAD || state == State.READ_BODY;
    }

    private void readHead(ByteBuffer in) throws IOException {
        if (parser == null) {
            parser = new RequestParser(site.limits(), reused ? null : site.lines());
            if (reused) { // the first request has its time from the accept
                deadline(site.limits().headerTimeout().toNanos());
            }
        }
        boolean whole = parser.parse(in);
        headLoan.raiseTo(parser.headBytes());
        byte[] foreignLine = parser.foreignLine();
        if (foreignLine != null && site.lines() != null) {
            timer.cancel();
            site.lines().begin(connection, foreignLine, copyOf(in));
            leave();
        } else if (whole) {
            RequestHead head = parser.head();
            parser = null;
            route(head, in);
        }
    }

    private void route(RequestHead head, ByteBuffer in) throws IOException {
        Routes.Match match = site.routes().find(head.method(), head.target().path());
        Endpoint endpoint = match.endpoint().chosenFor(head.headers());
        Endpoint behind = endpoint instanceof Endpoint.Guarded guarded ? guarded.endpoint() : endpoint;
        boolean takeover = behind instanceof Endpoint.Takeover;
        boolean bodyFollows = head.framing().hasBody() || takeover && head.untilClose();
        Request request = new Request(head, match.variables(), takeover ? copyOf(in.duplicate()) : NOTHING, connection);
        exchange = Exchange.begin(connection, request, /* whole= */ !bodyFollows);
        if (Cors.isForeignChange(head)) {
            throw new HttpError(403, "A page of another site may not change anything here.");
        }
        become(State.GUARDED);
        bodyWanted = bodyFollows && !takeover && match.routed();
        proceed(endpoint, request, /* bodyBegun= */ in.hasRemaining());
    }

    /** To the guard, to the body, and to the endpoint at last. */
    private void proceed(Endpoint endpoint, Request request, boolean bodyBegun) throws IOException {
        boolean byBody = endpoint instanceof Endpoint.Guarded it && it.byBody();
        if (endpoint instanceof Endpoint.Guarded guarded && !(byBody && bodyWanted)) {
            judge(guarded, request, bodyBegun);
        } else if (bodyWanted) {
            int mostBytes = byBody ? BodyReader.MOST_FORM_BYTES : mostBytesOf(endpoint);
            receive(endpoint, request, new BodyReader(request.framing(), mostBytes, site.budget()), bodyBegun);
        } else {
            ask(endpoint, request);
        }
    }

    private static int mostBytesOf(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Large large ? large.mostBytes() : BodyReader.MOST_BYTES;
    }

    private void judge(Endpoint.Guarded guarded, Request request, boolean bodyBegun) throws IOException {
        Guard.Verdict verdict = Exchange.verdict(() -> guarded.guard().judge(request), request);
        if (verdict instanceof Guard.Ask ask) {
            onWorker(
                    site.auth(),
                    (Consumer<Guard.Verdict> done) -> done.accept(Exchange.verdict(ask.work(), request)),
                    word -> pass(guarded, request, word, unread.hasRemaining()));
        } else {
            pass(guarded, request, verdict, bodyBegun);
        }
    }

    private void pass(Endpoint.Guarded guarded, Request request, Guard.Verdict verdict, boolean bodyBegun)
            throws IOException {
        if (verdict instanceof Guard.Admitted admitted) {
            Request known = admitted.user().isEmpty() ? request : request.withUser(admitted.user());
            proceed(guarded.endpoint(), known, bodyBegun);
        } else if (verdict instanceof Guard.Refused refused) {
            respond(refused.answer());
        } else {
            throw new IllegalStateException(request + ": a worker's word on who may pass is final");
        }
    }

    private void receive(Endpoint endpoint, Request request, BodyReader body, boolean bodyBegun) throws IOException {
        bodyWanted = false;
        pending = new Pending(request, endpoint, body);
        become(State.READ_BODY);
        deadline(site.limits().idleTimeout().toNanos());
        connection.interest(SelectionKey.OP_READ);
        if (request.expectsContinue() && !bodyBegun) {
            connection.wire().write(ByteBuffer.wrap(CONTINUE)); // the socket has room: nothing else is under way
        }
    }

    private void readBody(Pending pending, ByteBuffer in) throws IOException {
        if (exchange != null && pending.body.read(in)) {
            Request request = pending.request.withBody(pending.body.bytes());
            exchange = exchange.with(request);
            become(State.GUARDED);
            proceed(pending.endpoint, request, /* bodyBegun= */ true);
        }
    }

    private void ask(Endpoint asked, Request request) throws IOException {
        Endpoint endpoint = asked instanceof Endpoint.Large large ? large.endpoint() : asked;
        become(State.ROUTED);
        if (endpoint instanceof Endpoint.Immediate immediate) {
            respond(Exchange.answer(immediate::handle, request));
        } else if (endpoint instanceof Endpoint.Blocking blocking) {
            become(State.AWAITING);
            onWorker(
                    site.io(),
                    (Consumer<Response> done) -> done.accept(Exchange.answer(blocking, request)),
                    this::respond);
        } else if (endpoint instanceof Endpoint.Glancing glancing) {
            Optional<Response> known = Exchange.glance(glancing, request);
            if (known.isPresent()) {
                respond(known.get());
                return;
            }
            become(State.AWAITING);
            onWorker(
                    site.file(),
                    (Consumer<Response> done) -> Exchange.answer(glancing::handle, request, done),
                    this::respond);
        } else if (endpoint instanceof Endpoint.Deferred deferred) {
            become(State.AWAITING);
            onWorker(site.io(), (Consumer<Response> done) -> Exchange.answer(deferred, request, done), this::respond);
        } else if (endpoint instanceof Endpoint.Takeover takeover) {
            offer(takeover, request);
        }
    }

    /** Goes on with {@code then} when what a worker began is done, unless that comes too late. */
    private <T> void onWorker(WorkerPool pool, Consumer<Consumer<T>> work, Continuation<T> then) throws IOException {
        deadline(ANSWER_NANOS);
        Exchange asked = exchange;
        State waiting = state;
        boolean room = pool.tryExecute(() -> work.accept(result -> connection
                .loop()
                .execute(() -> guarded(() -> {
                    if (state == waiting && exchange == asked) {
                        try {
                            then.with(result);
                        } catch (HttpError e) {
                            respond(e.response());
                        }
                        resume();
                    } else if (result instanceof Response late) {
                        late.body().release();
                    }
                }))));
        if (!room) {
            respond(Response.problem(503, "This server has too much to do. Please try again in a second.")
                    .with("Retry-After", "1"));
        }
    }

    private void offer(Endpoint.Takeover endpoint, Request request) throws IOException {
        timer.cancel();
        connection.interest(SelectionKey.OP_READ);
        Optional<Response> declined;
        try {
            declined = endpoint.accept(request, connection);
        } catch (Throwable e) { // as in Exchange.answer
            declined = Optional.of(Exchange.failure(e, request));
        }
        if (state != State.ROUTED) {
            return; // it closed the connection
        }
        if (declined.isPresent()) {
            respond(declined.get());
        } else {
            leave();
        }
    }

    /** Somebody else has the connection now. */
    private void leave() {
        timer.cancel();
        headLoan.giveBack();
        become(State.TAKEN);
    }

    private void respond(Response response) throws IOException {
        become(State.RESPONDING);
        deadline(WRITE_NANOS);
        forgetBody();
        if (exchange == null) { // what was sent was not even a request
            exchange = Exchange.failed(connection, parser == null ? "" : parser.attempt());
        }
        parser = null;
        answer = Answer.of(response, exchange, site.headWriter(), site.serverName());
        flush();
    }

    private void flush() throws IOException {
        if (answer == null) {
            return;
        }
        long before = connection.bytesWritten();
        Delivery.Progress progress = write(answer);
        if (progress == Delivery.Progress.AWAITING) {
            awaitMore(answer);
            return;
        }
        if (progress == Delivery.Progress.HALTED) {
            if (connection.bytesWritten() > before) {
                deadline(answer.isLong() ? PAUSE_NANOS : WRITE_NANOS);
            }
            connection.interest(SelectionKey.OP_WRITE);
            return;
        }
        logAccess();
        boolean keepAlive = answer.keepAlive();
        answer.release();
        answer = null;
        exchange = null;
        if (keepAlive) {
            headLoan.giveBack();
            become(State.READ_HEAD);
            reused = true;
            deadline(site.limits().idleTimeout().toNanos());
            connection.interest(SelectionKey.OP_READ);
        } else {
            leave();
            FinalAnswer.send(connection, NOTHING);
        }
    }

    private Delivery.Progress write(Answer leaving) throws IOException {
        try {
            return leaving.write(connection.wire());
        } catch (IOException e) {
            if (leaving.endsWithConnection()) {
                connection.resetOnClose(); // else what there is so far would be taken for all of it
            }
            throw e;
        }
    }

    /** The client has all there is so far. The disk or the encoder that has the rest may take its time, but not for ever. */
    private void awaitMore(Answer awaited) {
        connection.interest(0);
        if (awaitedFrom != connection.bytesWritten()) {
            awaitedFrom = connection.bytesWritten();
            deadline(ANSWER_NANOS);
        }
        Wake asked = new Wake(connection.loop(), this);
        wake = asked;
        if (!awaited.await(asked)) {
            connection.loop().schedule(connection.loop().nowNanos() + ASK_AGAIN_NANOS, asked::onLoop);
        }
    }

    private void woken(Wake by) {
        if (wake == by && state == State.RESPONDING) {
            wake = null;
            guarded(() -> {
                flush();
                resume();
            });
        }
    }

    private void peerEnded() throws IOException {
        if (parser == null && state == State.READ_HEAD) {
            connection.close(null);
        } else {
            respond(Response.problem(400, "The request ended before it was complete."));
        }
    }

    private void forgetBody() {
        if (pending != null) {
            pending.body.release();
            pending = null;
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
                case GUARDED, AWAITING -> {
                    respond(Response.problem(503, "The answer took too long. Please try again later.")
                            .with("Retry-After", "10"));
                    resume();
                }
                case RESPONDING -> connection.close(null);
                case ROUTED, TAKEN, CLOSED -> log.trace("{}: {} has no deadline", connection, state);
            }
        });
    }

    private void deadline(long nanosFromNow) {
        timer.at(connection.loop().nowNanos() + nanosFromNow);
    }

    private void logAccess() {
        if (answer != null && exchange != null) {
            site.accessLog().log(exchange.entry(connection, answer.status()));
        }
    }

    private void become(State next) {
        if (!state.mayBecome(next)) {
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

    private interface Continuation<T> {
        void with(T result) throws IOException;
    }

    /**
     * Says that there is more to send. It holds the connection no longer than that waits: a disk that never answers may
     * hold this.
     */
    private static final class Wake implements Runnable {
        private final EventLoop loop;
        private volatile @Nullable HttpConnection waiting;

        Wake(EventLoop loop, HttpConnection waiting) {
            this.loop = loop;
            this.waiting = waiting;
        }

        @Override
        public void run() {
            loop.execute(this::onLoop);
        }

        void onLoop() {
            HttpConnection connection = waiting;
            if (connection != null) {
                forget();
                connection.woken(this);
            }
        }

        void forget() {
            waiting = null;
        }
    }

    /** A request whose body is on its way. */
    private record Pending(Request request, Endpoint endpoint, BodyReader body) {}
}
