/**
 * Named queues: lists of files that programs and people make over {@code /api/streams}, kept by the store, and the listen
 * file {@code stream.mp3} that plays one as a single MP3. It must not know mounts: a queue is fetched by its clients, each
 * from its first track, and is on no air.
 *
 * <p>Read {@link icy.server.queue.NamedQueue} first, then {@link icy.server.queue.Queues}, which all changes go through,
 * and {@link icy.server.queue.ListenFile} for the way of the files to a client.
 */
@NullMarked
package icy.server.queue;

import org.jspecify.annotations.NullMarked;
