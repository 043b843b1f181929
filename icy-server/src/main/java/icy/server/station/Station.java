package icy.server.station;

import icy.core.tracks.PlayOrder.Loop;
import icy.server.mount.Mount;
import icy.server.source.Programme;
import icy.server.state.StateStore;
import icy.server.station.StationEvent.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The remote control of what a mount plays. What was changed is kept: the future of a verb completes when that is on the
 * disk, with how things stand then. A verb that does not fit fails with a {@link StationRefusal}, and changes nothing;
 * where nothing can be kept it fails with {@link icy.server.state.StateUnavailable}, and is heard all the same.
 *
 * <p>Thread: any; the work is done on the mount's home loop, one thing after the other.
 */
public final class Station {
    /** A longer one would be news. */
    public static final Duration LONGEST_MESSAGE = Duration.ofHours(1);

    static final int MOST_MESSAGE_CHARACTERS = 500;
    static final int MOST_EXTRAS_CHARACTERS = 16_384;

    private static final Logger log = LoggerFactory.getLogger(Station.class);

    private final String id;
    private final Mount mount;
    private final StateStore store;
    private final Journal journal;
    private final Player player;
    private final Map<Kind, List<Consumer<StationEvent>>> subscribers = new EnumMap<>(Kind.class);
    private @Nullable PlayerProgramme programme;
    private volatile StationTables.@Nullable Moment savedMoment;

    Station(String id, Mount mount, StateStore store, int historyKept, Consumer<StationEvent> listener) {
        this.id = id;
        this.mount = mount;
        this.store = store;
        for (Kind kind : Kind.values()) {
            subscribers.put(kind, new CopyOnWriteArrayList<>());
        }
        this.journal = new Journal(mount.name(), store, historyKept, event -> {
            listener.accept(event);
            tell(event);
        });
        this.player = new Player(id, mount, journal);
    }

    /** What URLs call it. */
    public String id() {
        return id;
    }

    /** Where it is heard. */
    public Mount mount() {
        return mount;
    }

    /** How things stand. */
    public CompletableFuture<StationState> state() {
        return ask(player::describe);
    }

    /** Its own playlist, or what the mount's config names. */
    public CompletableFuture<TrackList> playlist() {
        return ask(player::playlist);
    }

    /** What plays before the playlist goes on. */
    public CompletableFuture<TrackList> queue() {
        return ask(player::queue);
    }

    /** Plays the next track: the queue's first, or the playlist's. */
    public CompletableFuture<StationState> next() {
        return act(player::next);
    }

    /** Plays the track before, in the order of the playlist. */
    public CompletableFuture<StationState> previous() {
        return act(player::previous);
    }

    /** Plays a track of the playlist. */
    public CompletableFuture<StationState> play(int index) {
        return act(() -> player.play(index));
    }

    /** Plays a track, whether or not it is in the playlist, which goes on behind it. */
    public CompletableFuture<StationState> play(Path track) {
        return act(() -> player.play(track));
    }

    /** Silence, for listeners who stay. */
    public CompletableFuture<StationState> pause() {
        return act(player::pause);
    }

    /** Goes on where it was paused. */
    public CompletableFuture<StationState> resume() {
        return act(player::resume);
    }

    /** Silence; the track is forgotten. */
    public CompletableFuture<StationState> stop() {
        return act(player::stop);
    }

    /** Goes on at another moment of the same track, which is hit to the frame. */
    public CompletableFuture<StationState> seek(double seconds) {
        return act(() -> player.seek(seconds));
    }

    /** @param volume 0.0 is silence, 1.0 as recorded; between them 20·log10(volume) dB, in steps of 1.5 dB */
    public CompletableFuture<StationState> volume(double volume) {
        return act(() -> player.volume(volume));
    }

    /** Shuffled, no track comes again before all have been heard. Null leaves one of the two as it is. */
    public CompletableFuture<StationState> mode(@Nullable Boolean shuffle, @Nullable Loop loop) {
        return act(() -> player.mode(shuffle, loop));
    }

    /** Plays these from now on, after what plays. */
    public CompletableFuture<StationState> load(List<Path> tracks) {
        return load(tracks, List.of());
    }

    /** As {@link #load(List)}, if the playlist is still one of {@code revisions}, or nothing is asked of it. */
    public CompletableFuture<StationState> load(List<Path> tracks, List<String> revisions) {
        return editPlaylist(revisions, () -> player.tracks().load(tracks));
    }

    /** Plays what the mount's config names again. */
    public CompletableFuture<StationState> unload(List<String> revisions) {
        return editPlaylist(revisions, () -> player.tracks().unload());
    }

    /** Puts a track into the playlist. */
    public CompletableFuture<StationState> insert(int index, Path track, List<String> revisions) {
        return editPlaylist(revisions, () -> player.tracks().insert(index, track));
    }

    /** Puts a track at the playlist's end. */
    public CompletableFuture<StationState> add(Path track) {
        return add(track, List.of());
    }

    /** As {@link #add(Path)}, if the playlist is still one of {@code revisions}, or nothing is asked of it. */
    public CompletableFuture<StationState> add(Path track, List<String> revisions) {
        return editPlaylist(
                revisions,
                () -> player.tracks().insert(player.tracks().order().list().size(), track));
    }

