package icy.server.library;

import icy.core.mpeg.TrackTags;
import icy.server.library.FoundFile.Stamp;
import icy.server.media.TrackId;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What the scan writes into the database, and what it asks of it.
 *
 * <p>Thread: the library's.
 */
final class TrackTable {
    /** Of a file that could not be read: no file has this size, so it is looked at again with the next scan. */
    private static final long UNKNOWN_SIZE = -1;

    private static final String SAVE = """
            insert into track (id, path, folder, file, title, artist, album, genre, year, track_number,
                duration_ms, duration_exact, codec, sample_rate, channels, bitrate_kbps, variable_bitrate,
                embedded_cover, folder_cover, damage_bytes, damage_places, state, reason,
                size_bytes, modified_ms, added_ms, read_through, missing_since_ms)
            values (:id, :path, :folder, :file, :title, :artist, :album, :genre, :year, :track_number,
                :duration_ms, :read_through, :codec, :sample_rate, :channels, :bitrate_kbps, :variable_bitrate,
                :embedded_cover, :folder_cover, :damage_bytes, :damage_places, :state, :reason,
                :size_bytes, :modified_ms, :now, :read_through, null)
            on conflict (path) do update set
                folder = excluded.folder, file = excluded.file, title = excluded.title, artist = excluded.artist,
                album = excluded.album, genre = excluded.genre, year = excluded.year,
                track_number = excluded.track_number, duration_ms = excluded.duration_ms,
                duration_exact = excluded.duration_exact, codec = excluded.codec,
                sample_rate = excluded.sample_rate, channels = excluded.channels,
                bitrate_kbps = excluded.bitrate_kbps, variable_bitrate = excluded.variable_bitrate,
                embedded_cover = excluded.embedded_cover, folder_cover = excluded.folder_cover,
                damage_bytes = excluded.damage_bytes, damage_places = excluded.damage_places,
                state = excluded.state, reason = excluded.reason, size_bytes = excluded.size_bytes,
                modified_ms = excluded.modified_ms, read_through = excluded.read_through, missing_since_ms = null
            """;
    private static final String SAVE_KEYS = """
            insert or replace into track_key (row, path, title, artist, album, duration)
            values ((select row from track where path = :path), :path_key, :title_key, :artist_key, :album_key,
                :duration_ms)
            """;

    private final Handle handle;

    TrackTable(Handle handle) {
        this.handle = handle;
    }

    /** What is known of the files of these names. */
    Map<String, Stamp> stamps(Collection<String> paths) {
        Map<String, Stamp> stamps = new HashMap<>();
        handle.createQuery("""
                        select path, row, file, size_bytes, modified_ms, folder_cover, missing_since_ms is not null
                        from track where path in (select value from json_each(:paths))
                        """)
                .bind("paths", TrackSearch.jsonArray(paths))
                .map((result, context) -> Map.entry(
                        result.getString(1),
                        new Stamp(
                                result.getLong(2),
                                result.getString(3),
                                result.getLong(4),
                                result.getLong(5),
                                result.getString(6),
                                result.getBoolean(7))))
                .forEach(stamp -> stamps.put(stamp.getKey(), stamp.getValue()));
        return stamps;
    }

    /** Keeps what was read, in one transaction. */
    void save(List<FileFacts> files, long nowMillis) {
        handle.useTransaction(transaction -> {
            PreparedBatch rows = transaction.prepareBatch(SAVE);
            PreparedBatch keys = transaction.prepareBatch(SAVE_KEYS);
            for (FileFacts file : files) {
                bindRow(rows, file, nowMillis).add();
                bindKeys(keys, file).add();
            }
            rows.execute();
            keys.execute();
        });
    }

