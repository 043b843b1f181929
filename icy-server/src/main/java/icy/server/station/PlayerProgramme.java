package icy.server.station;

import icy.server.source.Deck;
import icy.server.source.Programme;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A player's programme, for one deck. When the config has another one made, this one has nothing more to say: its deck
 * plays what it has to the end.
 *
 * <p>Thread: the mount's home loop.
 */
final class PlayerProgramme implements Programme {
    private final Player player;
    private final Predicate<PlayerProgramme> isPresent;

    /** @param isPresent whether no other one has taken its place */
    PlayerProgramme(Player player, Predicate<PlayerProgramme> isPresent) {
        this.player = player;
        this.isPresent = isPresent;
    }

    @Override
    public void playedBy(Deck deck) {
        if (isPresent.test(this)) {
            player.attach(deck);
        }
    }

    @Override
    public void found(List<Path> tracks) {
        if (isPresent.test(this)) {
            player.found(tracks);
        }
    }

    @Override
    public Optional<Item> after(@Nullable Item item) {
        return isPresent.test(this) ? player.after(item) : Optional.empty();
    }

    @Override
    public int size() {
        return isPresent.test(this) ? player.size() : 0;
    }

    @Override
    public boolean endsAfterLast() {
        return isPresent.test(this) && player.endsAfterLast();
    }

    @Override
    public void on(Event event) {
        if (isPresent.test(this)) {
            player.on(event);
        }
    }
}
