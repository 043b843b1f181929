package icy.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows for people: columns as wide as their widest cell, the last one ragged. Control characters, which titles and names
 * may hold, are shown as dots.
 *
 * <p>Thread: one at a time.
 */
public final class TextTable {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... headings) {
        row(headings);
    }

    /** @param cells as many as there are headings */
    public void row(String... cells) {
        if (!rows.isEmpty() && cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "a row has %d cells, not %d".formatted(rows.get(0).size(), cells.length));
        }
        rows.add(List.of(cells).stream().map(TextTable::printable).toList());
    }

    /** The headings, then a line for each row; nothing if there is no row. */
    public List<String> lines() {
        int[] widths = widths();
        return rows.size() == 1
                ? List.of()
                : rows.stream().map(row -> line(row, widths)).toList();
    }

    public void print(PrintWriter out) {
        lines().forEach(out::println);
    }

    /** As it can be shown in a line. */
    public static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '.' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private int[] widths() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], characters(row.get(i)));
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        int last = cells.size() - 1;
        for (int i = 0; i < last; i++) {
            String cell = cells.get(i);
            line.append(cell).append(" ".repeat(widths[i] - characters(cell))).append(GAP);
        }
        return line.append(cells.get(last)).toString().stripTrailing();
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
