package icy.server.mount;

import java.util.List;
import java.util.Optional;

/**
 * All mounts as everybody sees them, in the order of the config; the first is the default one.
 *
 * <p>Thread: any.
 */
public interface MountsView {
    List<? extends MountView> all();

    Optional<? extends MountView> named(String name);

    /** SHOUTcast's way to name a stream: {@code sid} counts mounts from 1. */
    default Optional<? extends MountView> numbered(int sid) {
        return sid < 1 || sid > all().size() ? Optional.empty() : Optional.of(all().get(sid - 1));
    }
}
