/**
 * Named queues: lists of files that programs and people make over {@code /api/streams}, kept by the store, and given to
 * clients as the listen file {@code stream.mp3}. It must not know mounts: a queue is fetched by its clients, each from its
 * first track, and is on no air.
 *
 * <p>Read {@link icy.server.queue.NamedQueue} first, then {@link icy.server.queue.Queues}, which all changes go through,
 * and {@link icy.server.queue.QueueSurface} for all that is built upon them.
 */
@NullMarked
package icy.server.queue;

import org.jspecify.annotations.NullMarked;
