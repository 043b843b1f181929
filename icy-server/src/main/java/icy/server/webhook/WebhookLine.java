package icy.server.webhook;

import icy.server.loop.WorkerPool;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on its way to one receiver: one message at a time, in order, each tried again when it does not get there. Of what
 * waits for a receiver that does not answer the newest are kept; the revision in each tells that some are missing.
 *
 * <p>Thread: any. What waits for a name server does so on a worker; what waits for an answer keeps no thread.
 */
final class WebhookLine {
    static final int MOST_WAITING = 100;

    private static final Logger log = LoggerFactory.getLogger(WebhookLine.class);
    private static final int GONE = 410;

    private final Webhooks.Receiver receiver;
    private final Supplier<HttpClient> client;
    private final WorkerPool workers;
    private final Clock clock;
    private final Webhooks.Patience patience;
    private final Deque<String> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean closed;
    private String lastResult = "";

    WebhookLine(
            Webhooks.Receiver receiver,
            Supplier<HttpClient> client,
            WorkerPool workers,
            Clock clock,
            Webhooks.Patience patience) {
        this.receiver = receiver;
        this.client = client;
        this.workers = workers;
        this.clock = clock;
        this.patience = patience;
    }

    /** Sends this when its turn has come. */
    synchronized void send(String json) {
        if (waiting.size() == MOST_WAITING) {
            waiting.remove();
        }
        waiting.add(json);
        next();
    }

    /** What became of the newest attempt; empty before the first. */
    synchronized String lastResult() {
        return lastResult;
    }

    /** Sends nothing more. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    private synchronized void next() {
        if (!sending && !closed && !waiting.isEmpty()) {
            sending = true;
            attempt(waiting.remove(), 0);
        }
    }

    private void attempt(String json, int attempts) {
        if (isClosed()) { // while it was to be tried again
            return;
        }
        Executor worker = task -> {
            if (!workers.tryExecute(task)) {
                throw new CompletionException(new IOException("too many addresses are being looked up"));
            }
        };
        CompletableFuture<HttpResponse<Void>> answer;
        try {
            answer = CompletableFuture.runAsync(this::look, worker).thenCompose(looked -> post(json));
        } catch (CompletionException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        answer.whenComplete((response, failure) -> {
            String result = failure == null ? "answered " + response.statusCode() : reason(failure);
            boolean taken = failure == null && response.statusCode() / 100 == 2;
            boolean refused = failure == null && response.statusCode() == GONE;
            done(json, attempts, taken || refused, result);
        });
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** The client's own timeout ends with the head of an answer, which may go on for ever. */
    private CompletableFuture<HttpResponse<Void>> post(String json) {
        CompletableFuture<HttpResponse<Void>> sent = client.get().sendAsync(request(json), BodyHandlers.discarding());
        return sent.thenApply(response -> response)
                .orTimeout(patience.answer().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> sent.cancel(/* mayInterruptIfRunning= */ true)); // hangs up
    }

    private void look() {
        try {
            WebhookAddress.requireHarmless(receiver.url());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private synchronized void done(String json, int attempts, boolean over, String result) {
        lastResult = result;
        if (!over && attempts < patience.pauses().size() && !closed) {
            CompletableFuture.delayedExecutor(patience.pauses().get(attempts).toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> attempt(json, attempts + 1));
            return;
        }
        if (!over) {
            log.warn(
                    "{}: a message is given up, {} attempts have failed, the last: {}", receiver, attempts + 1, result);
        }
        sending = false;
        next();
    }

    /** {@code Via} says that it is not from this machine for its own sake, should it lead back to this server. */
    private HttpRequest request(String json) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        return HttpRequest.newBuilder(receiver.url())
                .timeout(patience.answer())
                .header("Content-Type", "application/json")
                .header("User-Agent", "icy")
                .header("Via", "1.1 icy")
                .header("X-Icy-Timestamp", timestamp)
                .header("X-Icy-Signature", "sha256=" + Signature.of(receiver.secret(), timestamp + "." + json))
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    private String reason(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (why instanceof TimeoutException) {
            return "no end of an answer within %d s".formatted(patience.answer().toSeconds());
        }
        return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    }
}
