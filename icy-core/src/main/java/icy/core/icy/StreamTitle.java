package icy.core.icy;

/**
 * What listeners are shown as playing now.
 *
 * <p>The text is one line: control characters, line ends and unpaired surrogates are gone, white space at the ends too.
 * It may be empty: a mount that was never told a title sends {@code StreamTitle='';}.
 *
 * <p>Thread: any.
 *
 * @param text shown as it is; by convention "Artist - Title"
 * @param url a page or cover image for the title ({@code StreamUrl}), or the empty string
 */
public record StreamTitle(String text, String url) {
    public static final StreamTitle NONE = new StreamTitle("", "");

    /** Longer text is cut: nothing longer fits a metadata block, whatever the charset. */
    static final int MAX_CHARS = 4096;

    public StreamTitle {
        text = oneLine(text);
        url = oneLine(url);
    }

    public static StreamTitle of(String text) {
        return new StreamTitle(text, "");
    }

    private static String oneLine(String raw) {
        StringBuilder clean = new StringBuilder(Math.min(raw.length(), MAX_CHARS));
        int i = 0;
        while (i < raw.length() && clean.length() < MAX_CHARS) {
            int c = raw.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\n' || c == '\r' || c == '\t' || c == 0x2028 || c == 0x2029) {
                clean.append(' ');
            } else if (!Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE) {
                clean.appendCodePoint(c);
            }
        }
        return clean.toString().strip();
    }
}
