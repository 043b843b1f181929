package icy.server.queue;

import icy.server.http.HttpError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All there is at one moment; each change makes another, in which nearly everything is the same.
 *
 * <p>Thread: any.
 *
 * @param revision of the newest change
 * @param queues by name, the oldest first
 * @param templates by name, the oldest first
 */
record QueueBook(
        long revision,
        Map<String, NamedQueue> queues,
        Map<String, NamedQueue> templates,
        List<Activation> activations,
        List<Hook> hooks) {

    static final QueueBook EMPTY = new QueueBook(0, Map.of(), Map.of(), List.of(), List.of());

    QueueBook {
        queues = Collections.unmodifiableMap(queues);
        templates = Collections.unmodifiableMap(templates);
        activations = List.copyOf(activations);
        hooks = List.copyOf(hooks);
    }

    /** In all queues and templates. */
    int files() {
        return count(queues.values()) + count(templates.values());
    }

    Optional<NamedQueue> queue(String name) {
        return Optional.ofNullable(queues.get(name));
    }

    Optional<NamedQueue> template(String name) {
        return Optional.ofNullable(templates.get(name));
    }

    /** @throws HttpError 404 if there is none of that name */
    NamedQueue requireQueue(String name) {
        return queue(name)
                .orElseThrow(
                        () -> new HttpError(404, "There is no queue \"%s\": see /api/streams/queues.".formatted(name)));
    }

    /** @throws HttpError 404 if there is none of that name */
    NamedQueue requireTemplate(String name) {
        return template(name)
                .orElseThrow(() ->
                        new HttpError(404, "There is no template \"%s\": see /api/streams/templates.".formatted(name)));
    }

    /** The queue of that name, or the one that it would be if it were made now. */
    NamedQueue queueOrEmpty(String name) {
        return queue(name).orElseGet(() -> NamedQueue.empty(name));
    }

    /** As {@link #queueOrEmpty}. */
    NamedQueue templateOrEmpty(String name) {
        return template(name).orElseGet(() -> NamedQueue.empty(name));
    }

    QueueBook withQueue(NamedQueue queue) {
        return new QueueBook(revision, with(queues, queue), templates, activations, hooks);
    }

    /** With what hangs on it: hooks and activations. */
    QueueBook withoutQueue(String name) {
        return new QueueBook(
                revision,
                without(queues, name),
                templates,
                activations.stream().filter(each -> !each.queue().equals(name)).toList(),
                hooks.stream().filter(each -> !each.queue().equals(name)).toList());
    }

    QueueBook withTemplate(NamedQueue template) {
        return new QueueBook(revision, queues, with(templates, template), activations, hooks);
    }

    QueueBook withoutTemplate(String name) {
        return new QueueBook(revision, queues, without(templates, name), activations, hooks);
    }

    QueueBook withActivation(Activation activation) {
        return new QueueBook(revision, queues, templates, plus(activations, activation), hooks);
    }

    QueueBook withoutActivation(long id) {
        return new QueueBook(
                revision,
                queues,
                templates,
                activations.stream().filter(each -> each.id() != id).toList(),
                hooks);
    }

    QueueBook withHook(Hook hook) {
        return new QueueBook(revision, queues, templates, activations, plus(hooks, hook));
    }

    QueueBook withoutHook(long id) {
        return new QueueBook(
                revision,
                queues,
                templates,
                activations,
                hooks.stream().filter(each -> each.id() != id).toList());
    }

    QueueBook revised(long next) {
        return new QueueBook(next, queues, templates, activations, hooks);
    }

    private static int count(Collection<NamedQueue> queues) {
        int files = 0;
        for (NamedQueue queue : queues) {
            files += queue.entries().size();
        }
        return files;
    }

    private static Map<String, NamedQueue> with(Map<String, NamedQueue> map, NamedQueue queue) {
        Map<String, NamedQueue> copy = new LinkedHashMap<>(map);
        copy.put(queue.name(), queue);
        return copy;
    }

    private static Map<String, NamedQueue> without(Map<String, NamedQueue> map, String name) {
        Map<String, NamedQueue> copy = new LinkedHashMap<>(map);
        copy.remove(name);
        return copy;
    }

    private static <T> List<T> plus(List<T> list, T one) {
        return Stream.concat(list.stream(), Stream.of(one)).toList();
    }

    /** What has become different since {@code before}: names of queues, those that are gone included. */
    List<String> changedSince(QueueBook before) {
        List<String> names = new ArrayList<>();
        queues.forEach((name, queue) -> {
            if (before.queues.get(name) != queue) {
                names.add(name);
            }
        });
        if (names.isEmpty() || before.queues.size() != queues.size()) {
            before.queues.keySet().stream()
                    .filter(name -> !queues.containsKey(name))
                    .forEach(names::add);
        }
        return names;
    }
}
