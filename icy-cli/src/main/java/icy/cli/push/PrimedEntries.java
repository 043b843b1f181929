package icy.cli.push;

import icy.core.mpeg.Primer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * MP3: a silent frame with the bits that the first frame points back to.
 *
 * <p>Thread: one at a time.
 */
final class PrimedEntries implements Entries {

    /** More than the frames with the least main data need to hold {@link Primer#MAX_REACH} bytes. */
    private static final int MOST_FRAMES = 40;

    private final Deque<byte[]> frames = new ArrayDeque<>();

    @Override
    public Optional<byte[]> before(Unit unit) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] offsets = new int[frames.size() + 1];
        int index = 0;
        for (byte[] frame : frames) {
            offsets[index++] = bytes.size();
            bytes.writeBytes(frame);
        }
        offsets[index] = bytes.size();
        bytes.writeBytes(unit.bytes());
        return Primer.before(bytes.toByteArray(), offsets, index);
    }

    @Override
    public void passed(Unit unit) {
        if (frames.size() == MOST_FRAMES) {
            frames.remove();
        }
        frames.add(unit.bytes());
    }
}
