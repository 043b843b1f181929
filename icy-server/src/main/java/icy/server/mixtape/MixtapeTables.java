package icy.server.mixtape;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Mixtapes in the database.
 *
 * <p>Thread: the store's, or a worker that reads.
 */
final class MixtapeTables {
    private static final String COLUMNS =
            "select slug, revision, title, notes, public, cover, uploaded, link_secret from mixtape ";

    private MixtapeTables() {}

    /** All of them in the order of their making, without their tracks. */
    static List<MixtapeSummary> summaries(Handle handle) {
        return handle.createQuery("""
                        select slug, title, public, revision,
                            (select count(*) from mixtape_track where mixtape_track.slug = mixtape.slug)
                        from mixtape order by place
                        """)
                .map((row, context) -> new MixtapeSummary(
                        row.getString(1), row.getString(2), row.getBoolean(3), row.getLong(4), row.getInt(5)))
                .list();
    }

    static Optional<Mixtape> find(Handle handle, String slug) {
        return handle.select(COLUMNS + "where slug = ?", slug)
                .map((row, context) -> mixtape(row, tracks(handle, slug)))
                .findOne();
    }

    static int count(Handle handle) {
        return handle.select("select count(*) from mixtape")
                .mapTo(Integer.class)
                .one();
    }

    static long newestRevision(Handle handle) {
        return handle.select("select coalesce(max(revision), 0) from mixtape")
                .mapTo(Long.class)
                .one();
    }

    static void save(Handle handle, Mixtape mixtape) {
        handle.execute(
                """
                insert into mixtape (slug, revision, title, notes, public, cover, uploaded, link_secret, place)
                values (?, ?, ?, ?, ?, ?, ?, ?, (select coalesce(max(place), 0) + 1 from mixtape))
                on conflict (slug) do update set
                    revision = excluded.revision, title = excluded.title, notes = excluded.notes,
                    public = excluded.public, cover = excluded.cover, uploaded = excluded.uploaded,
                    link_secret = excluded.link_secret
                """,
                mixtape.slug(),
                mixtape.revision(),
                mixtape.title(),
                mixtape.notes(),
                mixtape.isPublic(),
                mixtape.cover(),
                mixtape.uploaded(),
                mixtape.linkSecret());
        handle.execute("delete from mixtape_track where slug = ?", mixtape.slug());
        PreparedBatch insert = handle.prepareBatch("insert into mixtape_track (slug, place, file) values (?, ?, ?)");
        for (int place = 0; place < mixtape.tracks().size(); place++) {
            insert.add(mixtape.slug(), place, mixtape.tracks().get(place));
        }
        insert.execute();
    }

    static void delete(Handle handle, String slug) {
        handle.execute("delete from mixtape where slug = ?", slug);
    }

    static void savePicture(Handle handle, String slug, byte[] picture) {
        handle.execute("insert or replace into mixtape_cover (slug, picture) values (?, ?)", slug, picture);
    }

    static void deletePicture(Handle handle, String slug) {
        handle.execute("delete from mixtape_cover where slug = ?", slug);
    }

    static Optional<byte[]> picture(Handle handle, String slug) {
        return handle.select("select picture from mixtape_cover where slug = ?", slug)
                .map((row, context) -> row.getBytes(1))
                .findOne();
    }

    private static List<String> tracks(Handle handle, String slug) {
        return handle.select("select file from mixtape_track where slug = ? order by place", slug)
                .mapTo(String.class)
                .list();
    }

    private static Mixtape mixtape(ResultSet row, List<String> tracks) throws SQLException {
        return new Mixtape(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                row.getString(6),
                row.getLong(7),
                row.getString(8),
                tracks);
    }
}
