package icy.server.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A mount whose config is not as before. It stays on the air, and nobody is disconnected.
 *
 * <p>Thread: any.
 *
 * @param before as it is
 * @param after as it is to be
 * @param keys what is different; {@link ConfigKey#SOURCE_USER} stands for all of the mount's sources
 */
public record MountChange(MountConfig before, MountConfig after, List<ConfigKey> keys) {

    public MountChange {
        keys = List.copyOf(keys);
    }

    static MountChange between(MountConfig before, MountConfig after) {
        List<ConfigKey> keys = new ArrayList<>();
        for (ConfigKey key : ConfigKey.of(ConfigKey.MOUNTS)) {
            if (!Objects.equals(ConfigValues.of(key, before), ConfigValues.of(key, after))) {
                keys.add(key);
            }
        }
        boolean otherUsers = !before.sources().users().equals(after.sources().users());
        if (otherUsers && !keys.contains(ConfigKey.MOUNT_SOURCE_PASSWORD)) {
            keys.add(ConfigKey.SOURCE_USER);
        }
        return new MountChange(before, after, keys);
    }

    /** What is different, by when it takes effect. */
    public Map<TakesEffect, List<ConfigKey>> byEffect() {
        Map<TakesEffect, List<ConfigKey>> effects = new EnumMap<>(TakesEffect.class);
        keys.forEach(key -> effects.computeIfAbsent(TakesEffect.of(key), effect -> new ArrayList<>())
                .add(key));
        return effects;
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        byEffect()
                .forEach((effect, some) -> sentences.add("mount %s: %s: %s"
                        .formatted(after.name(), ConfigChange.names(some, MountChange::name), effect.text())));
        return sentences;
    }

    private static String name(ConfigKey key) {
        return key == ConfigKey.SOURCE_USER ? "sources" : key.keyName();
    }
}
