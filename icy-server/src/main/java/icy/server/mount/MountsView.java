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

    /** As {@link #numbered}, for anybody: a hidden mount is not there for those who try numbers. */
    default Optional<? extends MountView> shown(int sid) {
        return numbered(sid).filter(mount -> !mount.snapshot().terms().hidden());
    }

    /**
     * What those get who name none: the first, or, when that is off the air and stays so, the only one that is not and
     * that anybody may know of; its variants are the same stream, and do not count. Empty when there are no mounts.
     */
    default Optional<? extends MountView> usual() {
        return usual(all());
    }

    /** The same of a list. */
    static <M extends MountView> Optional<M> usual(List<M> mounts) {
        if (mounts.isEmpty() || canBeHeard(mounts.get(0).snapshot())) {
            return mounts.stream().findFirst();
        }
        List<M> others = mounts.stream()
                .filter(mount -> {
                    MountSnapshot seen = mount.snapshot();
                    return seen.onAir()
                            && !seen.terms().hidden()
                            && seen.terms().variantOf().isEmpty();
                })
                .toList();
        return Optional.of(others.size() == 1 ? others.get(0) : mounts.get(0));
    }

    private static boolean canBeHeard(MountSnapshot mount) {
        return mount.onAir() || mount.terms().onDemand();
    }
}
