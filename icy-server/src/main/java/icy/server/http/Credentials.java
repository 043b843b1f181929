package icy.server.http;

import java.util.Base64;
import java.util.Optional;

/**
 * Who somebody says they are, and the password they show for it.
 *
 * <p>Thread: any.
 */
public record Credentials(String user, String password) {
    private static final String BASIC = "basic ";
    private static final int MOST_CHARACTERS = 2048;

    /**
     * What {@code Authorization: Basic} says (RFC 7617): UTF-8 if it is that, else Latin-1, which ffmpeg and browsers
     * differ about. Whatever is malformed counts as nothing shown, so that its sender is asked again.
     */
    public static Optional<Credentials> basic(Headers headers) {
        String value = headers.first("Authorization").orElse("").strip();
        if (value.length() > MOST_CHARACTERS || !value.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(value.substring(BASIC.length()).strip());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        String pair = WireText.decode(decoded, 0, decoded.length);
        int colon = pair.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(new Credentials(pair.substring(0, colon), pair.substring(colon + 1)));
    }

    /** Without the password: records are printed in logs. */
    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
