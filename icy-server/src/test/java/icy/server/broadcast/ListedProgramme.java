package icy.server.broadcast;

import icy.server.source.Deck;
import icy.server.source.Programme;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Files in the order the test gives them, over and over, and a record of what has happened to them.
 *
 * <p>Thread: the mount's home loop; {@link #events} any.
 */
final class ListedProgramme implements Programme {
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private volatile List<Path> files;
    private volatile @Nullable Deck deck;

    ListedProgramme(Path... files) {
        this.files = List.of(files);
    }

    void replace(Path... others) {
        files = List.of(others);
    }

    Item item(int index) {
        return new Item(index, files.get(index), 0);
    }

    Deck deck() {
        Deck present = deck;
        if (present == null) {
            throw new IllegalStateException("nobody plays this");
        }
        return present;
    }

    List<Event> events() {
        return events;
    }

    List<Happening> happenings() {
        return events.stream().map(Event::what).toList();
    }

    @Override
    public void playedBy(Deck player) {
        deck = player;
    }

    @Override
    public void found(List<Path> tracks) {
        // What is played stands in the list.
    }

    @Override
    public Optional<Item> after(@Nullable Item item) {
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(item(item == null ? 0 : (int) (item.id() + 1) % files.size()));
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public boolean endsAfterLast() {
        return false;
    }

    @Override
    public void on(Event event) {
        events.add(event);
    }
}