    /** Takes a track out of the playlist; if it plays, it is heard to its end. */
    public CompletableFuture<StationState> remove(int index, List<String> revisions) {
        return editPlaylist(revisions, () -> player.tracks().remove(index));
    }

    /** Plays a track next, after those that were enqueued before it, and then goes on with the playlist. */
    public CompletableFuture<StationState> enqueue(Path track) {
        return enqueue(track, List.of());
    }

    /** As {@link #enqueue(Path)}, if the queue is still one of {@code revisions}, or nothing is asked of it. */
    public CompletableFuture<StationState> enqueue(Path track, List<String> revisions) {
        return editQueue(revisions, () -> player.tracks().enqueue(track));
    }

    /** Nothing plays before the playlist goes on. */
    public CompletableFuture<StationState> clearQueue(List<String> revisions) {
        return editQueue(revisions, () -> player.tracks().clearQueue());
    }

    /** Shows a message in the place of titles; an empty one ends it. */
    public CompletableFuture<StationState> say(String text, Duration time) {
        boolean isInTime = !time.isNegative() && !time.isZero() && time.compareTo(LONGEST_MESSAGE) <= 0;
        if (text.length() > MOST_MESSAGE_CHARACTERS || !isInTime) {
            return refused("A message has %d characters at most, and is shown for 1 to %d seconds."
                    .formatted(MOST_MESSAGE_CHARACTERS, LONGEST_MESSAGE.toSeconds()));
        }
        return act(() -> player.say(text.strip(), time));
    }

    /** @param json an object, which is shown with the state */
    public CompletableFuture<StationState> extras(String json) {
        if (json.length() > MOST_EXTRAS_CHARACTERS) {
            return refused("Extras have %d characters at most.".formatted(MOST_EXTRAS_CHARACTERS));
        }
        return act(() -> player.extras(json));
    }

    /**
     * What was heard, the newest last.
     *
     * <p>Thread: a worker; it waits for the disk.
     */
    public List<HistoryEntry> history(int limit) {
        return store.read(handle -> StationTables.history(handle, mount.name(), limit));
    }

    /**
     * Tells {@code subscriber} whenever that happens, on the mount's loop: it must return at once, and leave what takes
     * time to another thread.
     *
     * @return ends it
     */
    public Runnable on(Kind kind, Consumer<StationEvent> subscriber) {
        List<Consumer<StationEvent>> all = subscribers.getOrDefault(kind, List.of());
        all.add(subscriber);
        return () -> all.remove(subscriber);
    }

    /** What the mount's playout plays from now on. Thread: the mount's home loop. */
    Programme programme() {
        PlayerProgramme next = new PlayerProgramme(player, each -> each == programme);
        programme = next;
        return next;
    }

    /**
     * Everything as it was kept. Thread: the mount's home loop.
     *
     * @param restores how many backups had been restored then
     */
    void restore(Saved saved, int restores) {
        journal.begin(restores);
        player.restore(saved);
    }

    /** Reads what is kept, and goes on from there. */
    CompletableFuture<?> reload() {
        int restores = store.restores();
        return store.write(handle -> StationTables.one(handle, mount.name()))
                .thenAcceptAsync(saved -> restore(saved, restores), mount.home()::execute);
    }

    /** How far it has come since this was last asked; null: no further. One thread at a time. */
    StationTables.@Nullable Moment progress() {
        StationTables.Moment moment = player.moment();
        if (moment == null || moment.equals(savedMoment)) {
            return null;
        }
        savedMoment = moment;
        return moment;
    }

    private CompletableFuture<StationState> editPlaylist(List<String> revisions, Runnable edit) {
        return act(() -> {
            player.tracks().requirePlaylist(revisions);
            edit.run();
            player.programmeChanged();
        });
    }

    private CompletableFuture<StationState> editQueue(List<String> revisions, Runnable edit) {
        return act(() -> {
            player.tracks().requireQueue(revisions);
            edit.run();
            player.programmeChanged();
        });
    }

    private <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        mount.home().execute(() -> answer.complete(question.get()));
        return answer;
    }

    private CompletableFuture<StationState> act(Runnable verb) {
        CompletableFuture<StationState> result = new CompletableFuture<>();
        mount.home().execute(() -> {
            try {
                verb.run();
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
                return;
            }
            StationState state = player.describe();
            journal.keep().whenComplete((kept, failure) -> {
                if (failure == null) {
                    result.complete(state);
                } else {
                    result.completeExceptionally(failure);
                }
            });
        });
        return result;
    }

    private static CompletableFuture<StationState> refused(String sentence) {
        return CompletableFuture.failedFuture(new StationRefusal(StationRefusal.Kind.RANGE, sentence));
    }

    private void tell(StationEvent event) {
        for (Consumer<StationEvent> subscriber : subscribers.getOrDefault(event.kind(), List.of())) {
            try {
                subscriber.accept(event);
            } catch (RuntimeException e) {
                log.error("station {}: somebody could not take the news of {}", id, event.kind(), e);
            }
        }
    }
}
