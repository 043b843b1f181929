package icy.server.queue;

import icy.server.api.Json;
import icy.server.http.Endpoint;
import icy.server.http.Guard;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
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
    private final Guard guard;

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
            @Nullable List<Exported> queues,
            @Nullable List<Exported> templates) {}

    /** @param missing files that are not there now */
    @io.avaje.jsonb.Json
    record Imported(boolean success, String message, List<String> missing) {}

    ExportApi(Queues queues, QueueFiles media, QueueAnswers answers, Guard guard) {
        this.queues = queues;
        this.media = media;
        this.answers = answers;
        this.guard = guard;
    }

    Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/api/streams/export", Endpoint.blocking(r -> QueueAnswers.reading(r, this::exported)))
                .post("/api/streams/import", Endpoint.guarded(guard, Endpoint.deferred(this::imported)));
    }

    private Response exported(Request request) {
        QueueBook book = queues.book();
        String only = request.query("queue").orElse(null);
        if (only == null) {
            return answer(book.queues(), book.templates());
        }
        NamedQueue queue = book.queue(only)
                .orElseThrow(
                        () -> new HttpError(404, "There is no queue \"%s\": see /api/streams/queues.".formatted(only)));
        return answer(Map.of(only, queue), Map.of());
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
        String message = "%d queues and %d templates are imported.".formatted(newQueues.size(), newTemplates.size());
        return answers.when(
                queues.change(
                        "import",
                        (book, revision) -> with(
                                with(book, newQueues, revision, book::queue, QueueBook::withQueue),
                                newTemplates,
                                revision,
                                book::template,
                                QueueBook::withTemplate)),
                change -> Json.response(Imported.class, new Imported(true, message, missing)));
    }

    private static QueueBook with(
            QueueBook book,
            List<NamedQueue> imported,
            long revision,
            Function<String, Optional<NamedQueue>> present,
            BiFunction<QueueBook, NamedQueue, QueueBook> put) {
        QueueBook after = book;
        for (NamedQueue each : imported) {
            NamedQueue there = present.apply(each.name()).orElseGet(() -> NamedQueue.empty(each.name()));
            after = put.apply(
                    after,
                    there.replace(each.files())
                            .mode(each.loop(), each.shuffle())
                            .revised(revision));
        }
        return after;
    }

    private List<NamedQueue> read(@Nullable List<Exported> all) {
        if (all == null) {
            return List.of();
        }
        return all.stream()
                .map(each -> NamedQueue.empty(QueueLimits.requireName(each.name()))
                        .append(media.requireWithin(each.files()))
                        .mode(each.loop(), each.shuffle()))
                .toList();
    }
}
