package icy.server.queue;

import icy.server.api.Json;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.loop.WorkerPool;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/streams}: what programs made for dynamic queues ask for, and what was added in their style. Every answer
 * about one queue has its {@code ETag}; {@code If-Match} is honoured where it is sent.
 *
 * <p>Thread: a worker, which begins a change; answers follow when it is on the disk.
 */
final class QueueApi {
    private static final String FILES = "{\"files\": [\"1.mp3\"]}";
    private static final String MOVE = "{\"old_index\": 0, \"new_index\": 2}";
    private static final String MODE = "{\"loop\": true, \"shuffle\": false}";

    private final Queues queues;
    private final QueueFiles media;
    private final MissingFiles missing;
    private final QueueAnswers answers;

    /** @param disk looks for missing files */
    QueueApi(Queues queues, QueueFiles media, QueueAnswers answers, WorkerPool disk) {
        this.queues = queues;
        this.media = media;
        this.missing = new MissingFiles(media::missing, disk);
        this.answers = answers;
    }

    Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/api/streams/queues", QueueAnswers.reading(this::names))
                .get("/api/streams/{name}/queue", QueueAnswers.readingLater(this::one))
                .post("/api/streams/{name}/queue", answers.changingMuch(this::append))
                .delete("/api/streams/{name}/queue", answers.changing(this::clear))
                .delete("/api/streams/{name}/queue/{index}", answers.changing(this::remove))
                .put("/api/streams/{name}/queue/reorder", answers.changing(this::move))
                .put("/api/streams/{name}/queue/mode", answers.changing(this::mode))
                .post("/api/streams/{name}", answers.changingMuch(this::replace))
                .delete("/api/streams/{name}", answers.changing(this::delete));
    }

    private Response names(Request request) {
        List<String> names = List.copyOf(queues.book().queues().keySet());
        return Json.response(QueueJson.Names.class, new QueueJson.Names(names, names.size()));
    }

    private CompletableFuture<Response> one(Request request) {
        String name = request.variable("name");
        NamedQueue queue = queues.book().requireQueue(name);
        return answers.when(
                missing.of(queue),
                gone -> Json.response(QueueJson.class, QueueJson.of(queue, gone))
                        .with("ETag", Precondition.tag(queue)));
    }

    private CompletableFuture<Response> append(Request request) {
        String name = name(request);
        QueueJson.Files asked = Json.body(QueueJson.Files.class, request, FILES);
        List<String> found = media.require(asked.files());
        Integer at = asked.at();
        CompletableFuture<NamedQueue> edited = queues.editOrMake(
                name,
                Precondition.of(request),
                "append",
                queue -> at == null ? queue.append(found) : queue.insert(at, found));
        return answers.when(
                edited,
                queue -> QueueAnswers.changed(
                        queue, "%s added to \"%s\".".formatted(QueueAnswers.files(found.size()), name)));
    }

    private CompletableFuture<Response> replace(Request request) {
        String name = name(request);
        QueueJson.Files asked = Json.body(QueueJson.Files.class, request, FILES);
        if (asked.template() != null) {
            return fromTemplate(request, name, asked.template());
        }
        List<String> found = media.require(asked.files());
        CompletableFuture<NamedQueue> edited =
                queues.editOrMake(name, Precondition.of(request), "replace", queue -> queue.replace(found));
        return answers.when(
                edited,
                queue -> QueueAnswers.changed(
                        queue, "\"%s\" is now these %s.".formatted(name, QueueAnswers.files(found.size()))));
    }

    private CompletableFuture<Response> fromTemplate(Request request, String name, String template) {
        Precondition precondition = Precondition.of(request);
        CompletableFuture<Queues.Change> change = queues.change("template", (book, revision) -> {
            precondition.require(book.queue(name));
            NamedQueue source = book.requireTemplate(template);
            return book.withQueue(book.queueOrEmpty(name).like(source).revised(revision));
        });
        return answers.when(
                change,
                done -> QueueAnswers.changed(
                        done.after().queue(name).orElseThrow(),
                        "\"%s\" is now as the template \"%s\".".formatted(name, template)));
    }

    private CompletableFuture<Response> clear(Request request) {
        String name = name(request);
        return answers.when(
                queues.edit(name, Precondition.of(request), "clear", NamedQueue::clear),
                queue -> QueueAnswers.changed(queue, "\"%s\" is empty now.".formatted(name)));
    }

    private CompletableFuture<Response> remove(Request request) {
        String name = name(request);
        int index = index(request.variable("index"));
        return answers.when(
                queues.edit(name, Precondition.of(request), "remove", queue -> queue.remove(index)),
                queue -> QueueAnswers.changed(queue, "The file at %d was taken out of \"%s\".".formatted(index, name)));
    }

    private CompletableFuture<Response> move(Request request) {
        String name = name(request);
        QueueJson.Move asked = Json.body(QueueJson.Move.class, request, MOVE);
        int from = required(asked.oldIndex(), "old_index");
        int to = required(asked.newIndex(), "new_index");
        return answers.when(
                queues.edit(name, Precondition.of(request), "move", queue -> queue.move(from, to)),
                queue -> QueueAnswers.changed(
                        queue, "The file at %d of \"%s\" is at %d now.".formatted(from, name, to)));
    }

    private CompletableFuture<Response> mode(Request request) {
        String name = name(request);
        QueueJson.Mode asked = Json.body(QueueJson.Mode.class, request, MODE);
        return answers.when(
                queues.edit(name, Precondition.of(request), "mode", queue -> queue.mode(asked.loop(), asked.shuffle())),
                queue -> QueueAnswers.changed(
                        queue,
                        "\"%s\" is played %s, %s."
                                .formatted(
                                        name,
                                        queue.loop() ? "over and over" : "once",
                                        queue.shuffle() ? "in random order" : "in this order")));
    }

    private CompletableFuture<Response> delete(Request request) {
        String name = name(request);
        Precondition precondition = Precondition.of(request);
        CompletableFuture<Queues.Change> change = queues.change("delete", (book, revision) -> {
            precondition.require(book.queue(name));
            book.requireQueue(name);
            return book.withoutQueue(name);
        });
        return answers.when(change, done -> QueueAnswers.done("\"%s\" is deleted.".formatted(name)));
    }

    private static String name(Request request) {
        return QueueLimits.requireName(request.variable("name"));
    }

    private static int index(String text) {
        if (!text.matches("-?\\d{1,18}")) {
            throw new HttpError(422, "An index is a whole number from 0, not \"%s\".".formatted(text));
        }
        long index = Long.parseLong(text); // what is too large for an int is beyond every queue's end, too
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, index));
    }

    private static int required(@Nullable Integer value, String name) {
        if (value == null) {
            throw new HttpError(422, "Say %s, like %s.".formatted(name, MOVE));
        }
        return value;
    }
}
