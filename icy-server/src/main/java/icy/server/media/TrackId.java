package icy.server.media;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a file is called where its name is too long or too wild: 16 hexadecimal digits made of the name alone, so they
 * are the same after a rescan, a restart, or the loss of every database. Two of a million files share one with a chance
 * of one in 37 million.
 *
 * <p>Thread: any.
 */
public record TrackId(String digits) {
    private static final int DIGITS = 16;
    private static final Pattern WRITTEN = Pattern.compile("[0-9a-f]{" + DIGITS + "}");

    public TrackId {
        if (!WRITTEN.matcher(digits).matches()) {
            throw new IllegalArgumentException("not a track's id, which is 16 hexadecimal digits: " + digits);
        }
    }

    /** The id of the file of that name, as {@link MediaFolders#nameOf} gives it. */
    public static TrackId of(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return new TrackId(HexFormat.of().formatHex(hash, 0, DIGITS / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The id that this text is, if it is one. */
    public static Optional<TrackId> parse(String text) {
        return WRITTEN.matcher(text).matches() ? Optional.of(new TrackId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return digits;
    }
}
