package icy.server.queue;

import icy.server.api.Json;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code /api/streams/{name}/activations}: what takes a queue's place at a set time.
 *
 * <p>Thread: a worker.
 */
final class ActivationApi {
    private static final String SHAPE = "{\"at\": \"2026-03-29T07:00[Europe/Berlin]\", \"from\": \"breakfast\"}";

    private final Queues queues;
    private final QueueAnswers answers;
    private final Clock clock;

    ActivationApi(Queues queues, QueueAnswers answers, Clock clock) {
        this.queues = queues;
        this.answers = answers;
        this.clock = clock;
    }

    Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/api/streams/{name}/activations", QueueAnswers.reading(this::list))
                .post("/api/streams/{name}/activations", answers.changing(this::add))
                .delete("/api/streams/{name}/activations/{id}", answers.changing(this::delete));
    }

    private Response list(Request request) {
        String name = request.variable("name");
        List<ActivationJson> all = queues.book().activations().stream()
                .filter(each -> each.queue().equals(name))
                .map(ActivationJson::of)
                .toList();
        return Json.response(ActivationJson.All.class, new ActivationJson.All(all, all.size()));
    }

    private CompletableFuture<Response> add(Request request) {
        String name = QueueLimits.requireName(request.variable("name"));
        ActivationJson.Wanted asked = Json.body(ActivationJson.Wanted.class, request, SHAPE);
        Activation.Moment moment = Activation.Moment.parse(asked.at(), asked.zone());
        Activation.Every every = Activation.Every.parse(asked.every());
        boolean fromTemplate = asked.template() != null;
        String source = fromTemplate ? asked.template() : asked.from();
        if (source == null || fromTemplate && asked.from() != null) {
            throw new HttpError(422, "Say either from which queue or from which template, like %s.".formatted(SHAPE));
        }
        return answers.when(
                queues.change("activation", (book, revision) -> {
                    if (fromTemplate) {
                        book.requireTemplate(source);
                    } else {
                        book.requireQueue(source);
                    }
                    return book.withActivation(
                            Activation.of(revision, name, fromTemplate, source, moment, every, clock.instant()));
                }),
                change -> added(change.after()));
    }

    /** The newest is the one that the change has added. */
    private static Response added(QueueBook book) {
        Activation activation = book.activations().get(book.activations().size() - 1);
        String message = "\"%s\" is made from \"%s\" at %s."
                .formatted(
                        activation.queue(),
                        activation.source(),
                        activation.due().atZone(activation.zone()));
        return Json.response(
                ActivationJson.Added.class, new ActivationJson.Added(true, message, ActivationJson.of(activation)));
    }

    private CompletableFuture<Response> delete(Request request) {
        String name = request.variable("name");
        String id = request.variable("id");
        return answers.when(
                queues.change("activation", (book, revision) -> {
                    Activation activation = book.activations().stream()
                            .filter(each -> each.queue().equals(name)
                                    && Long.toString(each.id()).equals(id))
                            .findFirst()
                            .orElseThrow(() -> new HttpError(
                                    404,
                                    "There is no activation %s of \"%s\": see /api/streams/%s/activations."
                                            .formatted(id, name, name)));
                    return book.withoutActivation(activation.id());
                }),
                change -> QueueAnswers.done("The activation %s is deleted.".formatted(id)));
    }
}
