package icy.server.station;

import icy.core.icy.StreamTitle;
import icy.core.ring.StreamTime;
import icy.core.tracks.PlayOrder;
import icy.core.tracks.PlayOrder.Entry;
import icy.core.tracks.PlayOrder.Loop;
import icy.server.config.PlayoutConfig;
import icy.server.mount.Mount;
import icy.server.source.Deck;
import icy.server.source.Programme;
import icy.server.station.StationEvent.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a station plays, as it was told and as it is heard.
 *
 * <pre>
 *   verbs ────> order, and the deck that plays it ────> what was heard ────> order, journal
 * </pre>
 *
 * What was asked for out of turn counts as reached at once, so that two calls of next go two tracks on; it is heard when
 * its frames are there.
 *
 * <p>It is long because each verb and each thing that is heard changes the same few fields, and which of them holds is seen
 * only with all of them in view. What is a list is in {@link Tracklist}.
 *
 * <p>Thread: the mount's home loop; {@link #moment} any.
 */
final class Player {
    private static final long NOWHERE = -1;

    private final String id;
    private final Mount mount;
    private final Journal journal;
    private final Tracklist tracks;
    private final PlayOrder order;
    private final DjMessage message;
    private Deck.State state = Deck.State.PLAYING;
    private double volume = 1;
    private @Nullable Boolean shuffle;
    private @Nullable Loop loop;
    private String extras = "{}";
    private String title = "";
    /** Asked for out of turn, and not heard yet. */
    private @Nullable Entry wanted;
    /** Played before the restart: it will begin where it stood. */
    private Programme.@Nullable Item resumed;

    /** Where what is heard will go on, until the deck has gone there; else {@link #NOWHERE}. */
    private volatile long soughtUnits = NOWHERE;

    private volatile @Nullable Deck deck;
    /** What is heard, or stands still. */
    private volatile @Nullable Entry current;

    Player(String id, Mount mount, Journal journal) {
        this.id = id;
        this.mount = mount;
        this.journal = journal;
        this.tracks = new Tracklist(journal, kind -> tell(kind, Map.of()));
        this.order = tracks.order();
        this.message = new DjMessage(mount.home(), this::shown);
        journal.everything(this::saved);
    }

    Tracklist tracks() {
        return tracks;
    }

    /** Everything as it was kept. */
    void restore(Saved saved) {
        Saved.Row row = saved.row();
        state = row.state();
        volume = row.volume();
        shuffle = row.shuffle();
        loop = row.loop();
        extras = row.extras();
        wanted = null;
        takeMode();
        Entry played = row.current();
        long units = row.positionMillis() * (StreamTime.UNITS_PER_SECOND / 1000);
        current = played;
        title = "";
        resumed = played == null ? null : new Programme.Item(played.id(), played.track(), units);
        tracks.restore(saved).ifPresent(this::standsInList);
        Deck present = deck;
        if (present != null) {
            attach(present);
            present.programmeChanged();
            if (resumed != null && state == Deck.State.PLAYING) {
                present.play(resumed);
            }
        }
    }

    /** What is to be resumed is that entry of the list, unless something else was asked for meanwhile. */
    private void standsInList(Entry entry) {
        if (resumed != null) {
            current = entry;
            resumed = new Programme.Item(entry.id(), entry.track(), resumed.startUnits());
        }
    }

    /** Whether nothing can play yet: what is to be resumed stands in a list that has not been found. */
    private boolean awaitsList() {
        return resumed != null && tracks.isAwaited(resumed.file());
    }

    // What the deck asks and tells.

    /** That one plays from now on. It is told at once how loud, and later, for now it must not be, to stand still. */
    void attach(Deck player) {
        if (deck != player) {
            keepForNextDeck();
        }
        deck = player;
        takeMode();
        player.volume(volume);
        mount.home().execute(() -> {
            if (deck == player) {
                bring(player);
            }
        });
    }

    /** What stands still, or was just about to play, is what another deck begins with; what is heard ends with its own. */
    private void keepForNextDeck() {
        Entry playing = playing();
        if (deck != null && playing != null && (state == Deck.State.PAUSED || wanted != null)) {
            resumed = new Programme.Item(playing.id(), playing.track(), positionUnits());
            current = playing;
            wanted = null;
        }
        soughtUnits = NOWHERE;
    }

    private void bring(Deck player) {
        if (state == Deck.State.PAUSED) {
            player.pause();
        } else if (state == Deck.State.STOPPED) {
            player.stop();
        }
        if (!message.text().isEmpty()) {
            player.message(StreamTitle.of(message.text()));
        }
    }

    private void takeMode() {
        PlayoutConfig config = mount.config().playout();
        order.shuffle(shuffle == null ? config.shuffle() : shuffle);
        order.loop(loop != null ? loop : config.once() ? Loop.OFF : Loop.ALL);
    }

