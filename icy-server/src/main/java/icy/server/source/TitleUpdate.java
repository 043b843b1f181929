package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.server.http.Request;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/**
 * The title that a program asks to be shown, in the parameters that Icecast and SHOUTcast have for it: {@code song}, or
 * {@code artist} and {@code title}; and {@code url}. A {@code song} stands alone: whatever artist was told before has
 * nothing to do with it.
 *
 * <p>Pure. Thread: any.
 */
final class TitleUpdate {
    private static final Charset WESTERN = Charset.forName("windows-1252");

    private final Request request;
    private final Charset usual;

    private TitleUpdate(Request request, Charset usual) {
        this.request = request;
        this.usual = usual;
    }

    /**
     * Empty when nothing is to be shown that was not before.
     *
     * @param usual what a text is taken for that is neither UTF-8 nor says what it is
     */
    static Optional<StreamTitle> of(Request request, Charset usual) {
        return new TitleUpdate(request, usual).title();
    }

    private Optional<StreamTitle> title() {
        String url = text("url").orElse("");
        Optional<String> song = text("song");
        if (song.isPresent()) {
            return song.map(text -> new StreamTitle(text, url));
        }
        String artist = text("artist").orElse("").strip();
        return text("title")
                .map(title -> new StreamTitle(artist.isEmpty() ? title : artist + " - " + title.strip(), url));
    }

    private Optional<String> text(String name) {
        return request.queryBytes(name).map(this::decode);
    }

    private String decode(byte[] bytes) {
        Optional<Charset> said = request.query("charset").flatMap(TitleUpdate::charset);
        if (said.isPresent()) {
            return new String(bytes, said.get());
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            // Windows programs send their own code page, in Europe and America this one.
            return new String(bytes, usual.equals(StandardCharsets.UTF_8) ? WESTERN : usual);
        }
    }

    /** Empty for a name that means nothing here: guessing is better than refusing a title. */
    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }
}
