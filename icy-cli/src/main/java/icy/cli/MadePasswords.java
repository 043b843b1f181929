package icy.cli;

import icy.server.config.ConfigKey;
import icy.server.config.MountConfig;
import icy.server.config.PasswordStore;
import icy.server.config.PasswordsConfig;
import icy.server.config.Secret;
import icy.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The passwords that {@code icy serve} has made for those that its config leaves open. They stay while it runs, also where
 * they could not be kept in a file; what the config says is never remembered, so that a password taken out of it is good
 * for nothing from then on.
 *
 * <p>Thread: one at a time.
 */
final class MadePasswords {
    private static final String OR_NONE = ", or leave it out and one is made";

    /** A config can have a thousand mounts with a hundred users each. */
    private static final int MOST_WARNINGS = 10;

    private final PasswordStore store;
    private final PrintWriter err;
    private PasswordsConfig made = PasswordsConfig.GENERATED;

    /**
     * @param dataDir where they are kept
     * @param err where they are shown when they are made
     */
    MadePasswords(Path dataDir, PrintWriter err) {
        this.store = new PasswordStore(dataDir);
        this.err = err;
    }

    /**
     * Fills in what {@code written} leaves open. What is made now is shown, this once, to whoever started the server; the
     * log never has it.
     *
     * @throws IOException if the file they are kept in is damaged
     */
    ServerConfig complete(ServerConfig written) throws IOException {
        PasswordsConfig said = written.passwords();
        PasswordStore.Result result = store.complete(new PasswordsConfig(
                said.source() == null ? made.source() : said.source(),
                said.admin() == null ? made.admin() : said.admin(),
                said.relay()));
        PasswordsConfig complete = result.passwords();
        made = new PasswordsConfig(
                said.source() == null ? complete.source() : made.source(),
                said.admin() == null ? complete.admin() : made.admin(),
                null);
        show(result);
        warnOfShort(written);
        err.flush();
        return written.withPasswords(complete);
    }

    private void show(PasswordStore.Result result) {
        IOException whyNotKept = result.whyNotKept();
        if (whyNotKept != null) {
            err.printf(
                    "icy serve: passwords are good for this run only: %s: %s; choose a folder for them with --data%n",
                    result.file(), FileFault.reason(whyNotKept));
        }
        for (ConfigKey key : result.made()) {
            Secret password = key == ConfigKey.ADMIN_PASSWORD
                    ? result.passwords().admin()
                    : result.passwords().source();
            if (password == null) {
                throw new IllegalStateException(key + " was made and is not there");
            }
            String where = whyNotKept == null ? " and kept in " + result.file() : "";
            err.printf("%s password, made for you%s: %s%n", key.keyName(), where, password.reveal());
        }
    }

    private void warnOfShort(ServerConfig written) {
        PasswordsConfig server = written.passwords();
        List<String> warnings = new ArrayList<>();
        if (isShort(server.source())) {
            warnings.add(warning("the source password", OR_NONE));
        }
        if (isShort(server.admin())) {
            warnings.add(warning("the admin password", OR_NONE));
        }
        if (isShort(server.relay())) {
            warnings.add(warning("the relay password", ""));
        }
        for (MountConfig mount : written.mounts()) {
            mount.sources().users().stream()
                    .filter(user -> isShort(user.password()))
                    .map(user -> warning("the password of %s on %s".formatted(user.user(), mount.name()), ""))
                    .forEach(warnings::add);
        }
        warnings.stream().limit(MOST_WARNINGS).forEach(err::println);
        int more = warnings.size() - MOST_WARNINGS;
        if (more > 0) {
            err.printf("icy serve: %d more passwords are as short%n", more);
        }
    }

    private static boolean isShort(@Nullable Secret password) {
        return password != null && password.isShort();
    }

    private static String warning(String which, String otherwise) {
        return "icy serve: %s has fewer than %d characters, which are soon found by trying: choose a longer one%s"
                .formatted(which, Secret.ENOUGH_CHARACTERS, otherwise);
    }
}
