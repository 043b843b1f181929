package icy.server.admin;

import icy.server.auth.Authenticator;
import icy.server.auth.Authenticator.Verdict;
import icy.server.auth.Logins;
import icy.server.config.PasswordsConfig;
import icy.server.config.Secret;
import icy.server.http.Credentials;
import icy.server.http.Guard;
import icy.server.http.Request;
import icy.server.http.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets operators in, who log in as {@code admin}, and, where they are wanted, servers that relay this one, who log in as
 * {@code relay}.
 *
 * <p>Thread: any.
 */
public final class OperatorLogins {
    /** The name that operators log in with. */
    public static final String ADMIN = "admin";

    /** The name that relays log in with. */
    public static final String RELAY = "relay";

    private final Authenticator authenticator;
    private final Supplier<PasswordsConfig> passwords;

    /** @param passwords those in force, which a reload may change */
    public OperatorLogins(Authenticator authenticator, Supplier<PasswordsConfig> passwords) {
        this.authenticator = authenticator;
        this.passwords = passwords;
    }

    /** For operators alone. */
    public Guard guard() {
        return request -> judge(shown(request));
    }

    /** Lets operators pass who show themselves in one of these ways. */
    public Guard.Verdict judge(List<Credentials> shown) {
        return judge(logins(/* relaysToo= */ false), shown);
    }

    /** Lets operators and relays pass. */
    public Guard.Verdict judgeRelay(List<Credentials> shown) {
        return judge(logins(/* relaysToo= */ true), shown);
    }

    /** What a request's Authorization says; none where it has none. */
    public static List<Credentials> shown(Request request) {
        return Credentials.basic(request.headers()).map(List::of).orElse(List.of());
    }

    private static Guard.Verdict judge(Logins logins, List<Credentials> shown) {
        boolean undecided = false;
        for (Credentials each : shown) {
            Verdict verdict = logins.glance(each.user(), each.password());
            if (verdict == Verdict.YES) {
                return Guard.admitted(each.user());
            }
            undecided |= verdict == Verdict.ASK;
        }
        return undecided ? Guard.ask(() -> verify(logins, shown)) : Guard.refused(refusal());
    }

    private static Guard.Verdict verify(Logins logins, List<Credentials> shown) {
        return shown.stream()
                .filter(each -> logins.verify(each.user(), each.password()))
                .findFirst()
                .map(each -> Guard.admitted(each.user()))
                .orElseGet(() -> Guard.refused(refusal()));
    }

    private Logins logins(boolean relaysToo) {
        PasswordsConfig present = passwords.get();
        Map<String, Secret> users = new HashMap<>();
        Optional.ofNullable(present.admin()).ifPresent(secret -> users.put(ADMIN, secret));
        if (relaysToo) {
            Optional.ofNullable(present.relay()).ifPresent(secret -> users.put(RELAY, secret));
        }
        return new Logins(users, authenticator);
    }

    private static Response refusal() {
        return Response.problem(401, "You need to authenticate").with("WWW-Authenticate", "Basic realm=\"icy\"");
    }
}
