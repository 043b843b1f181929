package icy.server.library;

import icy.server.library.TrackQuery.Sort;
import icy.server.media.TrackId;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * What others ask of the database.
 *
 * <p>What a page costs depends on how many tracks match only where they are searched and sorted at once by something
 * else than the order in which they were added; then, too, nothing but their keys is read of those that are not shown.
 *
 * <p>Thread: a worker.
 */
final class TrackSearch {
    /** Matches are counted up to here: beyond it, the number only says "too many to look through". */
    static final int MOST_COUNTED = 10_000;

    /** Of 50,000 tracks, this is where both ways cost the same. */
    private static final int MANY = 2_000;

    private static final String MISSING = "not there";

    private final Handle handle;
    private final int many;

    TrackSearch(Handle handle) {
        this(handle, MANY);
    }

    /** @param many from so many matches on they are looked for in order, instead of being put in order */
    TrackSearch(Handle handle, int many) {
        this.handle = handle;
        this.many = many;
    }

    /**
     * Some of the tracks that were asked for.
     *
     * @param next where the next page begins; null: this is the last
     */
    record Page(List<Track> tracks, @Nullable Cursor next) {}

    /** One page of what is asked for. */
    Page page(TrackQuery query) {
        String match = SearchTerms.expression(query.words());
        if (match.isEmpty() && !query.words().isBlank()) {
            return new Page(List.of(), null); // nothing in it can be found
        }
        List<Keyed> found = bind(handle.createQuery(sql(query, from(query, match))), query, match)
                .map((result, context) -> new Keyed(track(result), keyOf(result, query.sort()), result.getLong("row")))
                .list();
        boolean isLast = found.size() <= query.limit();
        List<Keyed> shown = isLast ? found : found.subList(0, query.limit());
        Keyed end = isLast ? null : shown.get(shown.size() - 1);
        return new Page(
                shown.stream().map(Keyed::track).toList(),
                end == null ? null : new Cursor(query.sort(), end.key(), end.row()));
    }

    private record Keyed(Track track, String key, long row) {}

    private static String keyOf(ResultSet result, Sort sort) throws SQLException {
        return sort == Sort.ADDED ? "0" : result.getString("sorted_by");
    }

    private static Query bind(Query sql, TrackQuery query, String match) {
        sql.bind("most", query.limit() + 1);
        if (!match.isEmpty()) {
            sql.bind("match", match);
        }
        Cursor after = query.after();
        if (after != null) {
            sql.bind("row", after.row());
            if (query.sort().isNumber()) {
                sql.bind("key", Long.parseLong(after.key()));
            } else {
                sql.bind("key", after.key());
            }
        }
        return sql;
    }

    /** Where the rows come from, in which way. */
    private enum From {
        /** All, in the order of an index. */
        KEYS("track_key", "track_key.row", ""),
        /** What matches, in the order of rows. */
        WORDS("track_words", "track_words.rowid", "track_words match :match"),
        /** What matches, its keys looked up and sorted. */
        WORDS_THEN_KEYS(
                "track_words cross join track_key on track_key.row = track_words.rowid",
                "track_words.rowid",
                "track_words match :match"),
        /** All in the order of an index, until enough have been met that match. */
        KEYS_WITH_WORDS(
                "track_key indexed by %s",
                "track_key.row", "track_key.row in (select rowid from track_words where track_words match :match)");

        private final String tables;
        private final String row;
        private final String condition;

        From(String tables, String row, String condition) {
            this.tables = tables;
            this.row = row;
            this.condition = condition;
        }

        String tables(Sort sort) {
            return tables.formatted("track_key_" + sort.column());
        }
    }

    private From from(TrackQuery query, String match) {
        if (match.isEmpty()) {
            return From.KEYS;
        }
        if (query.sort() == Sort.ADDED) {
            return From.WORDS;
        }
        return count(query.words()) < many ? From.WORDS_THEN_KEYS : From.KEYS_WITH_WORDS;
    }

