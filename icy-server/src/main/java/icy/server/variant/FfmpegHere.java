package icy.server.variant;

import icy.server.encode.Ffmpeg;
import icy.server.encode.OutputCodec;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ffmpeg of this machine, looked for once.
 *
 * <p>Thread: any that may wait, unless a method says otherwise.
 */
final class FfmpegHere {
    private final Supplier<Optional<Ffmpeg>> search;
    private volatile @Nullable Optional<Ffmpeg> found;

    FfmpegHere(Supplier<Optional<Ffmpeg>> search) {
        this.search = search;
    }

    /** Has it looked for, so that nobody who listens waits for that. Returns at once. */
    void findAhead() {
        if (found == null) {
            Thread thread = new Thread(this::find, "ffmpeg-search");
            thread.setDaemon(true);
            thread.start();
        }
    }

    synchronized Optional<Ffmpeg> find() {
        Optional<Ffmpeg> known = found;
        if (known == null) {
            known = search.get();
            found = known;
        }
        return known;
    }

    /** Whether it has been looked for, and cannot make that. Never waits. */
    boolean isKnownToLack(OutputCodec codec) {
        Optional<Ffmpeg> known = found;
        return known != null && known.filter(ffmpeg -> ffmpeg.canMake(codec)).isEmpty();
    }

    /** If it can make that. */
    Optional<Ffmpeg> that(OutputCodec codec) {
        return find().filter(ffmpeg -> ffmpeg.canMake(codec));
    }
}
