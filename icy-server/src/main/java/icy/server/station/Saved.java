package icy.server.station;

import icy.core.tracks.PlayOrder;
import icy.core.tracks.PlayOrder.Entry;
import icy.server.source.Deck;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A station as it is kept.
 *
 * <p>Thread: any.
 *
 * @param playlist its own; empty if it has none
 */
record Saved(Row row, List<Entry> playlist, List<Entry> queue) {

    /** How a station stands that was never told anything. */
    static Saved nothing(String mount) {
        Row row = new Row(mount, Deck.State.PLAYING, 1, null, null, false, null, 0, null, -1, "{}");
        return new Saved(row, List.of(), List.of());
    }

    /**
     * All but the tracks.
     *
     * @param shuffle null: as the config says
     * @param loop null: as the config says
     * @param current what plays; null if nothing does
     * @param place where the list stands: not where the current one does that came from the queue
     */
    record Row(
            String mount,
            Deck.State state,
            double volume,
            @Nullable Boolean shuffle,
            PlayOrder.@Nullable Loop loop,
            boolean ownPlaylist,
            @Nullable Entry current,
            long positionMillis,
            @Nullable Path place,
            int placeIndex,
            String extras) {}
}
