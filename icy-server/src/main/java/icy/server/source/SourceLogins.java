package icy.server.source;

import icy.server.auth.Authenticator;
import icy.server.config.PasswordsConfig;
import icy.server.config.Secret;
import icy.server.config.SourceUser;
import icy.server.http.Credentials;
import icy.server.http.Guard;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.mount.Mounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who may send to which mount: a mount's own users, or, where it has none, whoever shows the server's source password as
 * user {@code source}; operators may everywhere. As in Icecast, the user's name counts.
 *
 * <p>Thread: any.
 */
public final class SourceLogins {
    /** The name that operators log in with. */
    public static final String ADMIN = "admin";

    private final Mounts mounts;
    private final Authenticator authenticator;
    private final Supplier<PasswordsConfig> passwords;

    /** @param passwords the passwords of the server as a whole, which a reload may change */
    public SourceLogins(Mounts mounts, Authenticator authenticator, Supplier<PasswordsConfig> passwords) {
        this.mounts = mounts;
        this.authenticator = authenticator;
        this.passwords = passwords;
    }

    /** For {@code PUT} and {@code SOURCE}: who may not send to the path hears 401. */
    public Guard guard() {
        return request -> judge(credentials(request, SourceEndpoint.mount(request.path())));
    }

    /** Lets those pass who may send to {@code mount}, by a request's Authorization. */
    public Guard.Verdict judge(Request request, String mount) {
        return judge(credentials(request, mount));
    }

    /** The attempt that a request's Authorization is; none where it has none. */
    static List<Attempt> credentials(Request request, String mount) {
        return Credentials.basic(request.headers())
                .map(shown -> List.of(new Attempt(mount, shown)))
                .orElse(List.of());
    }

    /** Lets those pass of whose attempts one is right. */
    Guard.Verdict judge(List<Attempt> attempts) {
        Optional<Attempt> right = glance(attempts);
        if (right.isPresent()) {
            return Guard.admitted(right.get().credentials().user());
        }
        return undecided(attempts)
                ? Guard.ask(() -> verify(attempts)
                        .map(attempt -> Guard.admitted(attempt.credentials().user()))
                        .orElse(Guard.refused(refusal())))
                : Guard.refused(refusal());
    }

    /** The first that is known to be right without further thought. Never slow. */
    Optional<Attempt> glance(List<Attempt> attempts) {
        return attempts.stream()
                .filter(attempt -> glance(attempt) == Authenticator.Verdict.YES)
                .findFirst();
    }

    /** Whether {@link #verify} may find what {@link #glance} did not. Never slow. */
    boolean undecided(List<Attempt> attempts) {
        return attempts.stream().anyMatch(attempt -> glance(attempt) == Authenticator.Verdict.ASK);
    }

    /** The first that is right. Slow: for a worker. */
    Optional<Attempt> verify(List<Attempt> attempts) {
        return attempts.stream().filter(this::verify).findFirst();
    }

    /** What somebody who was let in may do. */
    Rights rights(String mount, String user) {
        int priority = users(mount).stream()
                .filter(each -> each.user().equals(user))
                .mapToInt(SourceUser::priority)
                .findFirst()
                .orElse(0);
        return new Rights(user, priority);
    }

    private Authenticator.Verdict glance(Attempt attempt) {
        boolean undecided = false;
        for (Secret secret : secrets(attempt)) {
            Authenticator.Verdict verdict =
                    authenticator.glance(secret, attempt.credentials().password());
            if (verdict == Authenticator.Verdict.YES) {
                return verdict;
            }
            undecided |= verdict == Authenticator.Verdict.ASK;
        }
        return undecided ? Authenticator.Verdict.ASK : Authenticator.Verdict.NO;
    }

    private boolean verify(Attempt attempt) {
        return secrets(attempt).stream()
                .anyMatch(secret ->
                        authenticator.verify(secret, attempt.credentials().password()));
    }

    /** Each of which would let the user in: two at most. */
    private List<Secret> secrets(Attempt attempt) {
        String user = attempt.credentials().user();
        List<SourceUser> users = users(attempt.mount());
        List<Secret> secrets = new ArrayList<>(2);
        users.stream()
                .filter(each -> each.user().equals(user))
                .map(SourceUser::password)
                .forEach(secrets::add);
        if (users.isEmpty() && user.equals(SourceUser.USUAL)) {
            Secret whole = passwords.get().source();
            if (whole != null) {
                secrets.add(whole);
            }
        }
        if (user.equals(ADMIN)) {
            Secret operators = passwords.get().admin();
            if (operators != null) {
                secrets.add(operators);
            }
        }
        return secrets;
    }

    private List<SourceUser> users(String mount) {
        return mounts.named(mount).map(each -> each.config().sources().users()).orElse(List.of());
    }

    /** With what libshout, ffmpeg and browsers need to ask again, or their user. */
    private static Response refusal() {
        return Response.problem(401, "You need to authenticate").with("WWW-Authenticate", "Basic realm=\"icy\"");
    }

    /**
     * Somebody's wish to send to a mount, and what they show for it.
     *
     * <p>Thread: any; immutable.
     */
    record Attempt(String mount, Credentials credentials) {}

    /**
     * What somebody may do who was let in.
     *
     * @param priority among the live sources of the mount
     */
    record Rights(String user, int priority) {}
}
