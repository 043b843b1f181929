package icy.server.queue;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What requests and answers about queues hold.
 *
 * <p>Thread: any.
 *
 * @param missing files of it that are not there now, each once; where it is left out, nobody has looked
 */
@Json(naming = Json.Naming.LowerUnderscore)
record QueueJson(
        String name,
        List<String> files,
        boolean loop,
        boolean shuffle,
        int fileCount,
        @Nullable List<String> missing) {

    static QueueJson of(NamedQueue queue) {
        return of(queue, null);
    }

    static QueueJson of(NamedQueue queue, @Nullable List<String> missing) {
        List<String> files = queue.files();
        return new QueueJson(queue.name(), files, queue.loop(), queue.shuffle(), files.size(), missing);
    }

    /** The names of all queues, or of all templates. */
    @Json
    record Names(List<String> queues, int count) {}

    @Json
    record TemplateNames(List<String> templates, int count) {}

    /** After a change. */
    @Json
    record Changed(boolean success, String message, QueueJson queue) {}

    /** After a change that leaves nothing to be shown. */
    @Json
    record Done(boolean success, String message) {}

    /** A request. With a template instead of files, a copy of that is meant; {@code at} is where they are put. */
    @Json
    record Files(
            @Nullable List<@Nullable String> files,
            @Nullable String template,
            @Nullable Integer at) {}

    @Json(naming = Json.Naming.LowerUnderscore)
    record Move(@Nullable Integer oldIndex, @Nullable Integer newIndex) {}

    /** What is left out stays as it is. */
    @Json
    record Mode(@Nullable Boolean loop, @Nullable Boolean shuffle) {}

    /** A request to make a template, of a queue or of these files. */
    @Json
    record Template(@Nullable String queue, @Nullable List<@Nullable String> files) {}

    @Json
    record TemplateChanged(boolean success, String message, QueueJson template) {}
}
