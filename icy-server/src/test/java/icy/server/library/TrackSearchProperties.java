package icy.server.library;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.mpeg.TrackTags;
import icy.server.library.TrackQuery.Sort;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jdbi.v3.core.Handle;

/** Laws of searching and paging, whatever is typed and whatever changes between two pages. */
class TrackSearchProperties {
    private static final int TRACKS = 300;
    private static final List<String> WORDS =
            List.of("Lumi\u00e8re", "night", "Tram", "\u00c6gir", "42", "d'Or", "\u65e5\u672c", "na\u00efve", "MIX");

    private static LibraryFile file;
    private static Handle writing;
    private static TrackTable table;
    private static TrackSearch search;
    private static int added;

    @BeforeContainer
    static void fill() throws IOException, SQLException {
        file = LibraryFile.open(null);
        writing = file.openForWriting();
        table = new TrackTable(writing);
        search = new TrackSearch(writing);
        Random random = new Random(4);
        List<FileFacts> facts = new ArrayList<>();
        for (int i = 0; i < TRACKS; i++) {
            facts.add(track("old %03d.mp3".formatted(i), words(random), words(random), random.nextInt(5)));
        }
        table.save(facts, 0);
    }

    @AfterContainer
    static void close() throws IOException {
        writing.close();
        file.close();
    }

    @Property(tries = 200)
    void eachTrackIsOnOnePageAndInOrder(
            @ForAll Sort sort, @ForAll boolean descending, @ForAll @IntRange(min = 1, max = 90) int limit) {
        List<Track> seen = new ArrayList<>();
        Cursor after = null;
        do {
            TrackSearch.Page page = search.page(new TrackQuery("", false, sort, descending, limit, after));
            assertThat(page.tracks().size()).isLessThanOrEqualTo(limit);
            seen.addAll(page.tracks());
            after = page.next() == null
                    ? null
                    : Cursor.parse(page.next().text(), sort).orElseThrow();
            if (random(limit, seen)) { // what comes between two pages shifts none of the others
                table.save(List.of(track("new %d.mp3".formatted(added++), "Aaa", "Zzz", 2)), 0);
            }
        } while (after != null);

        List<String> old = seen.stream()
                .map(Track::path)
                .filter(path -> path.startsWith("old"))
                .toList();
        assertThat(old).hasSize(TRACKS).doesNotHaveDuplicates();
        assertThat(seen).extracting(Track::path).doesNotHaveDuplicates();
        List<String> keys = seen.stream().map(track -> key(sort, track)).toList();
        assertThat(keys).isSortedAccordingTo((one, other) -> descending ? other.compareTo(one) : one.compareTo(other));
    }

    @Property(tries = 300)
    void whateverIsTypedIsAnswered(
            @ForAll @StringLength(max = 60) String typed, @ForAll Sort sort, @ForAll boolean descending) {
        List<Track> found = search.page(new TrackQuery(typed, false, sort, descending, 1_000, null))
                .tracks();

        if (!typed.isBlank()) {
            assertThat(search.count(typed)).isEqualTo(found.size());
        }
    }

    @Property(tries = 100)
    void aBeginningOfEachWordFindsTheTrackWithOrWithoutAccents(
            @ForAll @IntRange(min = 0, max = TRACKS - 1) int which, @ForAll @IntRange(min = 1, max = 4) int letters) {
        Track track = search.byPath(List.of("old %03d.mp3".formatted(which)))
                .values()
                .iterator()
                .next();
        StringBuilder typed = new StringBuilder("old");
        for (String word : track.title().split("[ ']")) {
            String plain = SortKey.of(word);
            typed.append(' ').append(plain, 0, Math.min(letters, plain.length()));
        }

        assertThat(found(typed.toString())).contains(track.path());
        assertThat(found(typed.toString().toUpperCase(Locale.ROOT))).contains(track.path());
    }

    @Property(tries = 50)
    void aSearchIsPagedAsTheListIsWhetherFewMatchOrMany(
            @ForAll Sort sort, @ForAll boolean descending, @ForAll boolean many) {
        TrackSearch search = new TrackSearch(writing, many ? 1 : TRACKS);
        Set<String> seen = new HashSet<>();
        List<String> keys = new ArrayList<>();
        int count = 0;
        Cursor after = null;
        do {
            TrackSearch.Page page = search.page(new TrackQuery("old n", false, sort, descending, 7, after));
            page.tracks().forEach(track -> seen.add(track.path()));
            page.tracks().forEach(track -> keys.add(key(sort, track)));
            count += page.tracks().size();
            after = page.next();
        } while (after != null);

        assertThat(seen).hasSize(count).containsExactlyInAnyOrderElementsOf(found("old n"));
        assertThat(keys).isSortedAccordingTo((one, other) -> descending ? other.compareTo(one) : one.compareTo(other));
    }

    private static Set<String> found(String typed) {
        Set<String> paths = new HashSet<>();
        search.page(new TrackQuery(typed, false, Sort.ADDED, false, 1_000, null))
                .tracks()
                .forEach(track -> paths.add(track.path()));
        return paths;
    }

    private static boolean random(int limit, List<Track> seen) {
        return (limit + seen.size()) % 3 == 0 && added < 200;
    }

    private static String key(Sort sort, Track track) {
        return switch (sort) {
            case PATH -> SortKey.ofPath(track.path());
            case TITLE -> SortKey.of(track.title());
            case ARTIST -> SortKey.of(track.artist());
            case ALBUM -> SortKey.ofAlbum(track.album(), track.trackNumber());
            case DURATION -> "%09d".formatted(track.duration().toMillis());
            case ADDED -> track.path().startsWith("old") ? track.path() : "p" + "%09d".formatted(number(track));
        };
    }

    private static int number(Track track) {
        return Integer.parseInt(track.path().replaceAll("\\D+3?$|\\D", ""));
    }

    private static String words(Random random) {
        return WORDS.get(random.nextInt(WORDS.size())) + " " + WORDS.get(random.nextInt(WORDS.size()));
    }

    private static FileFacts track(String path, String title, String artist, int seconds) {
        return new FileFacts(
                new FoundFile(path, Path.of("/music"), Path.of("/music", path), 1, 1, ""),
                new TrackTags(title, artist, artist, "", String.valueOf(seconds), "", "", false),
                null,
                seconds * 1000L,
                Track.Damage.NONE,
                TrackState.OK,
                "",
                true,
                false);
    }
}
