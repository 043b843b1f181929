package icy.server.track;

import icy.core.icy.StreamTitle;
import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.FrameScanner;
import icy.core.mpeg.TagReader;
import icy.core.mpeg.TrackIndex;
import icy.core.mpeg.TrackParser;
import icy.core.mpeg.TrackSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns one file into frames that are fit to follow anything, some seconds at a time, from its beginning or from a moment
 * in it. What is wrong with the file costs no more than the file: it ends there, and says why.
 *
 * <p>Thread: one worker at a time.
 */
public final class TrackReader implements AutoCloseable {
    private static final long NOWHERE = -1;
    private static final int CHUNK_BYTES = 16 * 1024; // a second at 128 kbit/s
    private static final Logger log = LoggerFactory.getLogger(TrackReader.class);

    private final Path file;
    private final Rest rest;
    private ReadableByteChannel channel;
    private TrackParser parser;
    private final StreamTitle title;
    private final long startUnits;
    private final Predicate<FrameFormat> carried;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    private FrameBatch into = new FrameBatch();
    private volatile boolean ended;
    private @Nullable FrameFormat first;
    private long heardUnits;
    /** Where in what was heard the first frame is that is not carried, and is to be had otherwise. */
    private long foreignUnits = NOWHERE;

    private boolean restTaken;
    private boolean hasFrames;
    private String unplayable = "";
    private int damagedPlaces;
    private long damagedBytes;
    private String firstDamage = "";

    /** What follows where the file's own frames are not carried any more. */
    interface Rest {
        /** There is nothing: what is not carried is left out. */
        Rest NONE = fromUnits -> Optional.empty();

        /** The file from that moment of its music on, as frames that are carried. */
        Optional<Conversion.Converted> from(long fromUnits) throws IOException;
    }

    /** As below; what is not carried is left out. */
    public TrackReader(Path file, long startUnits, Predicate<FrameFormat> carried) throws IOException {
        this(file, startUnits, carried, Rest.NONE);
    }

