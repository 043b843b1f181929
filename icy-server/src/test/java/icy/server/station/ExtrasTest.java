package icy.server.station;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.station.StationStage.Answer;
import icy.server.testing.TestData;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtrasTest {
    private static final String EXTRAS = "/stream/extras";

    @SuppressWarnings("NullAway.Init")
    private StationStage stage;

    @BeforeEach
    void start() throws IOException {
        stage = new StationStage(TestData.path("demo"), null);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'show':'Breakfast'}",
                "{'a':{'b':[1,2.50,null,'ü🎵']},'x':null,'c':[]}",
                "{'id':12345678901234567890,'far':1E+400,'no':false}",
                "{}"
            })
    void comeOutAsTheyWentIn(String json) {
        assertThat(stage.put(EXTRAS, json).status()).isEqualTo(200);

        assertThat(stage.get("/stream").body()).contains("\"extras\":" + json.replace('\'', '"'));
    }

    @Test
    void thatCanNeverBeWrittenAgainAreRefused() {
        assertThat(stage.put(EXTRAS, "{'a':'cut off \\ud83d'}").status()).isEqualTo(422);
        assertThat(stage.put(EXTRAS, "{'a':'\\udfb5\\ud83c'}").status()).isEqualTo(422);
        assertThat(stage.put(EXTRAS, "{'a':'\\ud83c\\udfb5', 'b':'\\\\ud83c'}").status())
                .isEqualTo(200);
        assertThat(stage.put("/stream/dj-message", "{'text':'hi \\ud83d', 'seconds':20}")
                        .status())
                .isEqualTo(422);

        assertThat(stage.get("/stream").status()).isEqualTo(200);
    }

    @Test
    void haveAnEnd() {
        String deep = "{'a':".repeat(40) + "1" + "}".repeat(40);

        assertThat(stage.put(EXTRAS, deep).status()).isEqualTo(422);
        assertThat(stage.put(EXTRAS, "{'a':".repeat(100_000)).status()).isEqualTo(400);
        assertThat(stage.put(EXTRAS, "[1]").status()).isEqualTo(422);
    }

    @Test
    void nothingThatPlaysIsNull() {
        Answer stopped = stage.post("/stream/stop", "");

        assertThat(stopped.body()).contains("\"track\":null");
    }
}
