package icy.server.mount;

import icy.server.auth.Authenticator;
import icy.server.auth.Authenticator.Verdict;
import icy.server.auth.PasswordFile;
import icy.server.config.ListenersConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.Secret;
import icy.server.http.Credentials;
import icy.server.http.Guard;
import icy.server.http.Request;
import icy.server.http.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may listen: everybody, or, where a mount names a file of passwords, those in it. They log in by HTTP, or by {@code
 * ?user=…&pass=…}, as Icecast's own pages write it for players that know nothing else.
 *
 * <p>The users {@code admin} and {@code relay} are the server's: with its passwords they may listen everywhere, whatever
 * bounds a mount has, and a file's lines for them say nothing.
 *
 * <p>Thread: any.
 */
public final class ListenerLogins {
    private static final String ADMIN = "admin";
    private static final String RELAY = "relay";
    private static final Logger log = LoggerFactory.getLogger(ListenerLogins.class);

    private final Authenticator authenticator;
    private final Supplier<PasswordsConfig> passwords;
    private final LongSupplier nanoClock;
    private final Map<Path, PasswordFile> files = new ConcurrentHashMap<>();

    /** @param passwords the passwords of the server as a whole, which a reload may change */
    public ListenerLogins(Authenticator authenticator, Supplier<PasswordsConfig> passwords, LongSupplier nanoClock) {
        this.authenticator = authenticator;
        this.passwords = passwords;
        this.nanoClock = nanoClock;
    }

    /** @param which the mount that a request is for */
    public Guard guard(Function<Request, Optional<Mount>> which) {
        return request -> which.apply(request)
                .map(mount -> judge(mount.config().listeners(), request))
                .orElse(Guard.admitted());
    }

    /** Whether who was let in under this name is no listener like others: a mount's bounds are not for them. */
    static boolean isServers(String user) {
        return user.equals(ADMIN) || user.equals(RELAY);
    }

    private Guard.Verdict judge(ListenersConfig terms, Request request) {
        Path path = terms.passwords();
        Credentials shown = shown(request);
        if (shown == null || path == null && !isServers(shown.user())) {
            return path == null ? Guard.admitted() : Guard.refused(refusal());
        }
        PasswordFile file = path == null ? null : file(path);
        return switch (glance(file, shown)) {
            case YES -> Guard.admitted(shown.user());
            case NO -> denied(path);
            case ASK -> Guard.ask(() -> verified(path, file, shown));
        };
    }

    /** A mount for everybody is for those as well who show something wrong. */
    private static Guard.Verdict denied(@Nullable Path path) {
        return path == null ? Guard.admitted() : Guard.refused(refusal());
    }

    private Verdict glance(@Nullable PasswordFile file, Credentials shown) {
        if (file != null && !isServers(shown.user())) {
            return file.glance(shown.user(), shown.password());
        }
        Secret secret = serversSecret(shown.user());
        return secret == null ? Verdict.NO : authenticator.glance(secret, shown.password());
    }

    /** On a worker. */
    private Guard.Verdict verified(@Nullable Path path, @Nullable PasswordFile file, Credentials shown) {
        boolean right;
        if (file == null || isServers(shown.user())) {
            Secret secret = serversSecret(shown.user());
            right = secret != null && authenticator.verify(secret, shown.password());
        } else {
            try {
                right = file.verify(shown.user(), shown.password());
            } catch (IOException e) {
                log.warn(
                        "{}: nobody may listen who is asked for a password: it cannot be read: {}", path, e.toString());
                // Not 401: players would ask their users for a password that is right already.
                return Guard.refused(Response.problem(503, "Logins cannot be checked now. Try again in a minute.")
                        .with("Retry-After", "60"));
            }
        }
        return right ? Guard.admitted(shown.user()) : denied(path);
    }

    private @Nullable Secret serversSecret(String user) {
        PasswordsConfig now = passwords.get();
        return user.equals(ADMIN) ? now.admin() : now.relay();
    }

    private PasswordFile file(Path path) {
        return files.computeIfAbsent(path, each -> new PasswordFile(each, authenticator, nanoClock));
    }

    private static @Nullable Credentials shown(Request request) {
        return Credentials.basic(request.headers())
                .or(() -> request.query("user")
                        .flatMap(user -> request.query("pass").map(password -> new Credentials(user, password))))
                .orElse(null);
    }

    /** With what players and browsers need to ask their user. */
    private static Response refusal() {
        return Response.problem(401, "You need to authenticate to listen.")
                .with("WWW-Authenticate", "Basic realm=\"icy\"");
    }
}
