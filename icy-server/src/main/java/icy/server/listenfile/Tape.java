package icy.server.listenfile;

import icy.server.track.FrameBatch;
import icy.server.track.TrackOpener;
import icy.server.track.TrackReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one client's files, one after the other, as one MP3: each file joined by the rules that hold on the air.
 * What cannot be played is skipped, and {@link Complaints} says so.
 *
 * <p>Thread: one worker at a time.
 */
final class Tape implements AutoCloseable {
    private final FileList list;
    private final RunningOrder order;
    private final TrackOpener opener;
    private final Complaints complaints;
    private final OneFormat format = new OneFormat();
    private @Nullable TrackReader reader;
    private String file = "";
    private boolean begun;
    private int barren;

    /** @param order that of the list's files */
    Tape(FileList list, RunningOrder order, TrackOpener opener, Complaints complaints) {
        this.list = list;
        this.order = order;
        this.opener = opener;
        this.complaints = complaints;
    }

    /**
     * The next frames, {@code units} long or a little longer, or fewer where a file ends; null at the end of all. A list
     * of which no file can be played ends, even one that is played over and over.
     */
    @Nullable
    FrameBatch next(long units) {
        while (reader != null || open()) {
            TrackReader present = reader;
            if (present == null) { // it could not be opened
                continue;
            }
            FrameBatch batch = present.read(units);
            if (batch.last()) {
                end(present);
            }
            if (batch.frames() > 0) {
                if (!begun) {
                    begun = true;
                    list.played().accept(file);
                }
                barren = 0;
                return batch;
            }
        }
        return null;
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    /** Opens the next file, unless it cannot be; whether there may be another. */
    private boolean open() {
        Optional<String> next = barren > order.round() ? Optional.empty() : order.next();
        if (next.isEmpty()) {
            return false;
        }
        barren++;
        begun = false;
        file = next.get();
        Optional<Path> path = list.paths().apply(file);
        if (path.isEmpty()) {
            complain("it is not there");
            return true;
        }
        try {
            reader = opener.open(path.get(), 0, format);
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
        }
        return true;
    }

    private void end(TrackReader ended) {
        ended.whyUnplayable().or(ended::damage).ifPresent(this::complain);
        close();
    }

    private void complain(String why) {
        complaints.about(list.name(), file, why, System.nanoTime());
    }
}
