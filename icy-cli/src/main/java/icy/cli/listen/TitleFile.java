package icy.cli.listen;

import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.FrameJoiner;
import icy.core.mpeg.TrackIndex;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One file of a recording, from its first byte until it has its name. Nobody sees it by that name before it is whole, and
 * nothing that exists is replaced.
 *
 * <p>Thread: one at a time.
 */
final class TitleFile implements FrameJoiner.Sink {
    private final Path folder;
    private final String extension;
    private final Path part;
    private final OutputStream out;
    private @Nullable FrameJoiner joiner;
    private @Nullable String title;
    private long written;

    /** Begins a file in {@code folder}. */
    TitleFile(Path folder, String extension) throws IOException {
        this.folder = folder;
        this.extension = extension;
        this.part = folder.resolve(".icy-" + UUID.randomUUID() + ".part");
        this.out = new BufferedOutputStream(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW), 1 << 16);
    }

    boolean hasTitle() {
        return title != null;
    }

    void title(String text) {
        title = text;
    }

    /** What has no frames, or none that are known here. */
    void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        written += length;
    }

    /**
     * The next frame.
     *
     * @param before the frames before the first of this file, to prime it with
     */
    void frame(byte[] bytes, int offset, FrameHeader header, long position, Collection<byte[]> before) {
        if (joiner == null) {
            joiner = new FrameJoiner(new TrackIndex.Entry(position, before.size(), 0, 0, null), this);
            FrameHeader earlier = new FrameHeader();
            for (byte[] frame : before) {
                if (earlier.parse(frame, 0)) {
                    joiner.frame(frame, 0, earlier, position);
                }
            }
        }
        joiner.frame(bytes, offset, header, position);
    }

    /** Bytes are missing before the next frame. */
    void damage() {
        if (joiner != null) {
            joiner.damage();
        }
    }

    @Override
    public void frame(byte[] bytes, int offset, int length, FrameFormat format, long durationUnits, boolean joint) {
        try {
            write(bytes, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void dropped(long position, long bytes, String reason) {
        // The first frames after joining may point at bits nobody sent: a player mutes them, a file leaves them out.
    }

    /**
     * Ends the file and gives it its name; one without a byte vanishes.
     *
     * @param whole whether the title was heard from its beginning to its end; if not, the name says so
     */
    Optional<Path> finish(boolean whole) throws IOException {
        if (joiner != null) {
            joiner.finish();
        }
        out.close();
        if (written == 0) {
            Files.delete(part);
            return Optional.empty();
        }
        String name = FileName.of(title == null ? "" : title) + (whole ? "" : " (incomplete)");
        return Optional.of(FileName.claim(part, folder, name, extension));
    }
}
