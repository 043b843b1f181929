package icy.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariantsConfigTest {

    @Test
    void aLadderIsRead() throws ConfigException {
        VariantsConfig variants = ConfigReader.parse("""
                        [[mounts]]
                        variants = ["mp3-320", "aac-96", "opus-96", "flac", "wav"]
                        variants-always = true
                        variants-linger = "30s"
                        """).defaultMount().variants();

        assertThat(variants.ladder())
                .extracting(VariantFormat::toString)
                .containsExactly("mp3-320", "aac-96", "opus-96", "flac", "wav");
        assertThat(variants.always()).isTrue();
        assertThat(variants.linger()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mp3     | MP3 has the bitrates 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320",
                "mp3-100 | MP3 has the bitrates 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320",
                "opus-9  | write opus-16 to opus-320",
                "flac-5  | flac has no bitrate; write flac",
                "wma-64  | no format; write one of mp3, aac, opus, flac, wav with its bitrate, like mp3-128 or flac",
            })
    void whatIsNoVariantIsRefusedWithWhatToWrite(String written, String rule) {
        assertThatThrownBy(() -> VariantFormat.parse(written)).hasMessage(rule);
    }

    @Test
    void aMountMayNotHaveTheNameOfAnothersVariant() {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigReader.parse("""
                [[mounts]]
                mount = "/jazz"
                variants = ["mp3-64", "mp3-64"]
                [[mounts]]
                mount = "/jazz/mp3-64"
                """));

        assertThat(String.join("\n", e.problems()))
                .contains(VariantsConfig.TWICE)
                .contains(ServerConfig.VARIANTS_NAME);
    }
}