    /**
     * Opens a file and reads its tags.
     *
     * @param startUnits the moment of the music to begin at, in 1/28,224,000 s; for another than 0 the file is read
     *     through once, to find it exactly
     * @param carried whether frames of a format are wanted; the others are left out
     * @param rest what is heard from a frame on that is not carried, after others that are
     * @throws IOException with a reason for the log
     */
    TrackReader(Path file, long startUnits, Predicate<FrameFormat> carried, Rest rest) throws IOException {
        this.file = file;
        this.rest = rest;
        this.carried = carried;
        FileChannel channel = open(file);
        this.channel = channel;
        try {
            String name = String.valueOf(file.getFileName());
            this.title = StreamTitle.of(TagReader.read(channel).displayTitle(name));
            Frames frames = new Frames();
            if (startUnits <= 0) {
                this.startUnits = 0;
                channel.position(0);
                this.parser = new TrackParser(channel.size(), frames);
            } else {
                TrackIndex index = TrackIndex.of(channel);
                TrackIndex.Entry entry = index.nearest(startUnits);
                this.startUnits = index.musicUnits(entry);
                channel.position(entry.position());
                this.parser = new TrackParser(channel.size() - entry.position(), entry, frames);
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e instanceof IOException io ? io : new IOException("a defect in the tag reader: " + e, e);
        }
    }

    /** Reads what became of a file. */
    TrackReader(Path file, StreamTitle title, Conversion.Converted converted, Predicate<FrameFormat> carried) {
        this.file = file;
        this.rest = Rest.NONE;
        this.carried = carried;
        this.channel = converted.frames();
        this.title = title;
        this.startUnits = converted.startUnits();
        this.parser = new TrackParser(FrameScanner.UNKNOWN_LENGTH, new Frames());
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file);
        } catch (NoSuchFileException e) {
            throw new IOException("it is gone", e);
        } catch (IOException e) {
            throw new IOException("it cannot be read: " + e.getMessage(), e);
        }
    }

    public Path file() {
        return file;
    }

    /** As listeners are shown it. */
    public StreamTitle title() {
        return title;
    }

    /** The moment of the music at which its first frame begins: within half a frame of what was asked. */
    public long startUnits() {
        return startUnits;
    }

    /** The format of its first frame, if that is not carried. Reads as far as that. */
    Optional<FrameFormat> foreignFormat() {
        while (!ended && first == null) {
            readChunk();
        }
        return hasFrames ? Optional.empty() : Optional.ofNullable(first);
    }

    /** The next frames, {@code units} long or a little longer; fewer where the track ends, and then the last. */
    public FrameBatch read(long units) {
        FrameBatch batch = into;
        while (!ended && batch.units() < units) {
            readChunk();
        }
        into = new FrameBatch();
        if (ended) {
            batch.markLast();
        }
        return batch;
    }

    /** Why there was not a single frame; empty before the end, and if there was one. */
    public Optional<String> whyUnplayable() {
        return hasFrames || unplayable.isEmpty() ? Optional.empty() : Optional.of(unplayable);
    }

    /** What of it could not be played, in words; empty if all could, and before the end. */
    public Optional<String> damage() {
        if (!ended || !hasFrames) {
            return Optional.empty();
        }
        if (!unplayable.isEmpty()) {
            return Optional.of(unplayable);
        }
        return damagedPlaces == 0
                ? Optional.empty()
                : Optional.of("%d bytes in %d places were left out, the first %s"
                        .formatted(damagedBytes, damagedPlaces, firstDamage));
    }

    /** Whether nothing more can come: its end was read, or it was closed. Any thread. */
    public boolean isClosed() {
        return ended;
    }

    @Override
    public void close() {
        ended = true;
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("closing {}", file, e);
        }
    }

    private void readChunk() {
        try {
            if (channel.read(chunk.clear()) >= 0) {
                parser.push(chunk.flip());
                if (foreignUnits >= 0) {
                    goOnWithRest();
                }
                return;
            }
            TrackSummary summary = parser.finish();
            unplayable = hasFrames ? "" : summary.whyUnplayable().orElse("none of its frames is of the mount's format");
        } catch (IOException e) {
            unplayable = "reading it failed: " + e.getMessage();
        } catch (RuntimeException e) {
            log.error("{}: a defect in the parser; the rest is skipped", file, e);
            unplayable = "a defect in the parser: " + e;
        }
        close();
    }

    /** From the first frame on that is not carried, unless there is no other way to have what follows. */
    private void goOnWithRest() throws IOException {
        Optional<Conversion.Converted> converted = rest.from(startUnits + foreignUnits);
        if (converted.isPresent()) {
            channel.close();
            channel = converted.get().frames();
            parser = new TrackParser(FrameScanner.UNKNOWN_LENGTH, new Frames());
        }
        foreignUnits = NOWHERE;
        restTaken = true;
    }

    /** What the parser says. */
    private final class Frames implements TrackParser.Sink {
        private @Nullable FrameFormat latest;
        private boolean isCarried;

        @Override
        public void frame(byte[] bytes, int offset, int length, FrameFormat format, long durationUnits, boolean joint) {
            if (!format.equals(latest)) {
                first = first == null ? format : first;
                latest = format;
                isCarried = carried.test(format);
            }
            if (foreignUnits >= 0) {
                return; // it comes again, as it should be
            }
            if (isCarried) {
                hasFrames = true;
                heardUnits += durationUnits;
                into.add(bytes, offset, length, durationUnits);
            } else if (hasFrames && !restTaken && rest != Rest.NONE) {
                foreignUnits = heardUnits;
            }
        }

        @Override
        public void damage(long offset, long bytes, String reason) {
            if (damagedPlaces++ == 0) {
                firstDamage = "at byte " + offset + ": " + reason;
            }
            damagedBytes += bytes;
        }
    }
}
