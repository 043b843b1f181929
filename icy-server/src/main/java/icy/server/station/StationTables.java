package icy.server.station;

import icy.core.ring.StreamTime;
import icy.core.tracks.PlayOrder;
import icy.core.tracks.PlayOrder.Entry;
import icy.server.source.Deck;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Stations in the database.
 *
 * <p>Thread: the store's, or whoever reads.
 */
final class StationTables {
    static final String PLAYLIST = "playlist";
    static final String QUEUE = "queue";

    private static final String SAVE = """
            insert into station values
                (:mount, :state, :volume, :shuffle, :loop, :own, :entry, :path, :position, :place, :index, :extras)
            on conflict (mount) do update set
                state = :state, volume = :volume, shuffle = :shuffle, loop = :loop, own_playlist = :own,
                current_entry = :entry, current_path = :path, position_ms = :position,
                place_path = :place, place_index = :index, extras = :extras
            """;
    private static final String REMEMBER = """
            insert into station_history
                (mount, at_ms, event, path, title, position_ms, stream_position, stream_ms, reason)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String FORGET = """
            delete from station_history where mount = :mount and id <=
                (select id from station_history where mount = :mount order by id desc limit 1 offset :kept)
            """;

    private StationTables() {}

    /** All that are kept, by mount. */
    static Map<String, Saved> all(Handle handle) {
        Map<String, List<Entry>> playlists = tracks(handle, PLAYLIST);
        Map<String, List<Entry>> queues = tracks(handle, QUEUE);
        Map<String, Saved> all = new HashMap<>();
        handle.createQuery("select * from station")
                .map((row, context) -> row(row))
                .forEach(row -> {
                    List<Entry> playlist = playlists.getOrDefault(row.mount(), List.of());
                    all.put(row.mount(), new Saved(row, playlist, queues.getOrDefault(row.mount(), List.of())));
                });
        return all;
    }

    /** The one of that mount. */
    static Saved one(Handle handle, String mount) {
        return all(handle).getOrDefault(mount, Saved.nothing(mount)); // that is rare, and they are few
    }

    private static Map<String, List<Entry>> tracks(Handle handle, String list) {
        Map<String, List<Entry>> tracks = new HashMap<>();
        handle.createQuery("select mount, entry, path from station_track where list = ? order by mount, place")
                .bind(0, list)
                .map((row, context) -> {
                    tracks.computeIfAbsent(row.getString(1), mount -> new ArrayList<>())
                            .add(new Entry(row.getLong(2), Path.of(row.getString(3))));
                    return 0;
                })
                .list();
        return tracks;
    }

    private static Saved.Row row(ResultSet row) throws SQLException {
        String shuffle = row.getString("shuffle");
        String loop = row.getString("loop");
        String current = row.getString("current_path");
        String place = row.getString("place_path");
        return new Saved.Row(
                row.getString("mount"),
                Deck.State.valueOf(row.getString("state")),
                row.getDouble("volume"),
                shuffle == null ? null : shuffle.equals("1"),
                loop == null ? null : PlayOrder.Loop.valueOf(loop),
                row.getBoolean("own_playlist"),
                current == null ? null : new Entry(row.getLong("current_entry"), Path.of(current)),
                row.getLong("position_ms"),
                place == null ? null : Path.of(place),
                row.getInt("place_index"),
                row.getString("extras"));
    }

    /** All of a station but its history. */
    static void replace(Handle handle, Saved saved) {
        String mount = saved.row().mount();
        save(handle, saved.row());
        replaceTracks(handle, mount, PLAYLIST, saved.playlist());
        replaceTracks(handle, mount, QUEUE, saved.queue());
    }

    static void save(Handle handle, Saved.Row row) {
        Entry current = row.current();
        handle.createUpdate(SAVE)
                .bind("mount", row.mount())
                .bind("state", row.state().name())
                .bind("volume", row.volume())
                .bind("shuffle", row.shuffle())
                .bind("loop", row.loop() == null ? null : row.loop().name())
                .bind("own", row.ownPlaylist())
                .bind("entry", current == null ? null : current.id())
                .bind("path", current == null ? null : current.track().toString())
                .bind("position", row.positionMillis())
                .bind("place", text(row.place()))
                .bind("index", row.placeIndex())
                .bind("extras", row.extras())
                .execute();
    }

    private static @Nullable String text(@Nullable Path path) {
        return path == null ? null : path.toString();
    }

    /** Where stations are in what they play, for those that still play it. */
    static int savePositions(Handle handle, List<Moment> moments) {
        PreparedBatch batch = handle.prepareBatch(
                "update station set position_ms = ? where mount = ? and current_entry = ? and current_path = ?");
        moments.forEach(moment -> batch.add(
                moment.positionMillis(),
                moment.mount(),
                moment.entry().id(),
                moment.entry().track().toString()));
        return batch.execute().length;
    }

    /** How far a station has come. */
    record Moment(String mount, Entry entry, long positionMillis) {}

    static void replaceTracks(Handle handle, String mount, String list, List<Entry> entries) {
        handle.execute("delete from station_track where mount = ? and list = ?", mount, list);
        if (entries.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("insert into station_track values (?, ?, ?, ?, ?)");
        for (int i = 0; i < entries.size(); i++) {
            batch.add(
                    mount, list, entries.get(i).id(), i, entries.get(i).track().toString());
        }
        batch.execute();
    }

    static void append(Handle handle, String mount, String list, Entry entry) {
        handle.execute(
                "insert into station_track values (?, ?, ?, coalesce("
                        + "(select max(place) from station_track where mount = ? and list = ?), -1) + 1, ?)",
                mount,
                list,
                entry.id(),
                mount,
                list,
                entry.track().toString());
    }

    /** Puts an entry in the place of {@code before}, which comes after it then. */
    static void insert(Handle handle, String mount, String list, Entry entry, Entry before) {
        long place = handle.createQuery("select place from station_track where mount = ? and list = ? and entry = ?")
                .bind(0, mount)
                .bind(1, list)
                .bind(2, before.id())
                .mapTo(Long.class)
                .one();
        handle.execute(
                "update station_track set place = place + 1 where mount = ? and list = ? and place >= ?",
                mount,
                list,
                place);
        handle.execute(
                "insert into station_track values (?, ?, ?, ?, ?)",
                mount,
                list,
                entry.id(),
                place,
                entry.track().toString());
    }

    static void remove(Handle handle, String mount, String list, Entry entry) {
        handle.execute("delete from station_track where mount = ? and list = ? and entry = ?", mount, list, entry.id());
    }

    /** @param kept so many entries a station has at most */
    static void remember(Handle handle, String mount, StationEvent event, int kept) {
        handle.execute(
                REMEMBER,
                mount,
                event.at().toEpochMilli(),
                event.kind().name(),
                String.valueOf(event.track()),
                event.title(),
                StreamTime.toMillis(event.positionUnits()),
                event.streamPosition(),
                StreamTime.toMillis(event.streamUnits()),
                event.details().getOrDefault("reason", ""));
        handle.createUpdate(FORGET).bind("mount", mount).bind("kept", kept).execute();
    }

    /** What was heard, the newest last. */
    static List<HistoryEntry> history(Handle handle, String mount, int limit) {
        List<HistoryEntry> newestFirst = new ArrayList<>(
                handle.createQuery("select * from station_history where mount = ? order by id desc limit ?")
                        .bind(0, mount)
                        .bind(1, limit)
                        .map((row, context) -> heard(row))
                        .list());
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    private static HistoryEntry heard(ResultSet row) throws SQLException {
        return new HistoryEntry(
                Instant.ofEpochMilli(row.getLong("at_ms")),
                StationEvent.Kind.valueOf(row.getString("event")),
                Path.of(row.getString("path")),
                row.getString("title"),
                row.getLong("position_ms"),
                row.getLong("stream_position"),
                row.getLong("stream_ms"),
                row.getString("reason"));
    }
}
