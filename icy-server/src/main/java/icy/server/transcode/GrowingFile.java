package icy.server.transcode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read while it is written, in any order. Whoever writes first claims the bytes, so each is written once;
 * and only what is published is read, so what has been read never changes.
 *
 * <p>Thread: any. Nothing here waits for a disk but {@link #write}.
 */
final class GrowingFile {
    /** How long it is when nobody can say so yet. */
    static final long UNKNOWN = -1;

    /** One who waits for a byte. */
    private record Waiter(long position, Runnable wake) {}

    private final FileChannel channel;
    private final FilledRanges claimed = new FilledRanges();
    private final FilledRanges published = new FilledRanges();
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private long length;
    private boolean complete;
    private @Nullable String failure;

    /** @param length what it will be, or {@link #UNKNOWN} */
    GrowingFile(FileChannel channel, long length) {
        this.channel = channel;
        this.length = length;
    }

    /** One that is there already. */
    static GrowingFile complete(FileChannel channel, long length) {
        GrowingFile file = new GrowingFile(channel, length);
        file.claimed.add(0, length);
        file.published.add(0, length);
        file.complete = true;
        return file;
    }

    FileChannel channel() {
        return channel;
    }

    /** How long it will be, or {@link #UNKNOWN}. */
    synchronized long length() {
        return length;
    }

    synchronized boolean isComplete() {
        return complete;
    }

    /** Why it will never be complete. */
    synchronized Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** How many bytes are there that can be read from {@code position} on. */
    synchronized long readable(long position) {
        return published.endFrom(position) - position;
    }

    /** How many bytes are there in all. */
    synchronized long filled() {
        return published.total();
    }

    /**
     * Calls {@code wake} once, as soon as there is something to be done about {@code position}: it can be read, or it
     * never will be; at once where that is so already.
     *
     * @return whether it has to be waited for; then what is returned by {@link #wanted} has it
     */
    boolean await(long position, Runnable wake) {
        synchronized (this) {
            if (!isDecided(position)) {
                waiters.add(new Waiter(position, wake));
                return true;
            }
        }
        wake.run();
        return false;
    }

    /** What is waited for does not matter any more. */
    synchronized void forget(Runnable wake) {
        waiters.removeIf(waiter -> waiter.wake() == wake);
    }

    /** The positions that are waited for, who came first before the others. */
    synchronized List<Long> wanted() {
        return waiters.stream().map(Waiter::position).distinct().toList();
    }

    /**
     * Takes bytes for the caller to write.
     *
     * @return the end of what it has got, which is {@code from} if the first of them belongs to somebody already
     */
    synchronized long claim(long from, long to) {
        long end = claimed.nextFrom(from, to);
        claimed.add(from, end);
        return end;
    }

    /** Whether nobody has claimed that byte. */
    synchronized boolean isFree(long position) {
        return claimed.endFrom(position) == position;
    }

    /** Whether one who has claimed bytes up to {@code from}, or is about to claim that one, can go on to {@code to}. */
    synchronized boolean isFreeBetween(long from, long to) {
        return claimed.nextFrom(claimed.endFrom(from), to) >= to;
    }

    /** The first byte from {@code position} on that nobody has claimed; the length if there is none. */
    synchronized long firstUnclaimed(long position) {
        return claimed.endFrom(position);
    }

    /** Writes what was claimed; it can be read when it is published. */
    void write(long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** What was claimed and written can be read now. */
    void publish(long from, long to) {
        Collection<Runnable> awake;
        synchronized (this) {
            published.add(from, to);
            awake = decided();
        }
        awake.forEach(Runnable::run);
    }

    /** There is nothing behind what was written; for one whose length nobody could say. */
    synchronized void lengthIs(long known) {
        length = known;
    }

    /** Whether all that was promised can be read. */
    synchronized boolean isFull() {
        return length != UNKNOWN && published.endFrom(0) >= length;
    }

    /** It is full, and will stay as it is. */
    void complete() {
        Collection<Runnable> awake;
        synchronized (this) {
            complete = true;
            awake = decided();
        }
        awake.forEach(Runnable::run);
    }

    /** It will never be complete. */
    void fail(String reason) {
        Collection<Runnable> awake;
        synchronized (this) {
            if (complete || failure != null) {
                return;
            }
            failure = reason;
            awake = decided();
        }
        awake.forEach(Runnable::run);
    }

    private boolean isDecided(long position) {
        return complete || failure != null || published.endFrom(position) > position;
    }

    private List<Runnable> decided() {
        List<Runnable> awake = new ArrayList<>();
        for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
            Waiter waiter = each.next();
            if (isDecided(waiter.position())) {
                each.remove();
                awake.add(waiter.wake());
            }
        }
        return awake;
    }
}
