package icy.server.source;

import icy.core.icy.StreamTitle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a mount's playout plays, in order. The {@link Deck} asks ahead of time and may ask again, so the answers follow
 * from the programme's state alone; only {@link #on} says what was really heard.
 *
 * <p>Thread: the mount's home loop.
 */
public interface Programme {

    /**
     * One place in a programme.
     *
     * @param id unique in its programme: the same file may come several times
     * @param file what is played
     * @param startUnits where in the track to begin, in 1/28,224,000 s; 0 is its first frame
     */
    record Item(long id, Path file, long startUnits) {
        /** The same place, begun at another moment. */
        public Item at(long units) {
            return new Item(id, file, units);
        }
    }

    /** What was heard, or was not. */
    enum Happening {
        /** Its first frame is on the air. */
        BEGAN,
        /** It was heard to its end. */
        ENDED,
        /** Another one took its place before its end. */
        SKIPPED,
        /** Nothing of it could be played; it was passed over. */
        UNPLAYABLE,
        /** It goes on at another moment. */
        SOUGHT,
        /** It stands still, and listeners hear silence. */
        PAUSED,
        /** It goes on where it stood. */
        RESUMED,
        /** It was ended, and listeners hear silence. */
        STOPPED
    }

    /**
     * Something that happened, at a place in the stream.
     *
     * @param item of what
     * @param title as listeners are shown it; for UNPLAYABLE the reason
     * @param positionUnits how far into the track
     * @param streamPosition the byte of the stream at which it can be heard
     * @param streamUnits the stream time of that byte
     */
    record Event(
            Happening what, Item item, StreamTitle title, long positionUnits, long streamPosition, long streamUnits) {}

    /** {@code deck} plays this from now on, and no other deck does. */
    void playedBy(Deck deck);

    /** The files that the mount's config names, looked for anew: told first when they are known, then when they change. */
    void found(List<Path> tracks);

    /** What comes after {@code item}, or first if that is null; nothing if nothing does. Only its id says where. */
    Optional<Item> after(@Nullable Item item);

    /** How many different items {@link #after} can give before it repeats itself: so many may fail in a row. */
    int size();

    /** Whether the mount ends when nothing comes any more. */
    boolean endsAfterLast();

    /** That has happened. It must not call the deck before it returns. */
    void on(Event event);
}
