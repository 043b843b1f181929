package icy.cli.listen;

import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.FrameScanner;
import icy.core.scan.Skipped;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream into one file per title.
 *
 * <pre>
 *  audio ──> FrameScanner ──> a frame at or behind the next title's position? ──yes──> next file
 *                                                   │ no                                  │ its FrameJoiner is given
 *                                                   v                                     │ the last frames of the old
 *                                              FrameJoiner ──> file  <────────────────────┘ one, to prime the first
 * </pre>
 *
 * <p>MP3 is cut between frames, and the first frame of each file is primed with what it points back to, so every file
 * plays by itself without a click. Other formats are cut where the title stands. Titles caught in the middle, by joining, a
 * lost connection or the end, are marked.
 *
 * <p>Thread: one at a time.
 */
final class Recorder implements Closeable {

    /** A frame of Layer III points back 511 bytes at most; the smallest frames (8 kbit/s at 24 kHz) have 24. */
    private static final int KEPT_FRAMES = 24;

    private final Path folder;
    private final String extension;
    private final Consumer<Path> finished;
    private final @Nullable FrameScanner scanner;
    private final FrameScanner.Sink frames = new Frames();
    private final Deque<Cut> cuts = new ArrayDeque<>();
    private final Deque<byte[]> lastFrames = new ArrayDeque<>();

    private long received;
    private @Nullable TitleFile file;
    /** Whether the present file begins where its title does. */
    private boolean fromTheStart;

    private record Cut(long position, String title) {}

    /**
     * Records into {@code folder}, which is made if need be.
     *
     * @param mediaType {@code audio/mpeg} is cut between frames
     * @param finished is told of each file when it has its name
     */
    Recorder(Path folder, String mediaType, Consumer<Path> finished) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.extension = extension(mediaType);
        this.finished = finished;
        this.scanner = extension.equals(".mp3") ? new FrameScanner() : null;
    }

    /** The next audio; its position moves to its limit. */
    void audio(ByteBuffer audio) throws IOException {
        received += audio.remaining();
        if (scanner == null) {
            switchBefore(received);
            byte[] bytes = new byte[audio.remaining()];
            audio.get(bytes);
            current().write(bytes, 0, bytes.length);
            return;
        }
        try {
            scanner.push(audio, frames);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether the stream has said yet what plays. */
    boolean hasTitle() {
        return !cuts.isEmpty() || (file != null && file.hasTitle());
    }

    /** From here on, this is what plays. The first title of a connection is that of what came before it, too. */
    void title(String title) throws IOException {
        if (!hasTitle()) {
            current().title(title);
        } else {
            cuts.add(new Cut(received, title));
        }
    }

    /** Ends the present file, which is marked as incomplete. */
    @Override
    public void close() throws IOException {
        try {
            if (scanner != null) {
                scanner.finish(frames);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            finish(/* whole= */ false);
        }
    }

    private void switchBefore(long position) throws IOException {
        while (!cuts.isEmpty() && cuts.element().position() <= position) {
            Cut cut = cuts.remove();
            finish(/* whole= */ fromTheStart);
            fromTheStart = true;
            current().title(cut.title());
        }
    }

    private TitleFile current() throws IOException {
        if (file == null) {
            file = new TitleFile(folder, extension);
        }
        return file;
    }

    private void finish(boolean whole) throws IOException {
        TitleFile done = file;
        file = null;
        if (done != null) {
            done.finish(whole).ifPresent(finished);
        }
    }

    private static String extension(String mediaType) {
        return switch (mediaType) {
            case "audio/mpeg", "audio/mp3", "audio/x-mpeg" -> ".mp3";
            case "audio/aac", "audio/aacp", "audio/x-aac" -> ".aac";
            case "audio/ogg", "application/ogg" -> ".ogg";
            case "audio/flac", "audio/x-flac" -> ".flac";
            case "audio/webm", "video/webm" -> ".webm";
            default -> ".audio";
        };
    }

    /** What the scanner finds; also of the frames behind a cut, since it sees the next header before it gives a frame. */
    private final class Frames implements FrameScanner.Sink {
        @Override
        public void frame(byte[] bytes, int offset, FrameHeader header, long position) {
            try {
                switchBefore(position);
                current().frame(bytes, offset, header, position, lastFrames);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (lastFrames.size() == KEPT_FRAMES) {
                lastFrames.remove();
            }
            lastFrames.add(Arrays.copyOfRange(bytes, offset, offset + header.frameBytes()));
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {
            // What came before it cannot prime what comes after it.
            lastFrames.clear();
            if (file != null) {
                file.damage();
            }
        }
    }
}
