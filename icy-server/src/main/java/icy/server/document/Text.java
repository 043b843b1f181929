package icy.server.document;

/**
 * Text from strangers, made fit for a document.
 *
 * <p>Thread: any.
 */
final class Text {
    private static final char REPLACEMENT = '\uFFFD';
    /** As an ampersand in all but its code. */
    private static final char WIDE_AMPERSAND = '\uFF06';
    /** The longest name of an HTML entity has 31 letters. */
    private static final int MOST_ENTITY_LETTERS = 32;

    private Text() {}

    /** Without what no XML may hold (1.0, section 2.2) nor UTF-8 can say: U+FFFD stands for it. */
    static String legal(String text) {
        int at = 0;
        while (at < text.length() && isLegalAlone(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return text; // nearly always
        }
        StringBuilder legal = new StringBuilder(text.length()).append(text, 0, at);
        while (at < text.length()) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (c > 0xFFFF || isLegalAlone((char) c)) {
                legal.appendCodePoint(c);
            } else {
                legal.append(REPLACEMENT);
            }
        }
        return legal.toString();
    }

    /**
     * Escaped for XML that may be read badly. AzuraCast decodes the entities of a whole document before it parses it, so
     * that an escaped angle bracket would open an element there, and an escaped ampersand before "nbsp;" name an entity that
     * XML does not have. So angle brackets are written as the quotation marks that look like them, and an ampersand that begins what looks like an
     * entity as the wide one.
     */
    static String xml(String text) {
        String legal = legal(text);
        StringBuilder escaped = new StringBuilder(legal.length() + 16);
        for (int i = 0; i < legal.length(); i++) {
            char c = legal.charAt(i);
            switch (c) {
                case '<' -> escaped.append('\u2039');
                case '>' -> escaped.append('\u203A');
                case '&' -> escaped.append(looksLikeEntity(legal, i) ? String.valueOf(WIDE_AMPERSAND) : "&amp;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** As {@link #xml}, for a value in double quotes. */
    static String xmlAttribute(String text) {
        return xml(text.replace('"', '\'').replace('\t', ' ').replace('\n', ' '));
    }

    private static boolean isLegalAlone(char c) {
        boolean isText = (c >= ' ' && c < Character.MIN_SURROGATE) || (c > Character.MAX_SURROGATE && c < '\uFFFE');
        return isText || c == '\t' || c == '\n';
    }

    private static boolean looksLikeEntity(String text, int ampersand) {
        int i = ampersand + 1;
        if (i < text.length() && text.charAt(i) == '#') {
            i++;
        }
        int first = i;
        while (i < text.length() && i - first <= MOST_ENTITY_LETTERS && isAsciiLetterOrDigit(text.charAt(i))) {
            i++;
        }
        return i > first && i < text.length() && text.charAt(i) == ';';
    }

    private static boolean isAsciiLetterOrDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
