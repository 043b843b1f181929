package icy.cli.push;

import icy.cli.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What comes in from another program, passed on as it comes. A thread of its own reads, and no further ahead than a few
 * seconds, so that a program which is faster than real time waits.
 *
 * <p>Thread: one at a time, and the one that reads.
 */
final class InputUnits implements UnitSource, UnitParser.Sink {

    private static final int CHUNK_BYTES = 4096;
    private static final int MOST_CHUNKS = 64;
    private static final byte[] END = {};

    private final InputStream in;
    private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(MOST_CHUNKS);
    private final Deque<Unit> ready = new ArrayDeque<>();
    private volatile @Nullable IOException failure;
    private byte @Nullable [] first;
    private @Nullable StreamCodec codec;
    private @Nullable UnitParser parser;
    private boolean given;
    private boolean over;

    private InputUnits(InputStream in) {
        this.in = in;
    }

    /** Begins to read. */
    static InputUnits of(InputStream in) {
        InputUnits units = new InputUnits(in);
        Thread thread = new Thread(units::read, "input");
        thread.setDaemon(true); // nothing ends a read of standard input but the end of the process
        thread.start();
        return units;
    }

    @Override
    public StreamCodec codec() throws CommandException, InterruptedException {
        StreamCodec known = codec;
        if (known == null) {
            byte[] chunk = chunks.take();
            while (chunk != END && chunk.length < StreamCodec.TELLING_BYTES) {
                byte[] more = chunks.take();
                if (more == END) {
                    break;
                }
                byte[] whole = Arrays.copyOf(chunk, chunk.length + more.length);
                System.arraycopy(more, 0, whole, chunk.length, more.length);
                chunk = whole;
            }
            if (chunk == END) {
                throw failed("nothing came in");
            }
            known = StreamCodec.of(chunk, chunk.length, "");
            first = chunk;
            codec = known;
            parser = known.parser(StreamCodec.UNKNOWN_LENGTH, this);
        }
        return known;
    }

    @Override
    public Optional<Unit> next(long waitNanos) throws CommandException, InterruptedException {
        codec();
        long deadline = System.nanoTime() + waitNanos;
        while (ready.isEmpty() && !over) {
            byte[] chunk = first != null ? first : chunks.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            first = null;
            if (chunk == null) {
                return Optional.empty();
            }
            take(chunk);
        }
        return Optional.ofNullable(ready.poll());
    }

    @Override
    public boolean isOver() {
        return over && ready.isEmpty();
    }

    /** Standard input stays open: closing it would wait for the read. */
    @Override
    public void close() {}

    private static CommandException failed(String what) {
        return new CommandException(CommandException.FAILED, what);
    }

    private void take(byte[] chunk) throws CommandException {
        UnitParser to = Objects.requireNonNull(parser);
        if (chunk != END) {
            to.push(ByteBuffer.wrap(chunk));
            return;
        }
        over = true;
        String unplayable = to.finish();
        IOException fault = failure;
        if (fault != null) {
            throw failed("reading the input failed: " + fault.getMessage());
        }
        if (!given) {
            throw failed("what came in cannot be sent: " + unplayable);
        }
    }

    @Override
    public void unit(Unit unit) {
        given = true;
        ready.add(unit);
    }

    @Override
    public void damage(long bytes, String reason) {
        // Whoever made the stream has seen it; what can be sent goes on.
    }

    private void read() {
        try {
            byte[] buffer = new byte[CHUNK_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (count > 0) {
                    chunks.put(Arrays.copyOf(buffer, count));
                }
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            return; // nobody interrupts it; the process ends
        }
        try {
            chunks.put(END);
        } catch (InterruptedException e) {
            // As above.
        }
    }
}
