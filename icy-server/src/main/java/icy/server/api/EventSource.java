package icy.server.api;

import java.util.List;

/**
 * Somebody who has events for those who read {@code /api/events}: it is asked several times a second what has happened since.
 *
 * <p>Thread: any.
 */
public interface EventSource {
    /** The number of the newest event; numbers grow. */
    long newest();

    /** What has happened after the event of that number, oldest first; of very much only the newest. */
    List<Event> after(long number);

    /**
     * Something that has happened.
     *
     * @param number greater than that of any event before it
     * @param type as the stream of events names it
     * @param json its data
     */
    record Event(long number, String type, byte[] json) {}
}
