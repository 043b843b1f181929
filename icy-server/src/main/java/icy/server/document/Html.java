package icy.server.document;

/**
 * Text in HTML.
 *
 * <p>Thread: any.
 */
public final class Html {
    private Html() {}

    /** Fit for elements and for quoted attributes alike. */
    public static String escape(String text) {
        String legal = Text.legal(text);
        StringBuilder escaped = new StringBuilder(legal.length() + 16);
        for (int i = 0; i < legal.length(); i++) {
            char c = legal.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
