package icy.server.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds fallbacks that lead nowhere or in a circle, in which a mount would at last be put on itself.
 *
 * <p>Thread: any.
 */
final class Fallbacks {

    /**
     * One that cannot be.
     *
     * @param mount whose it is, by its number in the list
     * @param rule what is wrong with it, and what to write instead
     */
    record Fault(int mount, String rule) {}

    private Fallbacks() {}

    /** All that cannot be; a circle is found once, at its first mount. */
    static List<Fault> faults(List<MountConfig> mounts) {
        Map<String, @Nullable String> next = new HashMap<>();
        mounts.forEach(mount -> next.putIfAbsent(mount.name(), mount.handover().fallback()));
        List<Fault> faults = new ArrayList<>();
        Set<String> found = new HashSet<>();
        for (int i = 0; i < mounts.size(); i++) {
            String name = mounts.get(i).name();
            String fallback = mounts.get(i).handover().fallback();
            if (fallback == null) {
                continue;
            }
            if (!next.containsKey(fallback)) {
                String hint = Spelling.nearest(fallback, next.keySet())
                        .map(near -> "did you mean " + near + "?")
                        .orElse("give it a [[mounts]] of its own, or name one that has");
                faults.add(new Fault(i, "no mount is called that; " + hint));
            } else if (fallback.equals(name)) {
                faults.add(new Fault(i, "is the mount itself; name another, or leave it out"));
            } else if (!found.contains(name)) {
                Set<String> circle = circleFrom(name, next);
                if (!circle.isEmpty()) {
                    found.addAll(circle);
                    faults.add(new Fault(
                            i,
                            "goes in a circle, %s, %s; one of them must fall back on something else"
                                    .formatted(String.join(", ", circle), name)));
                }
            }
        }
        return faults;
    }

    /** The mounts on the way back to {@code start}; empty: there is no way back. */
    private static Set<String> circleFrom(String start, Map<String, @Nullable String> next) {
        Set<String> way = new LinkedHashSet<>();
        String mount = start;
        while (mount != null && way.add(mount)) {
            mount = next.get(mount);
        }
        return start.equals(mount) ? way : Set.of();
    }
}
