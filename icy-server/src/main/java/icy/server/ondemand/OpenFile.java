package icy.server.ondemand;

import icy.server.http.Representation;
import icy.server.http.Supply;
import icy.server.loop.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is open for as long as somebody holds it: {@link OpenFiles} for a while, and each answer that sends it.
 *
 * <p>Thread: any; as a {@link Supply} of many answers, each of their loops.
 */
final class OpenFile implements Supply {
    private static final Logger log = LoggerFactory.getLogger(OpenFile.class);
    private static final Runnable NOBODY = () -> {};

    private final FileChannel channel;
    private final FileState state;
    private final Representation representation;
    private final WarmWindows windows;
    private final FileWarmer warmer;
    /** How many hold it; at 0 it is closed for good. */
    private final AtomicInteger holders = new AtomicInteger(1);

    private volatile @Nullable IOException failure;

    /** Held by whoever makes it. */
    OpenFile(
            FileChannel channel,
            FileState state,
            Representation representation,
            FileWarmer warmer,
            LongSupplier nanoClock) {
        this.channel = channel;
        this.state = state;
        this.representation = representation;
        this.windows = new WarmWindows(state.size(), nanoClock);
        this.warmer = warmer;
    }

    FileState state() {
        return state;
    }

    Representation representation() {
        return representation;
    }

    /** Whether it could not be read the last time: then it should be opened anew. */
    boolean failed() {
        return failure != null;
    }

    /** Keeps it open until {@link #release}; false if it is closed already. */
    boolean hold() {
        int now = holders.get();
        while (now > 0) {
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
            now = holders.get();
        }
        return false;
    }

    @Override
    public void release() {
        if (holders.decrementAndGet() == 0) {
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("closing {}", state.path(), e); // it was only read
            }
        }
    }

    @Override
    public long ready(long position) throws IOException {
        IOException why = failure;
        if (why != null) {
            throw new IOException(state.path() + " cannot be read", why);
        }
        if (position >= state.size()) {
            return END;
        }
        int window = WarmWindows.windowOf(position);
        if (!windows.isWarm(window)) {
            return 0;
        }
        windows.used(window);
        long end = Math.min(WarmWindows.beginOf(window + 1), state.size());
        boolean nearEnd = end - position <= WarmWindows.WINDOW_BYTES / 2;
        if (nearEnd && end < state.size() && !windows.isWarm(window + 1)) {
            warm(window + 1, NOBODY); // the reader does not wait, if the disk is quick
        }
        return end - position;
    }

    @Override
    public boolean await(long position, Runnable wake) {
        return warm(WarmWindows.windowOf(position), wake);
    }

    private boolean warm(int window, Runnable waiter) {
        if (!windows.await(window, waiter)) {
            return true; // it is being read
        }
        hold(); // the answer that waits holds it too, but may end before the worker has begun
        boolean begun =
                warmer.warm(channel, WarmWindows.beginOf(window), WarmWindows.WINDOW_BYTES, why -> warmed(window, why));
        if (!begun) {
            release();
            windows.abandon(window, waiter);
        }
        return begun;
    }

    private void warmed(int window, @Nullable IOException why) {
        if (why != null) {
            log.warn("{} cannot be read: {}", state.path(), why.toString());
            failure = why;
        }
        windows.read(window);
        release();
    }

    /** Not one byte more than it had when it was opened, whatever it has grown to. */
    @Override
    public long send(long position, long count, Wire wire) throws IOException {
        long taken = wire.write(channel, position, count);
        if (taken == 0 && channel.size() < position + count) {
            throw new EOFException(state.path() + " has become shorter while it was sent");
        }
        return taken;
    }
}
