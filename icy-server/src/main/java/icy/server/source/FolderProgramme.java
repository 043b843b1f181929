package icy.server.source;

import icy.server.config.PlayoutConfig;
import icy.server.mount.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Interim. Thread: the mount's home loop. */
final class FolderProgramme implements Programme {
    private final boolean once;
    private List<Path> tracks = List.of();

    FolderProgramme(boolean shuffle, boolean once) {
        this.once = once;
    }

    static FolderProgramme of(Mount mount) {
        PlayoutConfig playout = mount.config().playout();
        return new FolderProgramme(playout.shuffle(), playout.once());
    }

    @Override
    public void playedBy(Deck deck) {}

    @Override
    public void found(List<Path> found) {
        tracks = found;
    }

    @Override
    public Optional<Item> after(@Nullable Item item) {
        int at = item == null ? 0 : (int) item.id() + 1;
        if (tracks.isEmpty() || (once && at >= tracks.size())) {
            return Optional.empty();
        }
        return Optional.of(new Item(at, tracks.get(at % tracks.size()), 0));
    }

    @Override
    public int size() {
        return tracks.size();
    }

    @Override
    public boolean endsAfterLast() {
        return once;
    }

    @Override
    public void on(Event event) {}
}
