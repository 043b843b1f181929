package icy.server.config;

/**
 * How a mount introduces itself to players and directories, in the {@code icy-*} headers.
 *
 * <p>Thread: any.
 *
 * @param name station name; default {@code icy radio}
 * @param genre one or more genres; default empty: the header is left out
 * @param description a sentence about the station; default empty: the header is left out
 * @param url home page; default empty: the header is left out
 * @param isPublic whether directories may list it ({@code icy-pub}); default false: being found is a decision
 */
public record StationInfo(String name, String genre, String description, String url, boolean isPublic) {

    /** A private station nobody has named yet. */
    public static final StationInfo DEFAULT = new StationInfo("icy radio", "", "", "", false);

    /** In characters. Players show far less, and some keep headers in 1 kB. */
    private static final int MOST_CHARACTERS = 500;

    public StationInfo {
        require(ConfigKey.NAME, name);
        require(ConfigKey.GENRE, genre);
        require(ConfigKey.DESCRIPTION, description);
        require(ConfigKey.URL, url);
    }

    /** This one, with {@code other}'s words where this says nothing of its own. */
    public StationInfo orElse(StationInfo other) {
        return new StationInfo(
                name.equals(DEFAULT.name) ? other.name : name,
                genre.isEmpty() ? other.genre : genre,
                description.isEmpty() ? other.description : description,
                url.isEmpty() ? other.url : url,
                isPublic || other.isPublic);
    }

    private static void require(ConfigKey key, String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new InvalidSettingException(
                    key, text, "%d characters long; at most %d fit a header".formatted(text.length(), MOST_CHARACTERS));
        }
        // A line break would end the header and begin another.
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidSettingException(
                    key, text, "has a control character, which a header cannot carry; write it on one line");
        }
    }
}
