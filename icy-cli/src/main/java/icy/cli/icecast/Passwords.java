package icy.cli.icecast;

import static icy.cli.icecast.TomlDraft.quoted;

import icy.server.auth.SlowHash;
import icy.server.config.ConfigKey;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Passwords are written as they are. One that icy would refuse because it is too short, like the "hackme" of Icecast's
 * sample, is written as its hash: so encoders go on working, and the operator is told.
 *
 * <p>Thread: one at a time.
 */
final class Passwords {

    private final Notes notes;

    Passwords(Notes notes) {
        this.notes = notes;
    }

    /** Writes the text of {@code element} as the value of {@code key}. */
    void carry(ConfigKey key, XmlElement element, BiConsumer<ConfigKey, String> into, Consumer<String> comments) {
        into.accept(key, quoted(written(key, element, comments)));
    }

    /** The password in plain, or its hash. */
    String written(ConfigKey key, XmlElement element, Consumer<String> comments) {
        String password = element.text();
        if (TomlDraft.refusal(ConfigKey.SOURCE_PASSWORD, quoted(password)).isEmpty()) {
            return password;
        }
        comments.accept(key.keyName() + ": too short for icy, so it is a hash; choose a better one");
        notes.add(
                element,
                "too short to be safe; it still works, as its hash: choose a better one with \"icy password\"");
        return SlowHash.of(password).text();
    }
}