    void found(List<Path> files) {
        tracks.found(files).ifPresent(this::standsInList);
        journal.keep();
    }

    Optional<Programme.Item> after(Programme.@Nullable Item item) {
        if (awaitsList()) {
            return Optional.empty();
        }
        if (item == null && resumed != null) {
            return Optional.of(resumed);
        }
        Optional<Entry> next = order.after(item == null ? null : new Entry(item.id(), item.file()));
        return next.map(this::item);
    }

    private Programme.Item item(Entry entry) {
        Programme.Item again = resumed;
        return again != null && again.id() == entry.id() ? again : new Programme.Item(entry.id(), entry.track(), 0);
    }

    int size() {
        return awaitsList() ? 0 : order.size();
    }

    boolean endsAfterLast() {
        return mount.config().playout().once() && order.loop() == Loop.OFF;
    }

    void on(Programme.Event event) {
        Entry entry = new Entry(event.item().id(), event.item().file());
        soughtUnits = entry.equals(current) || event.what() == Programme.Happening.BEGAN ? NOWHERE : soughtUnits;
        switch (event.what()) {
            case BEGAN -> began(entry, event.title().text());
            case ENDED, SKIPPED -> left(entry);
            case UNPLAYABLE -> unplayable(entry);
            default -> {}
        }
        journal.tell(StationEvent.of(id, event));
        save();
        journal.keep();
    }

    private void began(Entry entry, String itsTitle) {
        if (wanted == null) {
            tracks.began(entry);
        }
        if (entry.equals(wanted)) {
            wanted = null;
        }
        current = entry;
        title = itsTitle;
        state = requireDeck().status().state(); // it may have been paused before it began
        resumed = null;
    }

    private void left(Entry entry) {
        if (entry.equals(current)) {
            current = null;
            title = "";
        }
    }

    private void unplayable(Entry entry) {
        tracks.failed(entry);
        if (entry.equals(wanted)) {
            wanted = null;
        }
        if (resumed != null && resumed.id() == entry.id()) {
            resumed = null;
            current = null;
        }
    }

    // What it is told.

    void next() {
        play(order.next().orElseThrow(Player::nothingToPlay));
    }

    void previous() {
        play(order.previous().orElseThrow(Player::nothingToPlay));
    }

    void play(int index) {
        List<Entry> list = order.list();
        if (index < 0 || index >= list.size()) {
            throw Tracklist.outOfRange(index, list.size());
        }
        play(list.get(index));
    }

    /** A track of the playlist, or, if it has none of that kind, any other one, once. */
    void play(Path track) {
        requireDeck();
        play(tracks.find(track).orElseGet(() -> tracks.enqueue(track)));
    }

    private void play(Entry entry) {
        Deck player = requireDeck();
        wanted = entry;
        state = Deck.State.PLAYING;
        resumed = null;
        soughtUnits = NOWHERE;
        tracks.began(entry);
        player.play(item(entry));
        save();
    }

    void pause() {
        require(Deck.State.PLAYING, "only what plays can be paused");
        requireDeck().pause();
        state = Deck.State.PAUSED;
        save();
    }

    void resume() {
        require(Deck.State.PAUSED, "only what is paused can be resumed");
        state = Deck.State.PLAYING;
        requireDeck().resume();
        save();
    }

    void stop() {
        state = Deck.State.STOPPED;
        requireDeck().stop();
        wanted = null;
        current = null;
        title = "";
        resumed = null;
        soughtUnits = NOWHERE;
        save();
    }

    void seek(double seconds) {
        Deck player = requireDeck();
        Entry playing = current;
        boolean isThere = resumed != null || statusOf(playing) != null;
        if (playing == null || wanted != null || !isThere) {
            throw refusal("Nothing plays in which one could seek: the station is %s.".formatted(text(state())));
        }
        double duration = StreamTime.toSeconds(durationUnits());
        if (!(seconds >= 0) || seconds > duration && duration > 0) {
            throw outOfRange("A position is a number of seconds from 0 to %.3f, which is as long as the track is."
                    .formatted(duration));
        }
        long units = Math.round(seconds * StreamTime.UNITS_PER_SECOND);
        if (resumed == null) {
            soughtUnits = units;
            player.seek(units);
        } else { // it has not begun yet
            resumed = resumed.at(units);
            player.programmeChanged();
        }
        save();
    }

    void volume(double wish) {
        if (!(wish >= 0 && wish <= 1)) {
            throw outOfRange("A volume is a number from 0.0, which is silence, to 1.0, which is as recorded.");
        }
        volume = wish;
        Deck player = deck;
        if (player != null) {
            player.volume(wish);
        }
        tell(Kind.VOLUME, Map.of("volume", wish));
        save();
    }

    /** Null: that stays as it is. */
    void mode(@Nullable Boolean shuffled, @Nullable Loop looped) {
        shuffle = shuffled == null ? shuffle : shuffled;
        loop = looped == null ? loop : looped;
        takeMode();
        tell(Kind.MODE, Map.of("shuffle", order.shuffle(), "loop", text(order.loop())));
        programmeChanged();
    }

