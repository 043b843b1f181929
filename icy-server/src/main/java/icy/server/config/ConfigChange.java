package icy.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What becomes different when a running server is given another config, and how much of it without a restart.
 *
 * <p>Both have the passwords that were made at random filled in ({@link PasswordStore#complete}), so that one that was
 * made is not taken for one that changes.
 *
 * <p>Thread: any.
 *
 * @param added mounts that are new
 * @param removed names of mounts that are gone
 * @param changed mounts that stay and are not as before
 * @param server keys outside the mounts that are in force at once; {@link ConfigKey#MASTER_URL} stands for all of the
 *     masters, {@link ConfigKey#KEY_NAME} for all keys of the API, {@link ConfigKey#QUALITY_NAME} for all qualities
 * @param needRestart keys outside the mounts that stay as they are until the server is started again
 * @param orderNeedsRestart whether the mounts would stand in another order, and so have other numbers for SHOUTcast
 *     players and maybe another one be the default, after a restart
 * @param inForce the config of the server once all but that is done; what the next one is to be compared with
 */
public record ConfigChange(
        List<MountConfig> added,
        List<String> removed,
        List<MountChange> changed,
        List<ConfigKey> server,
        List<ConfigKey> needRestart,
        boolean orderNeedsRestart,
        ServerConfig inForce) {

    public ConfigChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
        server = List.copyOf(server);
        needRestart = List.copyOf(needRestart);
    }

    /** From what a server runs with to what it is to run with. */
    public static ConfigChange between(ServerConfig running, ServerConfig next) {
        Map<String, MountConfig> before = byName(running);
        Map<String, MountConfig> after = byName(next);
        List<MountConfig> added = next.mounts().stream()
                .filter(mount -> !before.containsKey(mount.name()))
                .toList();
        List<String> removed = before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .toList();
        List<MountChange> changed = new ArrayList<>();
        after.forEach((name, mount) -> {
            MountConfig was = before.get(name);
            if (was != null && !was.equals(mount)) {
                changed.add(MountChange.between(was, mount));
            }
        });
        List<String> order = Stream.concat(
                        before.keySet().stream().filter(after::containsKey),
                        added.stream().map(MountConfig::name))
                .toList();
        List<ConfigKey> keys = Stream.of(ConfigKey.values())
                .filter(ConfigKey::isOfServer)
                .filter(key -> !Objects.equals(ConfigValues.of(key, running), ConfigValues.of(key, next)))
                .collect(Collectors.toCollection(ArrayList::new));
        if (!running.masters().equals(next.masters())) {
            keys.add(ConfigKey.MASTER_URL);
        }
        if (!running.api().keys().equals(next.api().keys())) {
            keys.add(ConfigKey.KEY_NAME);
        }
        if (!running.transcode().qualities().equals(next.transcode().qualities())) {
            keys.add(ConfigKey.QUALITY_NAME);
        }
        return new ConfigChange(
                added,
                removed,
                changed,
                keys.stream()
                        .filter(key -> TakesEffect.of(key) != TakesEffect.AFTER_RESTART)
                        .toList(),
                keys.stream()
                        .filter(key -> TakesEffect.of(key) == TakesEffect.AFTER_RESTART)
                        .toList(),
                !order.equals(List.copyOf(after.keySet())),
                inForce(running, next, order.stream().map(after::get).toList()));
    }

    /** Whether there is nothing to do. */
    public boolean isNone() {
        return added.isEmpty()
                && removed.isEmpty()
                && changed.isEmpty()
                && server.isEmpty()
                && needRestart.isEmpty()
                && !orderNeedsRestart;
    }

    /** A sentence for each difference, for the log and for whoever asked for the change; none shows a value. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        added.forEach(mount -> sentences.add("mount %s is new".formatted(mount.name())));
        removed.forEach(name -> sentences.add("mount %s is gone".formatted(name)));
        changed.forEach(change -> sentences.addAll(change.sentences()));
        if (!server.isEmpty()) {
            sentences.add("%s: in force now".formatted(names(server, ConfigChange::name)));
        }
        if (!needRestart.isEmpty()) {
            sentences.add("%s: in force after a restart".formatted(names(needRestart, ConfigChange::name)));
        }
        if (orderNeedsRestart) {
            sentences.add("the order of the mounts: in force after a restart");
        }
        return sentences;
    }

    static String names(List<ConfigKey> keys, Function<ConfigKey, String> name) {
        return keys.stream().map(name).collect(Collectors.joining(", "));
    }

    private static String name(ConfigKey key) {
        return switch (key) {
            case MASTER_URL -> ConfigKey.MASTERS;
            case KEY_NAME -> ConfigKey.KEYS;
            case QUALITY_NAME -> ConfigKey.QUALITIES;
            default -> key.path();
        };
    }

    private static Map<String, MountConfig> byName(ServerConfig config) {
        return config.mounts().stream()
                .collect(Collectors.toMap(
                        MountConfig::name, Function.identity(), (one, same) -> one, LinkedHashMap::new));
    }

    private static ServerConfig inForce(ServerConfig running, ServerConfig next, List<MountConfig> mounts) {
        LimitsConfig was = running.limits();
        LimitsConfig is = next.limits();
        int maxListeners = Math.min(is.maxListeners(), was.maxConnections()); // as many as the server has sockets for
        return running.withMounts(mounts)
                .withMasters(next.masters())
                .withNewMounts(next.newMounts())
                .withPasswords(next.passwords())
                .withApi(next.api())
                .withMedia(next.media())
                .withTranscode(
                        running.transcode().withQualities(next.transcode().qualities()))
                .withLimits(was.withRoomFor(was.maxConnections(), maxListeners)
                        .withSources(is.maxSources(), is.sourceTimeout()));
    }
}