    private static PreparedBatch bindRow(PreparedBatch rows, FileFacts file, long nowMillis) {
        FoundFile found = file.found();
        TrackTags tags = file.tags();
        Track.Format format = file.format() == null ? new Track.Format("", 0, 0, 0, false) : file.format();
        return rows.bind("id", TrackId.of(found.path()).digits())
                .bind("path", found.path())
                .bind("folder", found.folder().toString())
                .bind("file", found.file().toString())
                .bind("title", title(file))
                .bind("artist", tags.artist())
                .bind("album", tags.album())
                .bind("genre", tags.genre())
                .bind("year", tags.year())
                .bind("track_number", tags.trackNumber())
                .bind("duration_ms", file.durationMillis())
                .bind("codec", format.codec())
                .bind("sample_rate", format.sampleRate())
                .bind("channels", format.channels())
                .bind("bitrate_kbps", format.bitrateKbps())
                .bind("variable_bitrate", format.variableBitrate())
                .bind("embedded_cover", tags.hasCover())
                .bind("folder_cover", found.folderCover())
                .bind("damage_bytes", file.damage().bytes())
                .bind("damage_places", file.damage().places())
                .bind("state", file.state().word())
                .bind("reason", file.reason())
                .bind("size_bytes", file.unreadable() ? UNKNOWN_SIZE : found.sizeBytes())
                .bind("modified_ms", found.modifiedMillis())
                .bind("read_through", file.readThrough())
                .bind("now", nowMillis);
    }

    private static PreparedBatch bindKeys(PreparedBatch keys, FileFacts file) {
        TrackTags tags = file.tags();
        return keys.bind("path", file.found().path())
                .bind("path_key", SortKey.ofPath(file.found().path()))
                .bind("title_key", SortKey.of(title(file)))
                .bind("artist_key", SortKey.of(tags.artist()))
                .bind("album_key", SortKey.ofAlbum(tags.album(), tags.trackNumber()))
                .bind("duration_ms", file.durationMillis());
    }

    private static String title(FileFacts file) {
        String title = file.tags().title();
        return title.isEmpty() ? FileReader.nameWithoutEnding(file.found().path()) : title;
    }

    /** So many files, after this row, of which only the beginning was read; by their rows. */
    Map<Long, FoundFile> notReadThrough(long afterRow, int most) {
        return handle.createQuery("""
                        select row, path, folder, file, size_bytes, modified_ms, folder_cover from track
                        where read_through = 0 and missing_since_ms is null and row > :after order by row limit :most
                        """)
                .bind("after", afterRow)
                .bind("most", most)
                .map((result, context) -> Map.entry(result.getLong(1), found(result)))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one, java.util.TreeMap::new));
    }

    private static FoundFile found(ResultSet result) throws SQLException {
        return new FoundFile(
                result.getString(2),
                Path.of(result.getString(3)),
                Path.of(result.getString(4)),
                result.getLong(5),
                result.getLong(6),
                result.getString(7));
    }

    /** Files come after this row that are new. */
    long highestRow() {
        return handle.createQuery("select coalesce(max(row), 0) from track")
                .mapTo(Long.class)
                .one();
    }

    /** These are there again, as they were. */
    void found(List<Long> rows) {
        handle.createUpdate(
                        "update track set missing_since_ms = null where row in (select value from json_each(:rows))")
                .bind("rows", rows.toString())
                .execute();
    }

    /** All files that a scan of all folders has not seen, up to the last row that was there when it began. */
    int notSeen(BitSet seen, long highestRow, long nowMillis) {
        List<Long> gone = handle.createQuery("select row from track where missing_since_ms is null and row <= :highest")
                .bind("highest", highestRow)
                .mapTo(Long.class)
                .filter(row -> !seen.get(Math.toIntExact(row)))
                .list();
        handle.createUpdate("""
                        update track set missing_since_ms = :now where row in (select value from json_each(:rows))
                        """)
                .bind("now", nowMillis)
                .bind("rows", gone.toString())
                .execute();
        return gone.size();
    }

    /** The file of that name is not in that media folder, nor any below a folder of that name. */
    int gone(Path folder, String path, long nowMillis) {
        return handle.createUpdate("""
                        update track set missing_since_ms = :now
                        where missing_since_ms is null and folder = :folder
                            and (path = :path or path > :path || '/' and path < :path || '0')
                        """)
                .bind("folder", folder.toString())
                .bind("now", nowMillis)
                .bind("path", path)
                .execute();
    }

    /** Forgets files that are in none of these folders, and those that have been missing since before a moment. */
    int forget(Collection<Path> folders, long missingSinceMillis) {
        return handle.createUpdate("""
                        delete from track where folder not in (select value from json_each(:folders))
                            or missing_since_ms < :since
                        """)
                .bind(
                        "folders",
                        TrackSearch.jsonArray(
                                folders.stream().map(Path::toString).toList()))
                .bind("since", missingSinceMillis)
                .execute();
    }

    /** How long ago a file may have gone and still be listed. */
    static final Duration KEPT_MISSING = Duration.ofDays(30);
}
