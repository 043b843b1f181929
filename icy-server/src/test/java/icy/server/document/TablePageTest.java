package icy.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.document.TablePage.Cell;
import icy.server.testing.StatsReader;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TablePageTest {
    @Test
    void hasHeadingsForColumnsAndRows() {
        String html = new TablePage("Mounts", "../")
                .links(Cell.link("Home", "../"))
                .table("On the air", "Mount", "")
                .row(Cell.of("/a"), Cell.button("Kick", "kick.xsl", Map.of("mount", "/a")))
                .facts("Server", List.of(Fact.of("sources", 1)))
                .html();
        assertThat(html)
                .contains("<title>Mounts</title>", "href=\"../web/tables.css\"", "<h1>Mounts</h1>")
                .contains("<caption>On the air</caption>", "<th scope=\"col\">Mount</th>", "<th scope=\"row\">/a</th>")
                .contains(
                        "<form method=\"post\" action=\"kick.xsl\"><input type=\"hidden\" name=\"mount\" value=\"/a\"/>")
                .contains("<th scope=\"row\">sources</th><td>1</td>")
                .endsWith("</table>\n</main>\n</body>\n</html>\n");
    }

    @Property(tries = 200)
    void whatStrangersSayStaysText(@ForAll String text) {
        String said = "<script>\"'&" + text;
        String html = new TablePage(said, "")
                .paragraph(said)
                .table(said, said)
                .row(Cell.of(said), Cell.link(said, said), Cell.button(said, said, Map.of("x", said)))
                .html();
        assertThat(html).doesNotContain("<script");
        String body = html.substring(html.indexOf("<body>"), html.indexOf("</html>"));
        StatsReader.strictXml(body); // what it is made of is XML, too
    }
}
