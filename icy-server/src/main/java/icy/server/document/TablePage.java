package icy.server.document;

import java.util.List;
import java.util.Map;

/**
 * A page of tables for people: complete when it arrives, without scripts, readable by screen readers and on phones.
 *
 * <p>Thread: one at a time.
 */
public final class TablePage {
    /** What browsers may do with such a page: load its style and send its buttons' forms back to us. */
    public static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self';"
            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final StringBuilder html = new StringBuilder(4096);
    private boolean inTable;

    /** @param toRoot what leads from the page's URL to the server's root: empty or {@code ../} */
    public TablePage(String title, String toRoot) {
        String escaped = Html.escape(title);
        html.append("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <link rel="icon" href="%sfavicon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="%sweb/tables.css">
                </head>
                <body>
                <main>
                <h1>%s</h1>
                """.formatted(escaped, toRoot, toRoot, escaped));
    }

    /** What a cell shows. */
    public sealed interface Cell {
        static Cell of(String text) {
            return new Plain(text);
        }

        static Cell of(long number) {
            return new Plain(Long.toString(number));
        }

        /** @param href escaped as a URL */
        static Cell link(String text, String href) {
            return new Link(text, href);
        }

        /** A button that posts {@code fields} to {@code action}. */
        static Cell button(String label, String action, Map<String, String> fields) {
            return new Button(label, action, Map.copyOf(fields));
        }
    }

    private record Plain(String text) implements Cell {}

    private record Link(String text, String href) implements Cell {}

    private record Button(String label, String action, Map<String, String> fields) implements Cell {}

    /** Links to other pages, in a line. */
    public TablePage links(Cell... links) {
        endTable();
        html.append("<nav>");
        for (Cell link : links) {
            append(link);
            html.append(' ');
        }
        html.append("</nav>\n");
        return this;
    }

    public TablePage paragraph(String text) {
        endTable();
        html.append("<p>").append(Html.escape(text)).append("</p>\n");
        return this;
    }

    /** Begins a table with a heading for each column. */
    public TablePage table(String caption, String... columns) {
        begin(caption);
        html.append("<thead><tr>");
        for (String column : columns) {
            html.append("<th scope=\"col\">").append(Html.escape(column)).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        return this;
    }

    /** A row of the present table; its first cell is what the row is about. */
    public TablePage row(Cell... cells) {
        html.append("<tr>");
        for (int i = 0; i < cells.length; i++) {
            html.append(i == 0 ? "<th scope=\"row\">" : "<td>");
            append(cells[i]);
            html.append(i == 0 ? "</th>" : "</td>");
        }
        html.append("</tr>\n");
        return this;
    }

    /** A table with a row for each fact. */
    public TablePage facts(String caption, List<Fact> facts) {
        begin(caption);
        html.append("<tbody>\n");
        facts.forEach(fact -> row(Cell.of(fact.name()), Cell.of(fact.value())));
        return this;
    }

    /** The whole page. */
    public String html() {
        endTable();
        return html + "</main>\n</body>\n</html>\n";
    }

    private void begin(String caption) {
        endTable();
        html.append("<table>\n<caption>").append(Html.escape(caption)).append("</caption>\n");
        inTable = true;
    }

    private void endTable() {
        if (inTable) {
            html.append("</tbody>\n</table>\n");
            inTable = false;
        }
    }

    private void append(Cell cell) {
        if (cell instanceof Plain plain) {
            html.append(Html.escape(plain.text));
        } else if (cell instanceof Link link) {
            html.append("<a href=\"").append(Html.escape(link.href)).append("\">");
            html.append(Html.escape(link.text)).append("</a>");
        } else if (cell instanceof Button button) {
            html.append("<form method=\"post\" action=\"")
                    .append(Html.escape(button.action))
                    .append("\">");
            button.fields.forEach((name, value) -> html.append("<input type=\"hidden\" name=\"")
                    .append(Html.escape(name))
                    .append("\" value=\"")
                    .append(Html.escape(value))
                    .append("\"/>"));
            html.append("<button>").append(Html.escape(button.label)).append("</button></form>");
        }
    }
}
