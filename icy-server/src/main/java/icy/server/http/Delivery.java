package icy.server.http;

import icy.server.loop.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A {@link Body.Supplied} on its way: which of its parts is being sent, and how far it is.
 *
 * <p>Thread: its connection's loop.
 */
final class Delivery {
    /** What one connection may send before others have their turn. */
    private static final long TURN_BYTES = 256 << 10;

    /** How far a write has come. */
    enum Progress {
        SENT,
        /** The socket is full, or others have their turn: to go on when it is writable. */
        HALTED,
        /** The next byte must be waited for: {@link #await}. */
        AWAITING
    }

    private final Body.Supplied body;
    private int part;
    /** What is sent before the part's range; behind the last part, what is sent after it. */
    private ByteBuffer text = ByteBuffer.allocate(0);
    /** In the document: the next byte to send of the part's range. */
    private long position;

    Delivery(Body.Supplied body) {
        this.body = body;
        begin(0);
    }

    private void begin(int next) {
        part = next;
        if (afterLastPart()) {
            text = ByteBuffer.wrap(body.after());
        } else {
            Body.Part begun = body.parts().get(next);
            text = ByteBuffer.wrap(begun.before());
            position = begun.range().first();
        }
    }

    private boolean afterLastPart() {
        return part == body.parts().size();
    }

    /** Writes what the socket takes and this turn allows. */
    Progress write(Wire wire) throws IOException {
        long allowed = TURN_BYTES;
        while (true) {
            if (text.hasRemaining()) {
                wire.write(text);
                if (text.hasRemaining()) {
                    return Progress.HALTED;
                }
            }
            if (afterLastPart()) {
                return wire.pending() ? Progress.HALTED : Progress.SENT;
            }
            long end = body.parts().get(part).range().end();
            long ready = position == end ? Supply.END : body.supply().ready(position);
            if (ready == Supply.END) {
                requireWhole(end);
                begin(part + 1);
            } else if (ready == 0) {
                return Progress.AWAITING;
            } else if (allowed == 0) {
                return Progress.HALTED;
            } else {
                long count = Math.min(Math.min(ready, allowed), end - position);
                long taken = body.supply().send(position, count, wire);
                position += taken;
                allowed -= taken;
                if (taken < count) {
                    return Progress.HALTED;
                }
            }
        }
    }

    private void requireWhole(long end) throws EOFException {
        if (position < end && end != Body.OPEN_END) {
            throw new EOFException("ended " + (end - position) + " bytes before its promised end");
        }
    }

    /** Whether its client was told how long it is. */
    boolean isSized() {
        return body.isSized();
    }

    /** See {@link Supply#await}. */
    boolean await(Runnable wake) {
        return body.supply().await(position, wake);
    }

    void release() {
        body.release();
    }
}
