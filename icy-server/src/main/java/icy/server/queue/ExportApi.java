package icy.server.queue;

import icy.server.api.Json;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/streams/export} and {@code /api/streams/import}: all queues and templates, or with {@code ?queue=} one, as
 * one document, and back. What is imported takes the place of what has the same name and leaves the rest alone. Files that
 * are not there are kept and named, since they may come later.
 *
 * <p>Thread: a worker.
 */
final class ExportApi {
    private static final String FORMAT = "icy-queues";
    private static final int VERSION = 1;
    private static final String SHAPE = "the answer of GET /api/streams/export";

    private final Queues queues;
    private final QueueFiles media;
    private final QueueAnswers answers;

    /** A queue or template. */
    @io.avaje.jsonb.Json
    record Exported(@Nullable String name, @Nullable List<@Nullable String> files, boolean loop, boolean shuffle) {
        static Exported of(NamedQueue queue) {
            return new Exported(queue.name(), List.copyOf(queue.files()), queue.loop(), queue.shuffle());
        }
    }

    /** The document. */
    @io.avaje.jsonb.Json
    record Export(
            @Nullable String format,
            int version,
            @Nullable List<@Nullable Exported> queues,
            @Nullable List<@Nullable Exported> templates) {}

    /** @param missing files that are not there now */
    @io.avaje.jsonb.Json
    record Imported(boolean success, String message, List<String> missing) {}

    ExportApi(Queues queues, QueueFiles media, QueueAnswers answers) {
        this.queues = queues;
        this.media = media;
        this.answers = answers;
    }

    Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/api/streams/export", QueueAnswers.reading(this::exported))
                .post("/api/streams/import", answers.changingMuch(this::imported));
    }

    private Response exported(Request request) {
        QueueBook book = queues.book();
        String only = request.query("queue").orElse(null);
        if (only == null) {
            return answer(book.queues(), book.templates());
        }
        return answer(Map.of(only, book.requireQueue(only)), Map.of());
    }

    private static Response answer(Map<String, NamedQueue> queues, Map<String, NamedQueue> templates) {
        Export export = new Export(
                FORMAT,
                VERSION,
                queues.values().stream().map(Exported::of).toList(),
                templates.values().stream().map(Exported::of).toList());
        return Json.response(Export.class, export)
                .with("Content-Disposition", "attachment; filename=\"icy-queues.json\"");
    }

    private CompletableFuture<Response> imported(Request request) {
        if (request.header("If-Match").isPresent()) {
            throw new HttpError(422, "An import changes many queues, and If-Match is about one: leave it out.");
        }
        Export export = Json.body(Export.class, request, SHAPE);
        if (!FORMAT.equals(export.format()) || export.version() != VERSION) {
            throw new HttpError(
                    422, "This is no export of queues: format must be %s and version %d.".formatted(FORMAT, VERSION));
        }
        List<NamedQueue> newQueues = read(export.queues());
        List<NamedQueue> newTemplates = read(export.templates());
        List<String> names = new ArrayList<>();
        newQueues.forEach(queue -> names.addAll(queue.files()));
        newTemplates.forEach(template -> names.addAll(template.files()));
        List<String> missing = media.missing(names);
        String message = "%s and %s are imported."
                .formatted(
                        QueueAnswers.count(newQueues.size(), "queue"),
                        QueueAnswers.count(newTemplates.size(), "template"));
        return answers.when(
                queues.change("import", (book, revision) -> with(book, newQueues, newTemplates, revision)),
                change -> Json.response(Imported.class, new Imported(true, message, missing)));
    }

    private static QueueBook with(
            QueueBook book, List<NamedQueue> newQueues, List<NamedQueue> newTemplates, long revision) {
        QueueBook after = book;
        for (NamedQueue each : newQueues) {
            after = after.withQueue(after.queueOrEmpty(each.name()).like(each).revised(revision));
        }
        for (NamedQueue each : newTemplates) {
            after = after.withTemplate(
                    after.templateOrEmpty(each.name()).like(each).revised(revision));
        }
        return after;
    }

    private List<NamedQueue> read(@Nullable List<@Nullable Exported> all) {
        List<NamedQueue> read = new ArrayList<>();
        for (Exported each : all == null ? List.<@Nullable Exported>of() : all) {
            if (each == null) {
                throw new HttpError(422, "A queue is an object with a name and files, not null.");
            }
            read.add(NamedQueue.empty(QueueLimits.requireName(each.name()))
                    .append(media.requireWithin(each.files()))
                    .mode(each.loop(), each.shuffle()));
        }
        return read;
    }
}