    /** The inner query finds the rows and their order from keys and words alone; the outer one reads what is shown. */
    private static String sql(TrackQuery query, From from) {
        boolean byRow = query.sort() == Sort.ADDED;
        String direction = query.descending() ? "desc" : "asc";
        String row = from.row;
        String key = byRow ? row : "track_key." + query.sort().column();
        List<String> conditions = new ArrayList<>();
        if (!from.condition.isEmpty()) {
            conditions.add(from.condition);
        }
        if (query.wrongOnly()) {
            conditions.add(row + " in (select row from track where state <> 'ok' or missing_since_ms is not null)");
        }
        if (query.after() != null) {
            String beyond = query.descending() ? "<" : ">";
            conditions.add(
                    byRow
                            ? "%s %s :row".formatted(row, beyond)
                            : "(%s, %s) %s (:key, :row)".formatted(key, row, beyond));
        }
        String order = byRow ? row + " " + direction : "%s %s, %s %s".formatted(key, direction, row, direction);
        return """
                select track.*, found.sorted_by from (
                    select %s as found_row, %s as sorted_by from %s %s order by %s limit :most
                ) found join track on track.row = found.found_row order by found.sorted_by %s, found.found_row %s
                """.formatted(
                        row,
                        key,
                        from.tables(query.sort()),
                        conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions),
                        order,
                        direction,
                        direction);
    }

    /** How many tracks match these words, up to {@link #MOST_COUNTED}. */
    int count(String words) {
        String match = SearchTerms.expression(words);
        return match.isEmpty()
                ? 0
                : handle.createQuery("""
                                select count(*) from (select 1 from track_words where track_words match :match limit :most)
                                """)
                        .bind("match", match)
                        .bind("most", MOST_COUNTED)
                        .mapTo(Integer.class)
                        .one();
    }

    /** How many there are of each state, and how much of them has been read. */
    LibraryCounts counts() {
        return handle.createQuery("""
                        select state, missing_since_ms is not null as missing, count(*) as files,
                            sum(read_through) as read_through, sum(duration_ms) as duration_ms
                        from track group by 1, 2
                        """)
                .reduceRows(
                        LibraryCounts.NONE,
                        (counts, row) -> counts.with(
                                row.getColumn("missing", Boolean.class)
                                        ? TrackState.MISSING
                                        : TrackState.of(row.getColumn("state", String.class)),
                                row.getColumn("files", Long.class),
                                row.getColumn("read_through", Long.class),
                                row.getColumn("duration_ms", Long.class)));
    }

    Optional<Track> byId(TrackId id) {
        return handle.createQuery("select * from track where id = :id")
                .bind("id", id.digits())
                .map((result, context) -> track(result))
                .findOne();
    }

    /** Those of these names that are known, by their names. */
    Map<String, Track> byPath(Collection<String> paths) {
        return handle.createQuery("select * from track where path in (select value from json_each(:paths))")
                .bind("paths", jsonArray(paths))
                .map((result, context) -> track(result))
                .collect(Collectors.toMap(Track::path, track -> track));
    }

    private static Track track(ResultSet result) throws SQLException {
        String codec = result.getString("codec");
        boolean isMissing = result.getObject("missing_since_ms") != null;
        return new Track(
                new TrackId(result.getString("id")),
                result.getString("path"),
                Path.of(result.getString("file")),
                result.getString("title"),
                result.getString("artist"),
                result.getString("album"),
                result.getString("genre"),
                result.getString("year"),
                result.getString("track_number"),
                Duration.ofMillis(result.getLong("duration_ms")),
                result.getBoolean("duration_exact"),
                codec.isEmpty()
                        ? null
                        : new Track.Format(
                                codec,
                                result.getInt("sample_rate"),
                                result.getInt("channels"),
                                result.getInt("bitrate_kbps"),
                                result.getBoolean("variable_bitrate")),
                result.getBoolean("embedded_cover") ? "embedded" : result.getString("folder_cover"),
                new Track.Damage(result.getLong("damage_bytes"), result.getLong("damage_places")),
                isMissing ? TrackState.MISSING : TrackState.of(result.getString("state")),
                isMissing ? MISSING : result.getString("reason"),
                result.getLong("size_bytes"),
                Instant.ofEpochMilli(result.getLong("modified_ms")),
                Instant.ofEpochMilli(result.getLong("added_ms")));
    }

    /** As SQLite's {@code json_each} takes a list of any length. */
    static String jsonArray(Collection<String> texts) {
        StringBuilder json = new StringBuilder("[");
        for (String text : texts) {
            json.append(json.length() == 1 ? "\"" : ",\"");
            text.chars().forEach(character -> {
                if (character < ' '
                        || character == '"'
                        || character == '\\'
                        || Character.isSurrogate((char) character)) {
                    json.append("\\u%04x".formatted(character));
                } else {
                    json.append((char) character);
                }
            });
            json.append('"');
        }
        return json.append(']').toString();
    }
}
