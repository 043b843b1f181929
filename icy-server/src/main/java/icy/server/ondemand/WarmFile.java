package icy.server.ondemand;

import icy.server.http.Supply;
import icy.server.loop.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole file as a supply of many answers: what the kernel has in its memory is ready, and what it has not is read by a
 * worker first.
 *
 * <p>The kernel sends it from its own memory ({@code sendfile}). Ranges of 64 kB, copied to a buffer and written from there
 * together with their heads, cost 1.7 times as much of a processor: 13,600 a second instead of 22,500.
 *
 * <p>Thread: any; for each answer its loop.
 */
final class WarmFile implements Supply {
    private static final Logger log = LoggerFactory.getLogger(WarmFile.class);
    private static final Runnable NOBODY = () -> {};

    private final String name;
    private final FileChannel channel;
    private final long size;
    private final WarmWindows windows;
    private final FileWarmer warmer;
    private final Holders holders;

    private volatile boolean failed;

    /**
     * @param name for the log
     * @param size how much of it is given out, whatever it grows to
     * @param windows what is known of it; other supplies of the same file may know and learn it, too
     * @param holders keep the channel open
     */
    WarmFile(String name, FileChannel channel, long size, WarmWindows windows, FileWarmer warmer, Holders holders) {
        this.name = name;
        this.channel = channel;
        this.size = size;
        this.windows = windows;
        this.warmer = warmer;
        this.holders = holders;
    }

    /** Whether it could not be read the last time: then it should be opened anew. */
    boolean failed() {
        return failed;
    }

    @Override
    public long ready(long position) throws IOException {
        if (position >= size) {
            return END;
        }
        int window = WarmWindows.windowOf(position);
        if (!windows.isWarm(window)) {
            if (windows.hasFailed(window)) {
                throw new IOException(name + " cannot be read");
            }
            return 0;
        }
        if (windows.isAgeing(window)) {
            warm(window, NOBODY);
        }
        long end = WarmWindows.beginOf(window + 1);
        boolean nearEnd = end - position <= WarmWindows.WINDOW_BYTES / 2;
        if (nearEnd && end < size && windows.isAgeing(window + 1)) {
            warm(window + 1, NOBODY); // the reader does not wait, if the disk is quick
        }
        if (end < size && windows.isWarm(window + 1)) {
            end = WarmWindows.beginOf(window + 2); // one call may send across the border
        }
        return Math.min(end, size) - position;
    }

    @Override
    public boolean await(long position, Runnable wake) {
        return warm(WarmWindows.windowOf(position), wake);
    }

    private boolean warm(int window, Runnable waiter) {
        if (!windows.await(window, waiter)) {
            return true; // it is being read
        }
        holders.join(); // the answer that waits may end before the worker does
        boolean begun =
                warmer.warm(channel, WarmWindows.beginOf(window), WarmWindows.WINDOW_BYTES, why -> warmed(window, why));
        if (!begun) {
            holders.leave();
            windows.abandon(window, waiter);
        }
        return begun;
    }

    private void warmed(int window, @Nullable IOException why) {
        try {
            if (why == null) {
                windows.read(window);
            } else {
                log.warn("{} cannot be read: {}", name, why.toString());
                failed = true;
                windows.fail(window);
            }
        } finally {
            holders.leave();
        }
    }

    @Override
    public long send(long position, long count, Wire wire) throws IOException {
        long taken = wire.write(channel, position, count);
        if (taken == 0 && channel.size() < position + count) {
            throw new EOFException(name + " has become shorter while it was sent");
        }
        return taken;
    }

    @Override
    public void release() {
        holders.leave();
    }
}
