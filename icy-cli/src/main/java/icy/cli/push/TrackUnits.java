package icy.cli.push;

import icy.cli.CommandException;
import icy.cli.FileFault;
import icy.core.mpeg.TagReader;
import icy.core.tracks.PlayOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tracks of a {@link PlayOrder}, joined. The first that can be opened decides the codec; files of another one, and
 * broken ones, cost a warning each, once.
 *
 * <p>Thread: one at a time; waits for the disk.
 */
final class TrackUnits implements UnitSource {

    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int MOST_WARNINGS = 10_000;

    private final PlayOrder order;
    private final Consumer<String> warnings;
    private final Set<String> warned = new HashSet<>();
    private final Deque<Unit> ready = new ArrayDeque<>();
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    private @Nullable StreamCodec codec;
    private @Nullable Track open;
    private int sampleRate;
    private int channels;
    private int failedInARow;
    private boolean over;

    TrackUnits(PlayOrder order, Consumer<String> warnings) {
        this.order = order;
        this.warnings = warnings;
    }

    @Override
    public StreamCodec codec() throws CommandException, InterruptedException {
        fill();
        StreamCodec first = codec;
        if (first == null) {
            throw new CommandException(CommandException.FAILED, "nothing of it can be sent: icy probe says more");
        }
        return first;
    }

    @Override
    public Optional<Unit> next(long waitNanos) throws InterruptedException {
        fill();
        return Optional.ofNullable(ready.poll());
    }

    @Override
    public boolean isOver() {
        return over && ready.isEmpty();
    }

    @Override
    public void close() {
        Track track = open;
        if (track != null) {
            track.close();
        }
    }

    private void fill() throws InterruptedException {
        while (ready.isEmpty() && !over) {
            Track track = open;
            if (track != null) {
                read(track);
            } else if (failedInARow > 0 && failedInARow >= order.size()) {
                over = true; // a round without a single unit: the next would be the same
            } else {
                openNext();
            }
        }
    }

    private void openNext() throws InterruptedException {
        Optional<PlayOrder.Entry> entry = order.after(null);
        entry.ifPresent(order::began);
        Optional<Path> next = entry.map(PlayOrder.Entry::track);
        if (next.isEmpty()) {
            over = true;
            return;
        }
        failedInARow++;
        try {
            open = new Track(next.get());
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            warn(next.get() + " skipped: " + FileFault.reason(e));
        }
    }

    private void read(Track track) throws InterruptedException {
        try {
            if (track.channel.read(chunk.clear()) >= 0) {
                track.parser.push(chunk.flip());
                return;
            }
            track.finish();
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            warn(track.file + ": reading it failed: " + FileFault.reason(e));
        }
        track.close();
        open = null;
    }

    private void warn(String what) {
        if (warned.size() < MOST_WARNINGS && warned.add(what)) {
            warnings.accept(what);
        }
    }

    /** One open file. */
    private final class Track implements UnitParser.Sink {
        private final Path file;
        private final FileChannel channel;
        private final UnitParser parser;
        private final StreamCodec its;
        private @Nullable String title;
        private long lostBytes;
        private String firstDamage = "";

        Track(Path file) throws IOException {
            this.file = file;
            this.channel = FileChannel.open(file);
            try {
                ByteBuffer first = ByteBuffer.allocate(StreamCodec.TELLING_BYTES);
                channel.read(first, 0);
                its = StreamCodec.of(first.array(), first.position(), file.toString());
                if (codec != null && codec != its) {
                    throw new IOException("the stream is %s, and this is %s".formatted(codec, its));
                }
                title = TagReader.read(channel).displayTitle(file.getFileName().toString());
                channel.position(0);
                parser = its.parser(channel.size(), this);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }

        @Override
        public void unit(Unit unit) {
            codec = its;
            boolean changes = sampleRate != 0 && (unit.sampleRate() != sampleRate || unit.channels() != channels);
            if (changes) {
                warn("%s changes to %d Hz, %d channels: some players stop there"
                        .formatted(file, unit.sampleRate(), unit.channels()));
            }
            sampleRate = unit.sampleRate();
            channels = unit.channels();
            failedInARow = 0;
            String name = title;
            ready.add(name == null || unit.title() != null ? unit : unit.withTitle(name));
            title = null;
        }

        @Override
        public void damage(long bytes, String reason) {
            firstDamage = lostBytes == 0 ? reason : firstDamage;
            lostBytes += bytes;
        }

        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // It was only read.
            }
        }

        void finish() {
            String unplayable = parser.finish();
            if (!unplayable.isEmpty()) {
                warn(file + " skipped: " + unplayable);
            } else if (lostBytes > 0) {
                warn("%s is damaged: %,d bytes were left out (%s)".formatted(file, lostBytes, firstDamage));
            }
        }
    }
}
