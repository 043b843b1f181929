package icy.server.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import icy.server.testing.StatsReader;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlTest {
    @Test
    void isWrittenWithoutIndentation() {
        byte[] bytes = new Xml("<?xml version=\"1.0\"?>")
                .begin("a", "name", "x \"y\"")
                .element("b", "t & u")
                .element("c", 7)
                .empty("d")
                .end()
                .bytes();
        assertThat(new String(bytes, UTF_8))
                .isEqualTo("<?xml version=\"1.0\"?>\n<a name=\"x 'y'\"><b>t &amp; u</b><c>7</c><d/></a>");
    }

    @Test
    void isNotGivenOutBeforeItsLastElementHasEnded() {
        assertThatThrownBy(() -> new Xml("").begin("a").bytes()).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Now & then, Now & then",
                "Rhythm &amp; blues, Rhythm ＆amp; blues",
                "&lt;b&gt;, ＆lt;b＆gt;",
                "&#60;&#x3C;, ＆#60;＆#x3C;",
                "a &unknown; b, a ＆unknown; b",
                "<script>, ‹script›",
                "]]>, ]]›",
                "it's \"so\", it's \"so\"",
                "&;&#; & ;, &;&#; & ;",
            })
    void sayTheSameToThoseWhoDecodeTooEarlyAsToOthers(String said, String read) {
        assertThat(StatsReader.text(StatsReader.strictXml(document(said)), "t")).isEqualTo(read);
        assertThat(StatsReader.text(StatsReader.xml(document(said)), "t")).isEqualTo(read);
    }

    @Test
    void whatNoDocumentMayHoldIsReplaced() {
        assertThat(StatsReader.text(StatsReader.strictXml(document("a\0b\u001Bc\uD800d\uDC00e\uFFFEf🎧")), "t"))
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf🎧");
    }

    @Property(tries = 500)
    void noTextBreaksADocument(@ForAll("hostile") String text) {
        StatsReader.strictXml(document(text));
        StatsReader.xml(document(text));
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.of(
                        "&",
                        "<",
                        ">",
                        ";",
                        "#",
                        "x",
                        "lt",
                        "amp",
                        "nbsp",
                        "6",
                        "'",
                        "\"",
                        "]]>",
                        "<!--",
                        "<![CDATA[",
                        "\0",
                        "\uD83C",
                        "\uDFA7",
                        "\uFFFF",
                        "\r",
                        "\n",
                        "é",
                        "日",
                        " ")
                .list()
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces));
    }

    private static String document(String text) {
        byte[] bytes = new Xml("<?xml version=\"1.0\"?>")
                .begin("d", "a", text)
                .element("t", text)
                .end()
                .bytes();
        return new String(bytes, UTF_8);
    }
}
