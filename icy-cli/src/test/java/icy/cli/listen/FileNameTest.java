package icy.cli.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Sigur Rós – Ágætis byrjun|Sigur Rós – Ágætis byrjun",
                "AC/DC - T.N.T.|AC_DC - T.N.T",
                "../../etc/passwd|_.._etc_passwd",
                "What? \"Why\"|What_ _Why_",
                "~~|untitled",
                "~ . ~|untitled",
                "🎵|🎵"
            })
    void titlesBecomeNamesThatAreSafeEverywhere(String title, String name) {
        assertThat(FileName.of(title)).isEqualTo(name);
    }

    @Property
    void anyTitleIsOneNameThatFits(@ForAll String title) {
        String name = FileName.of(title);

        assertThat(Path.of(name).getNameCount()).isEqualTo(1);
        assertThat(name).isNotBlank().doesNotStartWith(".");
        assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(200);
    }
}
