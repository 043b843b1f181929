package icy.server.queue;

import icy.server.api.Json;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.loop.WorkerPool;
import icy.server.webhook.WebhookAddress;
import icy.server.webhook.Webhooks;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/streams/{name}/hooks}: who is told of a queue's changes. A hook's secret is made here and shown once.
 *
 * <p>Thread: a worker.
 */
final class HookApi {
    private static final String SHAPE = "{\"url\": \"https://example.org/changed\"}";
    private static final int SECRET_BYTES = 32;

    private final Queues queues;
    private final Webhooks webhooks;
    private final QueueAnswers answers;
    private final WorkerPool nameServers;
    private final SecureRandom random = new SecureRandom();

    /**
     * A hook.
     *
     * @param secret left out except in the answer that makes it
     * @param lastResult what became of the newest message
     */
    @io.avaje.jsonb.Json(naming = io.avaje.jsonb.Json.Naming.LowerUnderscore)
    record Shown(
            long id,
            String url,
            @Nullable String secret,
            @Nullable String lastResult) {}

    @io.avaje.jsonb.Json
    record All(List<Shown> hooks, int count) {}

    @io.avaje.jsonb.Json
    record Added(boolean success, String message, Shown hook) {}

    /** A request. */
    @io.avaje.jsonb.Json
    record Wanted(@Nullable String url) {}

    /** @param nameServers wait for them */
    HookApi(Queues queues, Webhooks webhooks, QueueAnswers answers, WorkerPool nameServers) {
        this.nameServers = nameServers;
        this.queues = queues;
        this.webhooks = webhooks;
        this.answers = answers;
    }

    /** Reading is guarded too: a receiver's URL may be its password. */
    Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/api/streams/{name}/hooks", answers.guardedReading(this::list))
                .post("/api/streams/{name}/hooks", answers.changing(this::add))
                .delete("/api/streams/{name}/hooks/{id}", answers.changing(this::delete));
    }

    private Response list(Request request) {
        String name = request.variable("name");
        List<Shown> all = queues.book().hooks().stream()
                .filter(hook -> hook.queue().equals(name))
                .map(hook -> new Shown(
                        hook.id(), hook.receiver().url().toString(), null, webhooks.lastResult(hook.receiver())))
                .toList();
        return Json.response(All.class, new All(all, all.size()));
    }

    private CompletableFuture<Response> add(Request request) {
        String name = QueueLimits.requireName(request.variable("name"));
        URI url = WebhookAddress.parse(Json.body(Wanted.class, request, SHAPE).url());
        CompletableFuture<Response> answer = new CompletableFuture<>();
        boolean room = nameServers.tryExecute(() -> look(name, url, answer));
        if (!room) {
            throw new HttpError(503, "Too many addresses are being looked up. Try again in a moment.");
        }
        return answer;
    }

    /** Thread: one for those who wait for a name server, which may take its time. */
    private void look(String name, URI url, CompletableFuture<Response> answer) {
        try {
            WebhookAddress.requireHarmless(url);
        } catch (IOException e) {
            answer.complete(Response.problem(422, "A hook cannot lead there: %s.".formatted(e.getMessage())));
            return;
        }
        make(name, url).whenComplete((made, failure) -> {
            if (failure == null) {
                answer.complete(made);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    private CompletableFuture<Response> make(String name, URI url) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return answers.when(
                queues.change("hook", (book, revision) -> {
                    book.requireQueue(name);
                    return book.withHook(new Hook(name, new Webhooks.Receiver(revision, url, secret)));
                }),
                change -> added(name, change.after()));
    }

    /** The newest is the one that the change has added. */
    private static Response added(String name, QueueBook book) {
        Hook hook = book.hooks().get(book.hooks().size() - 1);
        String message = "Changes of \"%s\" are told there; keep the secret, it is shown this once.".formatted(name);
        Shown shown = new Shown(
                hook.id(), hook.receiver().url().toString(), hook.receiver().secret(), null);
        return Json.response(Added.class, new Added(true, message, shown));
    }

    private CompletableFuture<Response> delete(Request request) {
        String name = request.variable("name");
        String id = request.variable("id");
        return answers.when(
                queues.change("hook", (book, revision) -> {
                    Hook hook = book.hooks().stream()
                            .filter(each -> each.queue().equals(name)
                                    && Long.toString(each.id()).equals(id))
                            .findFirst()
                            .orElseThrow(
                                    () -> new HttpError(404, "There is no hook %s of \"%s\".".formatted(id, name)));
                    return book.withoutHook(hook.id());
                }),
                change -> QueueAnswers.done("The hook %s is deleted.".formatted(id)));
    }
}
