package icy.server.source;

import icy.core.tracks.PlayOrder;
import icy.core.tracks.PlayOrder.Entry;
import icy.server.config.PlayoutConfig;
import icy.server.mount.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The files that a mount's config names, in order or shuffled, for ever or once, and nobody who steers.
 *
 * <p>Thread: the mount's home loop.
 */
final class FolderProgramme implements Programme {
    private final boolean once;
    private final PlayOrder order;

    FolderProgramme(boolean shuffle, boolean once) {
        this.once = once;
        this.order = new PlayOrder(new Random());
        order.shuffle(shuffle);
        order.loop(once ? PlayOrder.Loop.OFF : PlayOrder.Loop.ALL);
    }

    /** As the mount's config says, if it names any. */
    static Optional<Programme> of(Mount mount) {
        PlayoutConfig playout = mount.config().playout();
        return playout.paths().isEmpty()
                ? Optional.empty()
                : Optional.of(new FolderProgramme(playout.shuffle(), playout.once()));
    }

    @Override
    public void playedBy(Deck deck) {
        // Nobody tells it anything.
    }

    @Override
    public void found(List<Path> tracks) {
        order.follow(tracks);
    }

    @Override
    public Optional<Item> after(@Nullable Item item) {
        return order.after(item == null ? null : entry(item)).map(next -> new Item(next.id(), next.track(), 0));
    }

    @Override
    public int size() {
        return order.size();
    }

    @Override
    public boolean endsAfterLast() {
        return once;
    }

    @Override
    public void on(Event event) {
        if (event.what() == Happening.BEGAN) {
            order.began(entry(event.item()));
        } else if (event.what() == Happening.UNPLAYABLE) {
            order.failed(entry(event.item()));
        }
    }

    private static Entry entry(Item item) {
        return new Entry(item.id(), item.file());
    }
}
