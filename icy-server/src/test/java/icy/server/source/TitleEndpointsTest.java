package icy.server.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.config.MountConfig;
import icy.server.config.Secret;
import icy.server.config.SourceUser;
import icy.server.config.SourcesConfig;
import icy.server.http.AccessLog;
import icy.server.testing.ServerLog;
import icy.server.testing.TestHttp;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Titles told apart from the audio, in Icecast's way and in SHOUTcast's; the answers are Icecast 2.4.4's, observed. */
@Timeout(30)
class TitleEndpointsTest {
    private static final String DONE = """
            <?xml version="1.0"?>
            <iceresponse><message>Metadata update successful</message><return>1</return></iceresponse>
            """;

    private static final String LOGIN = login("source:" + Gate.PASSWORD);
    private static final String ADMIN = login("admin:" + Gate.ADMIN_PASSWORD);

    private Gate gate;

    @BeforeEach
    void open() throws IOException {
        MountConfig own = MountConfig.of("/own");
        gate = new Gate(
                MountConfig.of("/live.mp3"),
                own.withSources(own.sources().withUsers(new SourceUser("ann", Secret.of("annspassword"), 0))));
        gate.live("/live.mp3");
    }

    @AfterEach
    void close() throws IOException {
        gate.close();
    }

    @Test
    void updateIsAnsweredAsIcecastDoes() throws IOException {
        assertThat(gate.ask("GET /admin/metadata?mode=updinfo&mount=%2Flive.mp3&song=Artist%20-%20Title HTTP/1.0\n"
                        + LOGIN + "\n"))
                .startsWith("HTTP/1.0 200 OK\n")
                .contains("\nContent-Type: text/xml; charset=utf-8\nContent-Length: 113\n")
                .endsWith("\n\n" + DONE);
        assertThat(gate.titles()).containsExactly("Artist - Title");
    }

