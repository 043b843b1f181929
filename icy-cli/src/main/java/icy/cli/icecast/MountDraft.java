package icy.cli.icecast;

import static icy.cli.icecast.TomlDraft.quoted;

import icy.server.config.ConfigKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mount of the config that is being made: of a {@code <mount>}, a {@code <relay>}, or because another one names it.
 *
 * <p>Thread: one at a time.
 */
final class MountDraft {

    private final String name;
    private final Map<ConfigKey, String> keys = new LinkedHashMap<>();
    private final List<String> upstreams = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private @Nullable XmlElement fallback;
    private @Nullable String user;
    private @Nullable String password;
    private boolean onDemand = true;

    MountDraft(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void set(ConfigKey key, String value) {
        keys.put(key, value);
    }

    void setIfUnset(ConfigKey key, String value) {
        keys.putIfAbsent(key, value);
    }

    void comment(String sentence) {
        comments.add(sentence);
    }

    /** Somebody with a name of their own who may be live here. */
    void source(String itsUser, String itsPassword) {
        user = itsUser;
        password = itsPassword;
    }

    /** Another place where the stream can be had; the mount is fetched on demand if all of them are. */
    void upstream(String url, boolean isOnDemand) {
        upstreams.add(url);
        onDemand &= isOnDemand;
    }

    void fallback(@Nullable XmlElement element) {
        fallback = element;
    }

    Optional<XmlElement> fallback() {
        return Optional.ofNullable(fallback);
    }

    String text() {
        TomlDraft table = new TomlDraft("[[mounts]]");
        comments.forEach(table::comment);
        table.set(ConfigKey.MOUNT, quoted(name));
        keys.forEach(table::set);
        if (!upstreams.isEmpty()) {
            table.set(
                    ConfigKey.RELAY,
                    "["
                            + String.join(
                                    ", ",
                                    upstreams.stream().map(TomlDraft::quoted).toList()) + "]");
            table.set(ConfigKey.RELAY_ON_DEMAND, String.valueOf(onDemand));
        }
        if (fallback != null) {
            table.set(ConfigKey.FALLBACK, quoted(fallback.text()));
        }
        // Icecast has nothing to send without a source.
        table.set(ConfigKey.IDLE, quoted("off"));
        if (user == null || password == null) {
            return table.text();
        }
        TomlDraft source = new TomlDraft("[[mounts.sources]]");
        source.set(ConfigKey.SOURCE_USER, quoted(user));
        source.set(ConfigKey.SOURCE_USER_PASSWORD, quoted(password));
        return table.text() + "\n" + source.text();
    }
}
