package icy.server.web;

import icy.server.document.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTML with gaps named {@code {{so}}}. What fills a gap is text and is escaped, for elements and for quoted attributes
 * alike; only what is {@link Markup} already goes in as it is.
 *
 * <p>Thread: any.
 */
public final class PageTemplate {
    private static final Pattern GAP = Pattern.compile("\\{\\{([a-z]+)}}");

    /** What stands before each gap, and after the last. */
    private final List<String> literals = new ArrayList<>();

    private final List<String> gaps = new ArrayList<>();

    public PageTemplate(String html) {
        Matcher gap = GAP.matcher(html);
        int from = 0;
        while (gap.find()) {
            literals.add(html.substring(from, gap.start()));
            gaps.add(gap.group(1));
            from = gap.end();
        }
        literals.add(html.substring(from));
    }

    /** @param values a {@link Markup}, or anything else to be shown as text, for each gap */
    public Markup fill(Map<String, ?> values) {
        StringBuilder filled = new StringBuilder(1024);
        for (int i = 0; i < gaps.size(); i++) {
            Object value = values.get(gaps.get(i));
            if (value == null) {
                throw new IllegalArgumentException("nothing to fill the gap " + gaps.get(i) + " with");
            }
            filled.append(literals.get(i))
                    .append(value instanceof Markup markup ? markup.html() : Html.escape(value.toString()));
        }
        return new Markup(filled.append(literals.get(gaps.size())).toString());
    }

    /** HTML made by us, never text that came from elsewhere. */
    public record Markup(String html) {}
}
