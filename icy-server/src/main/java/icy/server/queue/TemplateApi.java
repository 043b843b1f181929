package icy.server.queue;

import icy.server.api.Json;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import java.util.List;
import java.util.concurrent.CompletableFuture;

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

    TemplateApi(Queues queues, QueueFiles media, QueueAnswers answers) {
        this.queues = queues;
        this.media = media;
        this.answers = answers;
    }

    Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/api/streams/templates", QueueAnswers.reading(this::names))
                .get("/api/streams/templates/{template}", QueueAnswers.reading(this::one))
                .put("/api/streams/templates/{template}", answers.changingMuch(this::save))
                .delete("/api/streams/templates/{template}", answers.changing(this::delete));
    }

    private Response names(Request request) {
        List<String> names = List.copyOf(queues.book().templates().keySet());
        return Json.response(QueueJson.TemplateNames.class, new QueueJson.TemplateNames(names, names.size()));
    }

    private Response one(Request request) {
        String name = request.variable("template");
        NamedQueue template = queues.book().requireTemplate(name);
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
                    NamedQueue template = book.templateOrEmpty(name);
                    NamedQueue filled =
                            source == null ? template.replace(files) : template.like(book.requireQueue(source));
                    return book.withTemplate(filled.revised(revision));
                }),
                change -> saved(change.after().template(name).orElseThrow()));
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
                    book.requireTemplate(name);
                    return book.withoutTemplate(name);
                }),
                change -> QueueAnswers.done("The template \"%s\" is deleted.".formatted(name)));
    }
}
