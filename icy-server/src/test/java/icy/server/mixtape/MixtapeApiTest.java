package icy.server.mixtape;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.media.TrackId;
import icy.server.mixtape.MixtapeStage.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixtapeApiTest {
    private static final String TRAINS = "/api/mixtapes/trains";

    @TempDir
    private Path folder;

    private MixtapeStage stage;

    @BeforeEach
    void start() throws IOException {
        stage = new MixtapeStage(folder);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void oneIsMadeAndToldOf() {
        Answer made = stage.post(
                "/api/mixtapes", "{'title':'Été à Köln!','notes':'Windows down.\\nLoud.','tracks':['1.mp3','2.mp3']}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/mixtapes/ete-a-koln");
        Answer told = stage.get("/api/mixtapes/ete-a-koln");
        assertThat(told.header("ETag")).isEqualTo(made.header("ETag"));
        assertThat(told.json())
                .isEqualTo(made.object("mixtape"))
                .containsEntry("title", "Été à Köln!")
                .containsEntry("notes", "Windows down.\nLoud.")
                .containsEntry("public", true)
                .containsEntry("track_count", 2L)
                .containsEntry("url", stage.url("/share/ete-a-koln"));
        Map<?, ?> track = (Map<?, ?>) ((List<?>) told.json().get("tracks")).get(0);
        assertThat(track.get("path")).isEqualTo("1.mp3");
        assertThat(track.get("id")).isEqualTo(TrackId.of("1.mp3").digits());
        assertThat(track.get("url")).isEqualTo(stage.url("/play/1.mp3"));
        assertThat(track.get("missing")).isEqualTo(false);
    }

    @Test
    void twoOfOneTitleHaveSlugsOfTheirOwn() {
        for (String slug : List.of("late-trains", "late-trains-2", "late-trains-3")) {
            Answer made = stage.post("/api/mixtapes", "{'title':'Late trains','tracks':['1.mp3']}");
            assertThat(made.object("mixtape")).containsEntry("slug", slug);
        }
        assertThat(stage.post("/api/mixtapes", "{'slug':'late-trains','title':'X','tracks':['1.mp3']}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void anEditWhoseETagIsOldChangesNothing() {
        stage.makeTrains();
        String seen = stage.get(TRAINS).header("ETag");
        String edit = "{'title':'Later trains','tracks':['2.mp3']}";
        Answer edited = stage.put(TRAINS, edit, "If-Match", seen);
        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.object("mixtape"))
                .containsEntry("title", "Later trains")
                .containsEntry("track_count", 1L);
        Answer refused = stage.put(TRAINS, edit, "If-Match", seen);
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.header("ETag")).isEqualTo(edited.header("ETag")).isNotEqualTo(seen);
        assertThat(stage.delete(TRAINS, "If-Match", seen).status()).isEqualTo(412);
        assertThat(stage.delete(TRAINS, "If-Match", edited.header("ETag")).status())
                .isEqualTo(200);
        assertThat(stage.get(TRAINS).status()).isEqualTo(404);
        assertThat(stage.delete(TRAINS).status()).isEqualTo(404);
    }

    @Test
    void whatAnEditLeavesOutStaysAsItIs() {
        stage.makeSecret();
        String secret = "/api/mixtapes/secret";
        stage.put(secret, "{'title':'For you','notes':'N','public':false,'cover':'2.mp3','tracks':['3.mp3']}");
        Answer mended = stage.put(secret, "{'title':'For you!','tracks':['3.mp3']}");
        assertThat(mended.object("mixtape"))
                .containsEntry("title", "For you!")
                .containsEntry("notes", "N")
                .containsEntry("public", false)
                .containsEntry("cover", "2.mp3");
        assertThat(stage.getAsStranger("/share/secret").status()).isEqualTo(404);
        Answer emptied =
                stage.put(secret, "{'title':'For all','notes':'','public':true,'cover':'','tracks':['3.mp3']}");
        assertThat(emptied.object("mixtape"))
                .containsEntry("notes", "")
                .containsEntry("public", true)
                .doesNotContainEntry("cover", "2.mp3");
    }

    @Test
    void putMakesOneThatIsNotThere() {
        assertThat(stage.put(TRAINS, "{'title':'T','tracks':['1.mp3']}").status())
                .isEqualTo(201);
        assertThat(stage.put("/api/mixtapes/others", "{'title':'T','tracks':['1.mp3']}", "If-Match", "*")
                        .status())
                .isEqualTo(412);
    }

    @Test
    void filesThatAreNotThereAreAllNamed() {
        Answer refused = stage.post("/api/mixtapes", "{'title':'T','tracks':['1.mp3','x.mp3','y.mp3','x.mp3']}");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.detail()).contains("x.mp3, y.mp3:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'tracks':['1.mp3']}                                            | 422 | title
            {'title':' ','tracks':['1.mp3']}                                | 422 | title
            {'title':'a\\nb','tracks':['1.mp3']}                            | 422 | one line
            {'title':'T'}                                                   | 422 | 1 to 500 tracks
            {'title':'T','tracks':[]}                                       | 422 | 1 to 500 tracks
            {'title':'T','tracks':['notes.txt']}                            | 422 | no music
            {'title':'T','tracks':[null]}                                   | 422 | characters
            {'title':'T','tracks':['../1.mp3']}                             | 403 | out of the media folders
            {'title':'T','tracks':['1.mp3'],'cover':'notes.txt'}            | 422 | no picture
            {'title':'T','tracks':['1.mp3'],'cover':'none.jpg'}             | 404 | none.jpg
            {'title':'T','tracks':['1.mp3'],'slug':'Not a slug'}            | 422 | slug
            {'title':'T','tracks':['1.mp3'],'notes':'\\u0007'}              | 422 | Notes
            {'title':                                                       | 400 | JSON
            []                                                              | 422 | shape
            """)
    void whatCannotBeIsRefusedInASentence(String body, int status, String piece) {
        Answer refused = stage.post("/api/mixtapes", body);
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.detail()).contains(piece);
        assertThat(stage.get("/api/mixtapes").json()).containsEntry("count", 0L);
    }

    @Test
    void aTrackIsNamedByItsIdToo() {
        String id = TrackId.of("3.mp3").digits();
        org.awaitility.Awaitility.await()
                .until(() -> stage.get("/api/library/tracks/" + id).status() == 200);
        Answer made = stage.post("/api/mixtapes", "{'title':'T','tracks':['%s']}".formatted(id));
        assertThat(made.text()).contains("\"path\":\"3.mp3\"");
    }

    @Test
    void aFileThatHasGoneIsSaidToBeMissing() throws IOException {
        stage.makeTrains();
        Files.delete(stage.music().resolve("2.mp3"));
        assertThat(stage.get(TRAINS).text()).contains("\"path\":\"2.mp3\"").contains("\"missing\":true");
        assertThat(stage.get("/share/trains").text()).contains("data-missing=\"true\"");
    }

    @Test
    void onlyWhoMayChangeMixtapesSeesThoseThatAreNotPublic() {
        stage.makeTrains();
        stage.makeSecret();
        assertThat(stage.get("/api/mixtapes").json()).containsEntry("count", 2L);
        assertThat(stage.getAsStranger("/api/mixtapes").text())
                .contains("\"count\":1")
                .doesNotContain("secret");
        assertThat(stage.get("/api/mixtapes/secret").status()).isEqualTo(200);
        Answer hidden = stage.getAsStranger("/api/mixtapes/secret");
        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.detail())
                .isEqualTo(stage.getAsStranger("/api/mixtapes/nothing").detail().replace("nothing", "secret"));
        assertThat(stage.getAsStranger(TRAINS).status()).isEqualTo(200);
        assertThat(stage.postAsStranger("/api/mixtapes", "{'title':'T','tracks':['1.mp3']}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theyOutliveTheServer() throws IOException {
        Path data = folder.resolve("data");
        String tag;
        try (MixtapeStage first = new MixtapeStage(folder, data)) {
            first.makeTrains();
            tag = first.get(TRAINS).header("ETag");
        }
        try (MixtapeStage second = new MixtapeStage(folder, data)) {
            Answer told = second.get(TRAINS);
            assertThat(told.header("ETag")).isEqualTo(tag);
            assertThat(told.json()).containsEntry("title", "Late trains").containsEntry("track_count", 2L);
        }
    }
}
