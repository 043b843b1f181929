package icy.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.auth.Authenticator;
import icy.server.auth.SlowHash;
import icy.server.config.ApiConfig;
import icy.server.config.ApiKey;
import icy.server.config.MountConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.Role;
import icy.server.config.Secret;
import icy.server.config.ServerConfig;
import icy.server.http.Endpoint;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.testing.TestHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may change what, from this machine and, as a proxy's mark makes it seem, from elsewhere. */
@Timeout(60)
class ApiAccessTest {
    private static final String ELSEWHERE = "X-Forwarded-For: 192.0.2.7\n";
    private static final String LISTENER = "listeners-0123456789";
    private static final String DJ = "disk-jockey-0123456789";

    private final ApiConfig closed = new ApiConfig(
            false,
            List.of(
                    new ApiKey("wall", Secret.of(LISTENER), Role.LISTEN),
                    new ApiKey("studio", Secret.of(SlowHash.ofRandom(DJ).text()), Role.DJ)));
    private ServerConfig running = ServerConfig.of(MountConfig.of("/stream"))
            .withPasswords(PasswordsConfig.of("source-password", "admin-password"))
            .withApi(closed);
    private TestHttp http;

    @BeforeEach
    void start() throws IOException {
        running = new ServerConfig(
                running.listen(),
                running.dataDir(),
                URI.create("https://radio.example.org"),
                running.limits(),
                running.log(),
                running.mounts(),
                running.masters(),
                running.newMounts(),
                running.loops(),
                running.passwords(),
                running.api(),
                running.media(),
                running.transcode());
        http = new TestHttp(routes());
    }

    private Routes routes() {
        Authenticator authenticator = new Authenticator();
        OperatorLogins operators = new OperatorLogins(authenticator, () -> running.passwords());
        ApiAccess access = new ApiAccess(operators, authenticator, () -> running);
        Endpoint who =
                Endpoint.immediate(request -> Response.text(200, request.user().orElse("somebody") + "\n"));
        return Routes.builder()
                .get("/dj", Endpoint.guarded(access.guard(Role.DJ), who))
                .post("/dj", Endpoint.guarded(access.guard(Role.DJ), who))
                .delete("/dj", Endpoint.guarded(access.guard(Role.DJ), who))
                .put("/admin", Endpoint.guarded(access.guard(Role.ADMIN), who))
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "icy.localhost"})
    void whoIsOnThisMachineMayDoEverything(String host) throws IOException {
        assertThat(ask("POST", "/dj", "Host: " + host + "\n")).startsWith("HTTP/1.1 200 ");
        assertThat(ask("PUT", "/admin", "Host: " + host + "\n")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.evil.example",
                "[::2]",
                "192.0.2.1",
                "Radio.Example.org", // the public name, by which a proxy that leaves no mark passes on
                "[::]" // to which the server is bound
            })
    void aStrangersNameThatLeadsHereOpensNothing(String host) throws IOException {
        assertThat(ask("POST", "/dj", "Host: " + host + ":8000\nOrigin: http://" + host + ":8000\n"))
                .startsWith("HTTP/1.1 401 ")
                .contains("which is no name of this server: ask at localhost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Origin: http://evil.example",
                "Origin: null"
            })
    void aPageOfAnotherSiteIsRefusedWhateverItShows(String mark) throws IOException {
        for (String method : List.of("POST", "DELETE")) {
            assertThat(ask(method, "/dj", "Host: localhost\nX-API-Key: " + DJ + "\n" + mark + "\n"))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("another site");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Fetch-Site: cross-site", "Origin: http://evil.example", "Origin: null"})
    void aPageOfAnotherSiteThatIsLookedAtOnThisMachineReadsNothingThatIsNotForAll(String mark) throws IOException {
        assertThat(ask("GET", "/dj", "Host: localhost\n" + mark + "\n"))
                .startsWith("HTTP/1.1 403 ")
                .contains("another site");
        assertThat(ask("GET", "/dj", "Host: localhost\nX-API-Key: " + DJ + "\n" + mark + "\n"))
                .endsWith("\n\nstudio\n");
        assertThat(ask("GET", "/dj", "Host: localhost\nSec-Fetch-Site: same-origin\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whoIsBoundToAnAddressIsKnownByItUnlessThereIsAPublicName() throws IOException {
        assertThat(ask("POST", "/dj", "")).startsWith("HTTP/1.1 401 "); // a proxy of HTTP/1.0 may leave Host out

        http.close();
        running = ServerConfig.of(MountConfig.of("/stream"))
                .withPasswords(running.passwords())
                .withApi(closed);
        http = new TestHttp(routes());

        assertThat(ask("POST", "/dj", "Host: [::]:8000\n")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "Via: 1.1 proxy", "X-Real-IP: ::1"})
    void whatAProxyPassesOnIsNotFromThisMachine(String mark) throws IOException {
        assertThat(ask("POST", "/dj", "Host: localhost\n" + mark + "\n"))
                .startsWith("HTTP/1.1 401 ")
                .contains("WWW-Authenticate: Basic realm=\"icy\"")
                .contains(
                        "show a key that may drive stations and queues (Authorization: Bearer KEY), or log in as admin");
    }

    @Test
    void aKeyMayDoWhatItsRoleMayAndNoMore() throws IOException {
        assertThat(elsewhere("/dj", "Authorization: Bearer " + DJ)).endsWith("\n\nstudio\n");
        assertThat(elsewhere("/dj", "authorization: bearer  " + DJ)).endsWith("\n\nstudio\n");
        assertThat(elsewhere("/dj", "X-API-Key: " + DJ)).endsWith("\n\nstudio\n");
        assertThat(elsewhere("/dj", "X-API-Key: " + LISTENER))
                .startsWith("HTTP/1.1 403 ")
                .contains("The key \"wall\" may read and listen. This needs one that may drive stations and queues.");
        assertThat(ask("PUT", "/admin", ELSEWHERE + "Host: h\nX-API-Key: " + DJ + "\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer wrong", "X-API-Key: wrong", "X-API-Key: "})
    void anUnknownKeyIsRefused(String shown) throws IOException {
        assertThat(elsewhere("/dj", shown)).startsWith("HTTP/1.1 401 ").contains("does not know this key");
    }

    @Test
    void theOperatorsLoginOpensEverything() throws IOException {
        assertThat(elsewhere("/dj", basic("admin:admin-password"))).endsWith("\n\nadmin\n");
        assertThat(ask("PUT", "/admin", ELSEWHERE + "Host: h\n" + basic("admin:admin-password") + "\n"))
                .endsWith("\n\nadmin\n");
        assertThat(elsewhere("/dj", basic("source:source-password"))).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void anOpenServerAsksNobodyAndClosesWithItsConfig() throws IOException {
        running = running.withApi(new ApiConfig(true, List.of()));
        assertThat(elsewhere("/dj", "X-Anything: 1")).startsWith("HTTP/1.1 200 ");

        running = running.withApi(ApiConfig.DEFAULT);
        assertThat(elsewhere("/dj", "X-API-Key: " + DJ)).startsWith("HTTP/1.1 401 ");
    }

    private String elsewhere(String path, String field) throws IOException {
        return ask("POST", path, ELSEWHERE + "Host: h\n" + field + "\n");
    }

    private String ask(String method, String path, String fields) throws IOException {
        return http.ask(method + " " + path + " HTTP/1.1\nConnection: close\nContent-Length: 0\n" + fields + "\n");
    }

    private static String basic(String login) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }
}