    @Test
    void libshoutAsksFirstWithoutItsPasswordThenPostsAForm() throws IOException {
        String post = """
                POST /admin/metadata HTTP/1.1
                Host: 127.0.0.1:8000
                %sUser-Agent: libshout/2.4.6
                Content-Type: application/x-www-form-urlencoded
                Content-Length: %d
                Connection: Keep-Alive

                %s""";
        String form = "mode=updinfo&mount=%2flive%2emp3&charset=UTF%2d8&song=Caf%c3%a9%20%2d%20x";
        Socket client = gate.connect();
        TestHttp.send(client, post.formatted("", form.length(), form));
        assertThat(TestHttp.readAnswer(client)).startsWith("HTTP/1.1 401 ").contains("Connection: keep-alive");
        TestHttp.send(client, post.formatted(LOGIN, form.length(), form));

        assertThat(TestHttp.readAnswer(client)).startsWith("HTTP/1.1 200 OK\n").endsWith(DONE);
        assertThat(gate.titles()).containsExactly("Café - x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            song=A+-+B                          | A - B
            song=A&artist=X&title=Y             | A
            artist=A&title=B                    | A - B
            title=B                             | B
            artist=&title=B                     | B
            song=                               | ''
            song=A&url=http%3A%2F%2Fx%2F        | A^http://x/
            song=50%25 off & free               | 50% off
            song=it's #1                        | it's #1
            song=1%2B1                          | 1+1
            song=broken%zz                      | broken%zz
            song=a%0D%0Ab%00                    | 'a  b'
            """)
    void parametersMakeATitle(String parameters, String title) throws IOException {
        update("mode=updinfo&mount=/live.mp3&" + parameters.replace(" ", "%20"), LOGIN);

        assertThat(gate.titles()).containsExactly(title.replace('^', '|'));
    }

    @Test
    void nothingToTellChangesNothing() throws IOException {
        assertThat(update("mode=updinfo&mount=/live.mp3", LOGIN)).endsWith(DONE);
        assertThat(update("mode=updinfo&mount=/live.mp3&artist=A", LOGIN)).endsWith(DONE);
        assertThat(gate.titles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, ''",
        "UTF-8, UTF-8",
        "UTF-8, no-such-charset",
        "windows-1252, ''",
        "ISO-8859-1, latin1",
        "ISO-8859-15, iso-8859-15",
    })
    void bytesAreReadInTheirCharset(String written, String said) throws IOException {
        String escaped = URLEncoder.encode("Für Élise", Charset.forName(written));
        update("mode=updinfo&mount=/live.mp3&song=" + escaped + "&charset=" + said, LOGIN);

        assertThat(gate.titles()).containsExactly("Für Élise");
    }

    @Test
    void buttSendsRawBytes() throws IOException {
        Socket client = gate.connect();
        client.getOutputStream()
                .write(("GET /admin/metadata?mode=updinfo&mount=/live.mp3&song=Motörhead%20#1 HTTP/1.0\r\n"
                                + LOGIN.strip() + "\r\n\r\n")
                        .getBytes(UTF_8));
        client.getInputStream().readAllBytes();
        Socket latin = gate.connect();
        latin.getOutputStream()
                .write(("GET /admin/metadata?mode=updinfo&mount=/live.mp3&song=Motörhead HTTP/1.0\r\n" + LOGIN.strip()
                                + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
        latin.getInputStream().readAllBytes();

        assertThat(gate.titles()).containsExactly("Motörhead #1", "Motörhead");
    }

    @Test
    void configuredCharsetIsTakenWhenBytesAreNoUtf8() throws IOException {
        SourcesConfig usual = SourcesConfig.DEFAULT;
        SourcesConfig russian =
                new SourcesConfig(usual.users(), usual.takeover(), usual.inputBuffer(), Charset.forName("KOI8-R"));
        try (Gate other = new Gate(MountConfig.of("/ru").withSources(russian))) {
            other.live("/ru");
            for (String charset : new String[] {"KOI8-R", "UTF-8"}) {
                String escaped = URLEncoder.encode("Кино", Charset.forName(charset));
                other.ask("GET /admin/metadata?mode=updinfo&mount=/ru&song=" + escaped + " HTTP/1.0\n" + LOGIN + "\n");
            }
            assertThat(other.titles()).containsExactly("Кино", "Кино");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mode=updinfo&mount=/nothing&song=x   | 400 | <b>400 - Source does not exist</b>
            mode=updinfo&mount=/own&song=x       | 400 | <b>400 - Source is not available</b>
            mode=updinfo&song=x                  | 400 | <b>400 - Missing parameter
            mount=/live.mp3&song=x               | 400 | <b>400 - Missing parameter</b>
            mode=other&mount=/live.mp3&song=x    | 200 | <message>No such action</message><return>0</return>
            """)
    void mistakesAreAnsweredAsIcecastDoes(String parameters, int status, String piece) throws IOException {
        assertThat(update(parameters, ADMIN))
                .startsWith("HTTP/1.0 " + status + " ")
                .contains(piece);
        assertThat(gate.titles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/live.mp3, admin:adminsecret, 200",
        "/live.mp3, source:hackmeplease, 200",
        "/live.mp3, source:wrong, 401",
        "/live.mp3, ann:annspassword, 401",
        "/own, ann:annspassword, 400",
        "/own, source:hackmeplease, 401",
        "/own, admin:adminsecret, 400",
        "/nothing, source:wrong, 401",
    })
    void thoseMayTellWhoMaySend(String mount, String who, int status) throws IOException {
        assertThat(update("mode=updinfo&song=x&mount=" + mount, login(who))).startsWith("HTTP/1.0 " + status + " ");
    }

    @Test
    void nobodyMayWithoutALogin() throws IOException {
        assertThat(update("mode=updinfo&mount=/live.mp3&song=x", ""))
                .startsWith("HTTP/1.0 401 ")
                .contains("\nWWW-Authenticate: Basic realm=\"icy\"\n");
        assertThat(gate.ask("POST /admin/metadata HTTP/1.0\nContent-Length: 0\n\n"))
                .startsWith("HTTP/1.0 401 ");
    }

    @Test
    void shoutcastsUpdateIsAnsweredAsIcecastDoes() throws IOException {
        String request = "GET /admin.cgi?mode=updinfo&pass=hackmeplease&charset=UTF%2d8&song=A%20%2d%20B HTTP/1.0\n"
                + "User-Agent: libshout/2.4.6 (Mozilla Compatible)\n\n";
        String done = "<html><head><title>Admin request successful</title></head><body>"
                + "<p>Metadata update successful</p></body></html>";

        assertThat(gate.ask(request))
                .startsWith("HTTP/1.0 200 OK\n")
                .contains("\nContent-Type: text/html; charset=utf-8\n")
                .endsWith("\n\n" + done);
        assertThat(Gate.askFrom(gate.connectToSourcesPort(), request)).endsWith(done);
        assertThat(gate.titles()).containsExactly("A - B", "A - B");
    }

    @ParameterizedTest
    @CsvSource({
        "pass=hackmeplease, /live.mp3, 200",
        "pass=adminsecret, /live.mp3, 200",
        "pass=source:hackmeplease, /live.mp3, 200",
        "pass=adminsecret&sid=2, /own, 200",
        "pass=annspassword&sid=2, /own, 401",
        "pass=ann:annspassword&sid=2, /own, 200",
        "pass=ann:annspassword&mount=/own, /own, 200",
        "pass=hackmeplease&sid=2, /own, 401",
        "pass=hackmeplease&sid=9, /own, 400",
        "pass=live.mp3:hackmeplease, /live.mp3, 200",
        "pass=hackmeplease, /own, 400",
        "pass=wrong, /live.mp3, 401",
        "pass=, /live.mp3, 401",
        "x=, /live.mp3, 400",
    })
    void shoutcastsPasswordIsAParameter(String parameters, String live, int status) throws IOException {
        gate.live(live);

        assertThat(gate.ask("GET /admin.cgi?mode=updinfo&song=x&" + parameters + " HTTP/1.0\n\n"))
                .startsWith("HTTP/1.0 " + status + " ");
        assertThat(gate.titles()).hasSize(status == 200 ? 1 : 0);
    }

    @Test
    void withoutAPasswordShoutcastsUpdateSaysSo() throws IOException {
        assertThat(gate.ask("GET /admin.cgi?mode=updinfo&song=x HTTP/1.0\n\n"))
                .contains("<b>400 - missing pass parameter</b>");
        assertThat(gate.ask("GET /admin.cgi?mode=updinfo&song=x HTTP/1.0\n" + ADMIN + "\n"))
                .startsWith("HTTP/1.0 200 ");
    }

    @Test
    void noPasswordReachesALog() throws IOException {
        try (ServerLog log = ServerLog.open()) {
            AccessLog access = AccessLog.combined(Clock.systemUTC());
            gate.ask("GET /admin.cgi?mode=updinfo&pass=wrongsecret&song=x HTTP/1.0\n\n");
            gate.ask("GET /admin.cgi?pass=hackmeplease&mode=updinfo&song=x HTTP/1.0\n\n");
            gate.ask("GET /admin/metadata?mode=updinfo&mount=/live.mp3&song=x HTTP/1.0\n" + LOGIN + "\n");
            gate.ask("SOURCE /x HTTP/1.0\n" + LOGIN + "\naudio");
            gate.ask("hackmeplease\n\naudio");
            await().until(() -> gate.http().accessLog().size() == 3);
            gate.http().accessLog().forEach(access::log);

            assertThat(log.linesWith("/admin")).hasSize(3);
            assertThat(log.lines())
                    .noneMatch(line -> line.contains("secret") || line.contains(Gate.PASSWORD))
                    .noneMatch(line -> line.contains(LOGIN.strip().split(" ")[2]));
        }
    }

    private String update(String parameters, String login) throws IOException {
        return gate.ask("GET /admin/metadata?" + parameters + " HTTP/1.0\n" + login + "\n");
    }

    private static String login(String userAndPassword) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(UTF_8)) + "\n";
    }
}
