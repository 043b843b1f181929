package icy.server.ondemand;

import icy.server.http.Representation;
import icy.server.http.Supply;
import java.nio.channels.FileChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A file of the media folders that is open for as long as somebody holds it: {@link OpenFiles} for a while, and each
 * answer that sends it.
 *
 * <p>Thread: any.
 */
final class OpenFile {
    private static final int MOST_QUALITIES = 20; // that can be asked for, and more are only misspelt

    private final FileState state;
    private final Representation representation;
    private final Holders holders;
    private final WarmFile bytes;
    /** Qualities that this file serves as it is. */
    private final Set<String> serves = ConcurrentHashMap.newKeySet();

    /**
     * Held by whoever makes it.
     *
     * @param closed is called when nobody holds it any more
     */
    OpenFile(
            FileChannel channel,
            FileState state,
            Representation representation,
            FileWarmer warmer,
            LongSupplier nanoClock,
            Runnable closed) {
        this.state = state;
        this.representation = representation;
        this.holders = new Holders(() -> {
            closed.run();
            warmer.close(channel);
        });
        WarmWindows windows = new WarmWindows(state.size(), nanoClock);
        this.bytes = new WarmFile(state.path().toString(), channel, state.size(), windows, warmer, holders);
    }

    FileState state() {
        return state;
    }

    Representation representation() {
        return representation;
    }

    /** Its bytes, for an answer that has it held and releases it. */
    Supply bytes() {
        return bytes;
    }

    /** Whether it could not be read the last time: then it should be opened anew. */
    boolean failed() {
        return bytes.failed();
    }

    /** Whether nobody but one holds it. */
    boolean isIdle() {
        return holders.count() <= 1;
    }

    /** Keeps it open until {@link #release}; false if it is closed already. */
    boolean hold() {
        return holders.join();
    }

    void release() {
        holders.leave();
    }

    /** Whether it is known to be what one who asks for that quality gets. */
    boolean serves(String quality) {
        return serves.contains(quality);
    }

    void nowServes(String quality) {
        if (serves.size() < MOST_QUALITIES) {
            serves.add(quality);
        }
    }
}
