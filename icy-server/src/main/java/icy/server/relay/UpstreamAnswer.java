package icy.server.relay;

import icy.server.config.StationInfo;
import icy.server.http.Headers;
import icy.server.mount.Codec;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of an upstream's answer, and what it means for one who wants a stream.
 *
 * <p>Thread: any; immutable.
 *
 * @param status 100 to 999
 * @param reason the words after it; may be empty
 * @param icy whether it began with {@code ICY} instead of {@code HTTP/1.x}
 */
record UpstreamAnswer(int status, String reason, boolean icy, Headers headers) {
    /** Far more than any server uses, and no overflow of what counts with it. */
    private static final int MOST_METAINT = 10_000_000;

    /** In code points; a station's header has room for 500 chars. */
    private static final int MOST_TEXT = 250;

    boolean isOk() {
        return status >= 200 && status < 300;
    }

    boolean isRedirect() {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /** Where a redirect points to. */
    Optional<String> location() {
        return headers.first("Location").filter(location -> !location.isEmpty());
    }

    /** The media type alone, in lower case; empty when none was sent. */
    String mediaType() {
        return headers.first("Content-Type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    boolean chunked() {
        return headers.hasToken("Transfer-Encoding", "chunked");
    }

    /**
     * What its units are.
     *
     * @throws IllegalArgumentException with the rest of a sentence about the upstream, when they cannot be relayed
     */
    Codec codec() {
        String type = mediaType();
        if (type.isEmpty()) {
            return Codec.MP3; // SHOUTcast 1 had nothing else, and players take it for that too
        }
        return Codec.of(type)
                .orElseThrow(
                        () -> new IllegalArgumentException("it sends " + excerpt(type) + ", which cannot be relayed"));
    }

    /** For listeners here: what it calls itself, or else the codec's usual name. */
    String contentType(Codec codec) {
        return mediaType().isEmpty() ? codec.contentType() : mediaType();
    }

    /** How it introduces the station; where it says nothing, as in {@link StationInfo#DEFAULT}. */
    StationInfo stationInfo() {
        String name = text("name");
        return new StationInfo(
                name.isEmpty() ? StationInfo.DEFAULT.name() : name,
                text("genre"),
                text("description"),
                text("url"),
                text("pub").equals("1"));
    }

    /** Its own words on bitrate, sample rate and channels; may be empty. */
    String audioInfo() {
        return headers.first("ice-audio-info").orElse("");
    }

    /** {@link Long#MAX_VALUE} when the body ends with the connection. */
    long lengthBytes() {
        try {
            long stated =
                    Long.parseLong(headers.first("Content-Length").orElse("").strip());
            return stated < 0 ? Long.MAX_VALUE : stated;
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE; // none was stated, or nothing that could be kept to
        }
    }

    /**
     * Audio bytes between two metadata blocks; 0: there are none.
     *
     * @throws IllegalArgumentException when that is stated and cannot be read: the blocks could not be found then
     */
    int metaint() {
        String text = headers.first("icy-metaint").orElse("0").strip();
        try {
            int metaint = Integer.parseInt(text);
            if (metaint >= 0 && metaint <= MOST_METAINT) {
                return metaint;
            }
        } catch (NumberFormatException e) {
            // answered below, together with numbers out of range
        }
        throw new IllegalArgumentException("it sends icy-metaint: " + excerpt(text) + ", which is no number of bytes");
    }

    /** What a status other than 200 means, as the rest of a sentence about the upstream. */
    String meaning(boolean hadCredentials) {
        String said = "it answers " + status + (reason.isEmpty() ? "" : " " + excerpt(reason)) + ": ";
        return said
                + switch (status) {
                    case 401, 407 ->
                        hadCredentials
                                ? "the user or the password is not the right one"
                                : "it wants a login; write http://user:password@host:port/path";
                    case 403 -> "this server may not listen there, or all places are taken";
                    case 404, 410 -> "there is no such mount, or no source on it now";
                    case 400 -> "it does not understand the request, or all places are taken";
                    case 503 -> "all places are taken, or it is not on the air now";
                    default -> status >= 500 ? "it has a problem of its own" : "that is no stream";
                };
    }

    /** Icecast and SHOUTcast say icy-, libshout's sources ice-. Cut to what a header of ours carries. */
    private String text(String what) {
        String text = headers.first("icy-" + what)
                .or(() -> headers.first("ice-" + what))
                .orElse("");
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .limit(MOST_TEXT)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }

    /** The beginning of what may be of any length, as one line for a log. */
    static String excerpt(String text) {
        int most = 80;
        StringBuilder line = new StringBuilder(most);
        text.codePoints().limit(most).forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '.' : c));
        return text.codePointCount(0, text.length()) > most ? line + "…" : line.toString();
    }
}
