package icy.server.admin;

import icy.server.auth.Authenticator;
import icy.server.auth.Authenticator.Verdict;
import icy.server.config.ApiConfig;
import icy.server.config.ApiKey;
import icy.server.config.Role;
import icy.server.config.ServerConfig;
import icy.server.http.Cors;
import icy.server.http.Credentials;
import icy.server.http.Guard;
import icy.server.http.Request;
import icy.server.http.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who may change something through the API: whoever is on this machine, whoever shows a key of the config that allows it,
 * the operator; and everybody, where the config says so. Reading needs no guard.
 *
 * <p>"On this machine" is judged with care, because any page that a browser on it shows can have a request sent from
 * there. Browsers mark as another site's what a page of another site asks for, and what bears such a mark must show a
 * key, whether it changes something or reads what is not for everybody; except where that site has made its own name lead
 * here (DNS rebinding). So the {@code Host} must be {@linkplain OwnNames one of this server's}. And a proxy on this machine
 * speaks for strangers: what it says it has passed on counts as theirs. One that says nothing, and asks by a name of the
 * loopback, cannot be told from a program on this machine.
 *
 * <p>Thread: any.
 */
public final class ApiAccess {
    private static final String BEARER = "bearer ";
    private static final List<String> MARKS_OF_PROXIES =
            List.of("X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private final OperatorLogins operators;
    private final Authenticator authenticator;
    private final Supplier<ApiConfig> api;
    private final OwnNames names;

    /** @param running the config in force, which a reload may change */
    public ApiAccess(OperatorLogins operators, Authenticator authenticator, Supplier<ServerConfig> running) {
        this.operators = operators;
        this.authenticator = authenticator;
        this.api = () -> running.get().api();
        this.names = new OwnNames(running.get());
    }

    /** Lets those pass who may do what {@code needed} may. */
    public Guard guard(Role needed) {
        return request -> judge(request, needed);
    }

    private Guard.Verdict judge(Request request, Role needed) {
        ApiConfig present = api.get();
        if (present.open() || isOfThisMachine(request)) {
            return Guard.admitted();
        }
        Optional<String> key = shownKey(request);
        if (key.isPresent()) {
            return judgeKey(key.get(), present.keys(), needed);
        }
        List<Credentials> login = OperatorLogins.shown(request);
        return login.isEmpty() ? Guard.refused(refusal(request, needed)) : operators.judge(login);
    }

    private Guard.Verdict judgeKey(String shown, List<ApiKey> keys, Role needed) {
        boolean undecided = false;
        for (ApiKey each : keys) {
            Verdict verdict = authenticator.glance(each.key(), shown);
            if (verdict == Verdict.YES) {
                return admit(each, needed);
            }
            undecided |= verdict == Verdict.ASK;
        }
        return undecided ? Guard.ask(() -> verify(shown, keys, needed)) : Guard.refused(unknownKey());
    }

    private Guard.Verdict verify(String shown, List<ApiKey> keys, Role needed) {
        return keys.stream()
                .filter(each -> authenticator.verify(each.key(), shown))
                .findFirst()
                .map(each -> admit(each, needed))
                .orElseGet(() -> Guard.refused(unknownKey()));
    }

    private static Guard.Verdict admit(ApiKey key, Role needed) {
        if (key.role().includes(needed)) {
            return Guard.admitted(key.name());
        }
        return Guard.refused(Response.problem(
                403,
                "The key \"%s\" %s. This needs one that %s."
                        .formatted(key.name(), key.role().text(), needed.text())));
    }

    /** Whether somebody on this machine wants this, rather than a page that is looked at on it. */
    private boolean isOfThisMachine(Request request) {
        return isOnThisMachine(request) && names.has(request.header("Host")) && !Cors.isForeign(request);
    }

    private static boolean isOnThisMachine(Request request) {
        return request.connection().remote().getAddress().isLoopbackAddress()
                && MARKS_OF_PROXIES.stream().noneMatch(request.headers()::contains);
    }

    private static Optional<String> shownKey(Request request) {
        Optional<String> bearer = request.header("Authorization")
                .map(String::strip)
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip());
        return bearer.isPresent() ? bearer : request.header("X-API-Key").map(String::strip);
    }

    private static Response unknownKey() {
        return challenge("This server does not know this key. Its config names those it knows, under [[keys]].");
    }

    private Response refusal(Request request, Role needed) {
        String how = "show a key that %s (Authorization: Bearer KEY), or log in as %s."
                .formatted(needed.text(), OperatorLogins.ADMIN);
        if (isOnThisMachine(request) && Cors.isForeign(request)) {
            return Response.problem(403, "A page of another site may not ask for this.");
        }
        if (isOnThisMachine(request)) {
            return challenge("You have asked for \"%s\", which is no name of this server: ask at localhost, or "
                    .formatted(request.header("Host").orElse(""))
                    .concat(how));
        }
        return challenge("Only from the server's own machine can this be done without saying who you are: " + how);
    }

    private static Response challenge(String sentence) {
        return Response.problem(401, sentence).with("WWW-Authenticate", "Basic realm=\"icy\"");
    }
}
