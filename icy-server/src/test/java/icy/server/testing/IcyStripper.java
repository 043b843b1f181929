package icy.server.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a recorded ICY body apart, by the rules of the wire and none of the server's code, and forgives nothing.
 *
 * <pre>
 *  metaint bytes of audio | L | 16 × L bytes of text, padded with NUL | metaint bytes of audio | L | …
 * </pre>
 *
 * Strict: the first text comes with the first block, every text is UTF-8, begins {@code StreamTitle='}, ends
 * {@code ';}, is shorter than its block (players that look for the NUL find one), uses no more blocks of 16 than it
 * needs, and differs from the one before. A recording may end anywhere.
 *
 * <p>Thread: any.
 */
public final class IcyStripper {
    private static final String OPENING = "StreamTitle='";
    private static final int LENGTH_UNIT_BYTES = 16;

    private IcyStripper() {}

    /** What one listener received: the audio alone, and each title with the audio position from which it holds. */
    public record Stripped(byte[] audio, List<TitleAt> titles, int blocks) {
        /** The title that belongs to this byte of the audio, as far as a player could know it. */
        public String titleAt(long audioPosition) {
            String title = "";
            for (TitleAt change : titles) {
                if (change.audioPosition() <= audioPosition) {
                    title = change.title();
                }
            }
            return title;
        }

        public List<String> titleTexts() {
            return titles.stream().map(TitleAt::title).toList();
        }
    }

    /** {@code block} is the whole text, other fields included. */
    public record TitleAt(long audioPosition, String title, String block) {}

    /** @throws AssertionError naming the first byte that is out of step */
    public static Stripped strip(byte[] body, int metaint) {
        if (metaint <= 0) {
            throw new IllegalArgumentException(
                    "metaint is " + metaint + "; a body without metadata needs no stripping");
        }
        ByteArrayOutputStream audio = new ByteArrayOutputStream(body.length);
        List<TitleAt> titles = new ArrayList<>();
        int at = 0;
        int blocks = 0;
        while (body.length - at > metaint) {
            audio.write(body, at, metaint);
            at += metaint;
            int blockBytes = (body[at] & 0xFF) * LENGTH_UNIT_BYTES;
            if (body.length - at - 1 < blockBytes) {
                requireOpening(body, at + 1);
                return new Stripped(audio.toByteArray(), titles, blocks); // the recording ends inside a block
            }
            if (blocks == 0 && blockBytes == 0) {
                throw outOfStep(at, "the first block is empty: a listener must be told the title that is on the air");
            }
            if (blockBytes > 0) {
                String block = text(body, at + 1, blockBytes);
                if (!titles.isEmpty() && titles.get(titles.size() - 1).block().equals(block)) {
                    throw outOfStep(at, "a text is repeated: " + block);
                }
                titles.add(new TitleAt(audio.size(), title(block, at), block));
            }
            at += 1 + blockBytes;
            blocks++;
        }
        audio.write(body, at, body.length - at);
        return new Stripped(audio.toByteArray(), titles, blocks);
    }

    private static void requireOpening(byte[] body, int offset) {
        int length = Math.min(OPENING.length(), body.length - offset);
        String beginning = new String(body, offset, length, ISO_8859_1);
        if (!OPENING.startsWith(beginning)) {
            throw outOfStep(offset, "not the beginning of a title: " + beginning);
        }
    }

    private static String text(byte[] body, int offset, int blockBytes) {
        int length = blockBytes;
        while (length > 0 && body[offset + length - 1] == 0) {
            length--;
        }
        if (length == blockBytes) {
            throw outOfStep(offset, "no NUL behind the text");
        }
        if (blockBytes - length > LENGTH_UNIT_BYTES) {
            throw outOfStep(offset, length + " bytes of text in a block of " + blockBytes);
        }
        try {
            String text = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(body, offset, length))
                    .toString();
            if (text.chars().anyMatch(character -> character < ' ' || character == 0x7F)) {
                throw outOfStep(offset, "a control character in " + text);
            }
            return text;
        } catch (CharacterCodingException notUtf8) {
            throw new AssertionError("byte " + offset + ": a text that is not UTF-8", notUtf8);
        }
    }

    private static String title(String block, int at) {
        if (!block.startsWith(OPENING) || !block.endsWith("';")) {
            throw outOfStep(at, "not a title: " + block);
        }
        return block.substring(OPENING.length(), block.indexOf("';", OPENING.length()));
    }

    private static AssertionError outOfStep(int at, String what) {
        return new AssertionError("byte " + at + ": " + what);
    }
}
