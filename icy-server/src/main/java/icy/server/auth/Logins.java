package icy.server.auth;

import icy.server.auth.Authenticator.Verdict;
import icy.server.config.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Users and their passwords. Whoever does not exist is treated as one who shows a wrong password, slow hash included, so
 * that the time an answer takes does not tell who exists.
 *
 * <p>Thread: any; {@link #verify} belongs on a worker.
 */
public final class Logins {

    private final Map<String, Secret> users;
    private final Authenticator authenticator;
    private final @Nullable Secret decoy;

    public Logins(Map<String, Secret> users, Authenticator authenticator) {
        this.users = Map.copyOf(users);
        this.authenticator = authenticator;
        this.decoy = users.values().stream()
                .filter(secret -> secret.hash().isPresent())
                .findFirst()
                .orElse(null);
    }

    /** What can be said at once. */
    public Verdict glance(String user, String password) {
        Secret secret = users.get(user);
        if (secret != null) {
            return authenticator.glance(secret, password);
        }
        boolean wrongAtOnce = decoy == null || authenticator.glance(decoy, password) == Verdict.NO;
        return wrongAtOnce ? Verdict.NO : Verdict.ASK;
    }

    /** Whether this user has that password, however long that takes to find out. */
    public boolean verify(String user, String password) {
        Secret secret = users.get(user);
        if (secret == null && decoy != null) {
            authenticator.verify(decoy, password);
        }
        return secret != null && authenticator.verify(secret, password);
    }

    /** How many there are. */
    public int size() {
        return users.size();
    }
}
