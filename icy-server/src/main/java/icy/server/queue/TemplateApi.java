package icy.server.queue;

import icy.server.api.Json;
import icy.server.http.Endpoint;
import icy.server.http.Guard;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/streams/templates}: queues that are put aside under a name, to make queues of them again with {@code POST
 * /api/streams/{name}} and {@code {"template": …}}.
 *
 * <p>Thread: a worker.
 */
final class TemplateApi {
    private static final String SHAPE = "{\"queue\": \"morning\"}";

    private final Queues queues;
    private final QueueFiles media;
    private final QueueAnswers answers;
    private final Guard guard;

    TemplateApi(Queues queues, QueueFiles media, QueueAnswers answers, Guard guard) {
        this.queues = queues;
        this.media = media;
        this.answers = answers;
        this.guard = guard;
    }

    Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/api/streams/templates", Endpoint.blocking(r -> QueueAnswers.reading(r, this::names)))
                .get("/api/streams/templates/{template}", Endpoint.blocking(r -> QueueAnswers.reading(r, this::one)))
                .put("/api/streams/templates/{template}", Endpoint.guarded(guard, Endpoint.deferred(this::save)))
                .delete("/api/streams/templates/{template}", Endpoint.guarded(guard, Endpoint.deferred(this::delete)));
    }

    private Response names(Request request) {
        List<String> names = List.copyOf(queues.book().templates().keySet());
        return Json.response(QueueJson.TemplateNames.class, new QueueJson.TemplateNames(names, names.size()));
    }

    private Response one(Request request) {
        String name = request.variable("template");
        NamedQueue template = queues.book().template(name).orElseThrow(() -> unknown(name));
        return Json.response(QueueJson.class, QueueJson.of(template)).with("ETag", Precondition.tag(template));
    }

    private CompletableFuture<Response> save(Request request) {
        String name = QueueLimits.requireName(request.variable("template"));
        QueueJson.Template asked = Json.body(QueueJson.Template.class, request, SHAPE);
        String source = asked.queue();
        List<String> files = source == null ? media.require(asked.files()) : List.of();
        Precondition precondition = Precondition.of(request);
        return answers.when(
                queues.change("template", (book, revision) -> {
                    precondition.require(book.template(name));
                    NamedQueue template = book.template(name).orElseGet(() -> NamedQueue.empty(name));
                    return book.withTemplate(
                            filled(template, book, source, files).revised(revision));
                }),
                change -> saved(change.after().template(name).orElseThrow()));
    }

    private static NamedQueue filled(NamedQueue template, QueueBook book, @Nullable String source, List<String> files) {
        if (source == null) {
            return template.replace(files);
        }
        NamedQueue queue = book.queue(source)
                .orElseThrow(() -> new HttpError(
                        404,
                        "There is no queue \"%s\" to make a template of: see /api/streams/queues.".formatted(source)));
        return template.replace(queue.files()).mode(queue.loop(), queue.shuffle());
    }

    private static Response saved(NamedQueue template) {
        String message = "\"%s\" is a template of %s now."
                .formatted(
                        template.name(), QueueAnswers.files(template.entries().size()));
        return Json.response(
                        QueueJson.TemplateChanged.class,
                        new QueueJson.TemplateChanged(true, message, QueueJson.of(template)))
                .with("ETag", Precondition.tag(template));
    }

    private CompletableFuture<Response> delete(Request request) {
        String name = request.variable("template");
        Precondition precondition = Precondition.of(request);
        return answers.when(
                queues.change("template", (book, revision) -> {
                    precondition.require(book.template(name));
                    if (book.template(name).isEmpty()) {
                        throw unknown(name);
                    }
                    return book.withoutTemplate(name);
                }),
                change -> QueueAnswers.done("The template \"%s\" is deleted.".formatted(name)));
    }

    private static HttpError unknown(String name) {
        return new HttpError(404, "There is no template \"%s\": see /api/streams/templates.".formatted(name));
    }
}