    void say(String text, Duration time) {
        message.show(text, time);
    }

    private void shown(String text) {
        Deck player = deck;
        if (player != null) {
            player.message(text.isEmpty() ? null : StreamTitle.of(text));
        }
        tell(Kind.DJ_MESSAGE, Map.of("dj_message", text));
    }

    /** @param json an object */
    void extras(String json) {
        extras = json;
        tell(Kind.EXTRAS, Map.of("extras", json));
        save();
    }

    /** After a change of the tracks. */
    void programmeChanged() {
        Deck player = deck;
        if (player != null) {
            player.programmeChanged();
        }
        save();
    }

    private void require(Deck.State needed, String rule) {
        if (state() != needed) {
            throw refusal("The station is %s: %s.".formatted(text(state()), rule));
        }
    }

    private Deck requireDeck() {
        Deck player = deck;
        if (player == null) {
            throw refusal("Nothing plays files on %s.".formatted(mount.name()));
        }
        return player;
    }

    static String text(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static StationRefusal nothingToPlay() {
        return refusal("There is nothing to play: the playlist and the queue are empty.");
    }

    private static StationRefusal refusal(String sentence) {
        return new StationRefusal(StationRefusal.Kind.STATE, sentence);
    }

    private static StationRefusal outOfRange(String sentence) {
        return new StationRefusal(StationRefusal.Kind.RANGE, sentence);
    }

    // How it stands.

    private Deck.State state() {
        return state;
    }

    StationState describe() {
        Entry playing = playing();
        return new StationState(
                id,
                mount.info().name().isEmpty() ? id : mount.info().name(),
                mount.name(),
                state,
                playing == null ? null : playing.track(),
                wanted == null ? title : "",
                playing == null ? -1 : order.indexOf(playing),
                positionUnits(),
                durationUnits(),
                volume,
                order.shuffle(),
                order.loop(),
                tracks.isOwn(),
                order.list().size(),
                order.queue().size(),
                streamPosition(),
                streamUnits(),
                message.text(),
                extras);
    }

    private @Nullable Entry playing() {
        return wanted == null ? current : wanted;
    }

    TrackList playlist() {
        Entry playing = playing();
        return new TrackList(
                files(order.list()), playing == null ? -1 : order.indexOf(playing), tracks.playlistRevision());
    }

    TrackList queue() {
        return new TrackList(files(order.queue()), -1, tracks.queueRevision());
    }

    private static List<Path> files(List<Entry> entries) {
        return entries.stream().map(Entry::track).toList();
    }

    private long positionUnits() {
        Deck.Status status = statusOf(playing());
        if (status != null) {
            return positionUnits(status);
        }
        return resumed == null ? 0 : resumed.startUnits();
    }

    private long positionUnits(Deck.Status status) {
        long sought = soughtUnits;
        return sought == NOWHERE ? status.positionUnits() : sought;
    }

    private long durationUnits() {
        Deck.Status status = statusOf(playing());
        return status == null ? 0 : status.durationUnits();
    }

    /** What the deck says, if it is about that one. */
    private Deck.@Nullable Status statusOf(@Nullable Entry entry) {
        Deck player = deck;
        if (player == null || entry == null) {
            return null;
        }
        Deck.Status status = player.status();
        Programme.Item item = status.item();
        return item != null && item.id() == entry.id() && item.file().equals(entry.track()) ? status : null;
    }

    /** How far it has come with what plays; null if nothing does. */
    StationTables.@Nullable Moment moment() {
        Entry playing = current;
        Deck.Status status = statusOf(playing);
        return status == null || playing == null
                ? null
                : new StationTables.Moment(mount.name(), playing, StreamTime.toMillis(positionUnits(status)));
    }

    private long streamPosition() {
        return mount.hasRun() ? mount.edgePosition() : 0;
    }

    private long streamUnits() {
        return mount.hasRun() ? mount.edgeTime() : 0;
    }

    private void tell(Kind kind, Map<String, Object> details) {
        Entry playing = playing();
        journal.tell(new StationEvent(
                id,
                kind,
                Instant.now(),
                playing == null ? null : playing.track(),
                title,
                positionUnits(),
                streamPosition(),
                streamUnits(),
                details));
    }

    private void save() {
        journal.row(row());
    }

    private Saved saved() {
        return new Saved(row(), tracks.isOwn() ? order.list() : List.of(), order.queue());
    }

    private Saved.Row row() {
        return new Saved.Row(
                mount.name(),
                state,
                volume,
                shuffle,
                loop,
                tracks.isOwn(),
                playing(),
                StreamTime.toMillis(positionUnits()),
                tracks.place().orElse(null),
                tracks.placeIndex(),
                extras);
    }
}
