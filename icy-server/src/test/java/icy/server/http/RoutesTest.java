package icy.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /                        | /                | {}
                    /                        | /a               |
                    /a/b                     | /a/b             | {}
                    /a/b                     | /a/b/            | {}
                    /a/b/                    | /a/b             | {}
                    /a/b                     | /a               |
                    /a/b                     | /a/b/c           |
                    /a/{x}                   | /a/b             | {x=b}
                    /a/{x}                   | /a               |
                    /{mount...}              | /                |
                    /{mount...}              | /a               | {mount=a}
                    /{mount...}              | /a/b c/d         | {mount=a/b c/d}
                    /{mount...}              | /a/              | {mount=a}
                    /{mount...}.m3u          | /a/b.m3u         | {mount=a/b}
                    /{mount...}.m3u          | /.m3u            |
                    /{mount...}.m3u          | /a/b.pls         |
                    /;{any...}               | /;               | {any=}
                    /;{any...}               | /;stream.mp3     | {any=stream.mp3}
                    /;{any...}               | /;a/b            | {any=a/b}
                    /;{any...}               | /a;              |
                    /stream/{sid}/           | /stream/1        | {sid=1}
                    /api/{a}/x-{b}.json      | /api/1/x-2.json  | {a=1, b=2}
                    /api/{a}/x-{b}.json      | /api/1/x.json    |
                    """)
    void patternsMatch(String pattern, String path, String variables) {
        Optional<Map<String, String>> match = new PathPattern(pattern).match(PathPattern.segmentsOf(path));

        assertThat(match.map(found -> new java.util.TreeMap<>(found).toString()))
                .isEqualTo(Optional.ofNullable(variables));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/{x...}/a", "/{a}{b}", "/{", "/}", "/{}"})
    void brokenPatternsAreRefusedWhenTheTableIsMade(String pattern) {
        assertThatThrownBy(() -> new PathPattern(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsReservedIsNotForPatternsThatTakeAnything() {
        Routes routes = Routes.builder()
                .get("/api/{x}", says("call"))
                .get("/{mount...}", says("mount"))
                .put("/{mount...}", says("source"))
                .reserve("api")
                .build();

        assertThat(answer(routes, "GET", "/api/a")).isEqualTo("200 call");
        assertThat(find(routes, "GET", "/api/a/b").status()).isEqualTo(404);
        assertThat(find(routes, "PUT", "/api/a/b").status()).isEqualTo(404);
        assertThat(find(routes, "PUT", "/api/a").status()).isEqualTo(405);
        assertThat(answer(routes, "PUT", "/apis/a")).isEqualTo("200 source");
    }

    @Test
    void firstMatchWins() {
        Routes routes = Routes.builder()
                .get("/{mount...}.m3u", says("playlist"))
                .get("/{mount...}", says("mount"))
                .build();

        assertThat(answer(routes, "GET", "/a.m3u")).isEqualTo("200 playlist");
        assertThat(answer(routes, "GET", "/a.mp3")).isEqualTo("200 mount");
    }

    @Test
    void headIsAnsweredByGetUnlessItHasItsOwn() {
        Routes routes = Routes.builder()
                .head("/own", says("head"))
                .get("/own", says("get"))
                .get("/other", says("get"))
                .build();

        assertThat(answer(routes, "HEAD", "/own")).isEqualTo("200 head");
        assertThat(answer(routes, "HEAD", "/other")).isEqualTo("200 get");
    }

    @Test
    void otherMethodsHearWhichAreAllowed() {
        Routes routes =
                Routes.builder().get("/a", says("get")).post("/a", says("post")).build();

        Response refused = find(routes, "DELETE", "/a");
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.headers().first("Allow")).contains("GET, HEAD, OPTIONS, POST");
        assertThat(find(routes, "GET", "/b").status()).isEqualTo(404);
        assertThat(find(routes, "get", "/a").status()).isEqualTo(405);
    }

    @Test
    void optionsIsAnsweredForEveryPathAndNeverWith404() {
        Routes routes =
                Routes.builder().get("/a", says("get")).put("/a", says("put")).build();

        for (String path : new String[] {"*", "/nothing/here", "/a"}) {
            Response response = find(routes, "OPTIONS", path);
            assertThat(response.status()).isEqualTo(204);
            assertThat(response.headers().first("Allow"))
                    .contains(path.length() > 2 ? "GET, HEAD, OPTIONS" : "GET, HEAD, OPTIONS, PUT");
            assertThat(response.headers().first("Access-Control-Allow-Headers").orElseThrow())
                    .contains("Icy-MetaData", "Range", "Authorization");
        }
        assertThat(find(routes, "OPTIONS", "/a").headers().first("Access-Control-Allow-Methods"))
                .contains("GET, HEAD, OPTIONS");
    }

    private static Endpoint says(String words) {
        return Endpoint.immediate(request -> Response.text(200, words));
    }

    private static String answer(Routes routes, String method, String path) {
        Response response = find(routes, method, path);
        Body.Bytes body = (Body.Bytes) response.body();
        return response.status() + " "
                + java.nio.charset.StandardCharsets.UTF_8.decode(body.content().duplicate());
    }

    @SuppressWarnings("NullAway") // these endpoints do not look at their request
    private static Response find(Routes routes, String method, String path) {
        return ((Endpoint.Immediate) routes.find(method, path).endpoint()).handle(null);
    }
}
