package icy.cli.icecast;

import static icy.cli.icecast.TomlDraft.quoted;

import icy.server.auth.SlowHash;
import icy.server.config.ConfigKey;
import icy.server.config.Secret;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Passwords are written as they are, so that encoders and relays go on working; of short ones, like the "hackme" of
 * Icecast's sample, the operator is told. One that icy would refuse is written as its hash.
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

    /** The password in plain; where icy takes none such, its hash. */
    String written(ConfigKey key, XmlElement element, Consumer<String> comments) {
        String password = element.text();
        boolean isTaken =
                TomlDraft.refusal(ConfigKey.SOURCE_PASSWORD, quoted(password)).isEmpty();
        if (password.length() < Secret.ENOUGH_CHARACTERS) {
            comments.accept("%s: shorter than %d characters, which are soon found by trying; choose a better one"
                    .formatted(key.keyName(), Secret.ENOUGH_CHARACTERS));
            notes.add(
                    element,
                    "shorter than %d characters, which are soon found by trying; choose a better one with \"icy password\""
                            .formatted(Secret.ENOUGH_CHARACTERS));
        }
        return isTaken ? password : SlowHash.of(password).text();
    }
}
