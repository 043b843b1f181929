package icy.server.source;

import icy.server.http.Headers;
import icy.server.http.HttpError;
import icy.server.http.WireText;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads the header fields between a SHOUTcast source's password and its audio, in whatever pieces they arrive: lines
 * {@code icy-name:…} that end with LF or CR LF, and an empty one. Lines that are no fields are skipped. Bounded in bytes
 * and in fields.
 *
 * <p>Pure. Thread: whoever owns the object.
 */
final class ShoutcastHead {
    /** DNAS knows a dozen fields; players of the web put a sentence into some of them. */
    static final int MOST_BYTES = 16 * 1024;

    static final int MOST_FIELDS = 100;

    private static final int FIRST_LINE_BYTES = 128;

    private final Headers.Builder headers = Headers.builder();
    private byte[] line = new byte[FIRST_LINE_BYTES];
    private int lineLength;
    private int bytes;

    /**
     * Takes from {@code in} what belongs to the head; its position moves past that and no further.
     *
     * @return whether the head is complete
     * @throws HttpError when it is larger than any encoder's
     */
    boolean parse(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte next = in.get();
            if (++bytes > MOST_BYTES) {
                throw new HttpError(431, "The header fields are longer than %d bytes.".formatted(MOST_BYTES));
            }
            if (next != '\n') {
                append(next);
            } else if (endsHead()) {
                return true;
            }
        }
        return false;
    }

    /** The fields so far. */
    Headers headers() {
        return headers.build();
    }

    private void append(byte next) {
        if (lineLength == line.length) {
            line = Arrays.copyOf(line, 2 * lineLength);
        }
        line[lineLength++] = next;
    }

    private boolean endsHead() {
        String text = WireText.decode(line, 0, lineLength).strip();
        lineLength = 0;
        int colon = text.indexOf(':');
        if (colon > 0) {
            if (headers.size() == MOST_FIELDS) {
                throw new HttpError(431, "There are more than %d header fields.".formatted(MOST_FIELDS));
            }
            headers.add(
                    text.substring(0, colon).strip(), text.substring(colon + 1).strip());
        }
        return text.isEmpty();
    }
}
