package icy.core.playlist;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which files an entry may mean. Playlists are carried between systems: a backslash separates folders in one and is part
 * of a name in another, and some programs write a path as part of a URL. So an entry has several readings, likeliest
 * first, and who can look at the disk takes the first that exists.
 *
 * <p>Thread: any.
 */
public final class EntryPaths {

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*", Pattern.DOTALL);

    private EntryPaths() {}

    /** Whether the location is the URL of something on the network: no file. */
    public static boolean isRemote(String location) {
        return URL.matcher(location).matches() && !isFileUrl(location);
    }

    /**
     * File paths, relative to the playlist's own folder where they are not absolute; none for a remote location. Never
     * empty strings, never control characters. Nothing is said about where they lead: {@code ../../etc/passwd} is a
     * path too.
     */
    public static List<String> of(String location) {
        if (isRemote(location)) {
            return List.of();
        }
        Set<String> readings = new LinkedHashSet<>();
        String path = isFileUrl(location) ? fileUrlPath(location) : location;
        if (isFileUrl(location)) {
            // In a URL an escape is one; a writer that forgot to escape is the exception.
            percentDecoded(path).ifPresent(decoded -> addWithSlashes(decoded, readings));
            addWithSlashes(path, readings);
        } else {
            addWithSlashes(path, readings);
            percentDecoded(path).ifPresent(decoded -> addWithSlashes(decoded, readings));
        }
        readings.removeIf(reading -> reading.isEmpty() || reading.chars().anyMatch(Character::isISOControl));
        return List.copyOf(readings);
    }

    private static void addWithSlashes(String path, Set<String> readings) {
        readings.add(path);
        readings.add(path.replace('\\', '/'));
    }

    private static boolean isFileUrl(String location) {
        return location.toLowerCase(Locale.ROOT).startsWith("file:");
    }

    /** The path of {@code file:///music/a.mp3}, {@code file:/music/a.mp3}, {@code file://localhost/…}, {@code file:///C:/…}. */
    private static String fileUrlPath(String location) {
        String rest = location.substring("file:".length());
        if (rest.startsWith("//")) {
            int path = rest.indexOf('/', 2);
            String host = path < 0 ? rest.substring(2) : rest.substring(2, path);
            boolean here = host.isEmpty() || host.equalsIgnoreCase("localhost");
            // file://server/share/a.mp3 is a share; file://a.mp3 is what somebody wrote who meant a relative path.
            rest = path < 0 ? host : here ? rest.substring(path) : rest;
        }
        boolean drive = rest.length() > 2 && rest.charAt(0) == '/' && rest.charAt(2) == ':';
        return drive ? rest.substring(1) : rest;
    }

    /** Empty when there is nothing to decode, or when what comes out is no UTF-8 and so was never an escape. */
    private static Optional<String> percentDecoded(String path) {
        if (path.indexOf('%') < 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
        byte[] source = path.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < source.length; i++) {
            int high = source[i] == '%' && i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(source[i + 2], 16);
            if (low < 0) {
                bytes.write(source[i]);
            } else {
                bytes.write(high << 4 | low);
                i += 2;
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
