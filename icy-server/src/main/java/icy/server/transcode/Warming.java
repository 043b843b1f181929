package icy.server.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes files ahead, one after the other, so that nobody has to wait for them; if too much is being made for others, it
 * waits for its turn.
 *
 * <p>Thread: {@link #run} a worker's; the others any.
 */
final class Warming implements Runnable {
    private static final int MOST_FAILURES_KEPT = 100;
    private static final long LOOK_MILLIS = 200;

    private final Transcodes transcodes;
    private final List<WarmFile> files;
    private final String quality;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final List<CacheJson.Failure> failures = new ArrayList<>();
    private int made;
    private int asTheyAre;
    private int failed;
    private @Nullable WarmFile current;
    private @Nullable TranscodedFile making;
    private boolean over;

    Warming(Transcodes transcodes, List<WarmFile> files, String quality) {
        this.transcodes = transcodes;
        this.files = List.copyOf(files);
        this.quality = quality;
    }

    @Override
    public void run() {
        try {
            for (WarmFile file : files) {
                if (isCancelled()) {
                    break;
                }
                warm(file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                current = null;
                over = true;
            }
        }
    }

    /** Ends it soon; what is made stays. */
    void cancel() {
        cancelled.countDown();
    }

    synchronized boolean isOver() {
        return over;
    }

    synchronized CacheJson.Warming told() {
        String state = !over ? "running" : isCancelled() ? "cancelled" : "done";
        int done = made + asTheyAre + failed;
        double progress = files.isEmpty() || over ? 1 : (done + progressOfCurrent()) / files.size();
        WarmFile present = current;
        return new CacheJson.Warming(
                state,
                quality,
                files.size(),
                made,
                asTheyAre,
                failed,
                present == null ? null : present.name(),
                Math.round(progress * 1000) / 1000.0,
                List.copyOf(failures));
    }

    private double progressOfCurrent() {
        TranscodedFile present = making;
        return present == null ? 0 : present.progress();
    }

    private void warm(WarmFile file) throws InterruptedException {
        begin(file);
        Optional<Opened> opened = open(file);
        if (opened.isEmpty()) {
            return; // it was cancelled
        }
        if (opened.get() instanceof Opened.Transcoded transcoded) {
            try (TranscodedFile present = transcoded.file()) {
                await(file, present);
            }
        } else if (opened.get() instanceof Opened.Refused refused) {
            failed(file, refused.sentence());
        } else {
            synchronized (this) {
                asTheyAre++;
            }
        }
    }

    private Optional<Opened> open(WarmFile file) throws InterruptedException {
        while (!isCancelled()) {
            Opened opened = transcodes.openAhead(file.path(), quality);
            boolean isBusy = opened instanceof Opened.Refused refused && refused.status() == Transcodes.TOO_MUCH;
            if (!isBusy) {
                return Optional.of(opened);
            }
            cancelled.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        return Optional.empty();
    }

    private void await(WarmFile file, TranscodedFile present) throws InterruptedException {
        synchronized (this) {
            making = present;
        }
        while (!isCancelled() && !present.isComplete() && present.failure().isEmpty()) {
            cancelled.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        synchronized (this) {
            making = null;
            made += present.isComplete() ? 1 : 0;
        }
        present.failure().ifPresent(reason -> failed(file, reason));
    }

    private synchronized void begin(WarmFile file) {
        current = file;
    }

    private synchronized void failed(WarmFile file, String reason) {
        failed++;
        if (failures.size() < MOST_FAILURES_KEPT) {
            failures.add(new CacheJson.Failure(file.name(), reason));
        }
    }

    private boolean isCancelled() {
        return cancelled.getCount() == 0;
    }
}
