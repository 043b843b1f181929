package icy.server.transcode;

import icy.server.loop.WorkerPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The making of one file. An encoder goes through it from the start; where somebody waits for bytes far ahead of it,
 * another begins there, and ends where it comes to what is made already. There are {@value #MOST_HEADS} at once; if more
 * places are waited for, they take turns.
 *
 * <p>Thread: any; nothing here waits for anything, that is for the workers.
 */
final class TranscodeJob implements Head.Owner {
    /** Who is told how it ended, once. */
    interface Owner {
        /** All is written. Thread: a worker. */
        void made(TranscodeJob job);

        /** It will not be made. */
        void failed(TranscodeJob job, String reason);
    }

    private static final int MOST_HEADS = 3;
    private static final int MOST_FAILURES = 2;

    /** So much sound ahead of an encoder is waited for: it makes a hundred seconds of it in one, on a fast machine. */
    private static final int NEAR_SECONDS = 15;

    private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Recipe recipe;
    private final GrowingFile file;
    private final SoundEncoder encoder;
    private final WorkerPool workers;
    private final Owner owner;
    private final List<Head> heads = new ArrayList<>();
    private int failures;
    private boolean over;

    TranscodeJob(Recipe recipe, GrowingFile file, SoundEncoder encoder, WorkerPool workers, Owner owner) {
        this.recipe = recipe;
        this.file = file;
        this.encoder = encoder;
        this.workers = workers;
        this.owner = owner;
    }

    /** Begins, and looks anew what is waited for. */
    synchronized void assign() {
        if (over || file.isFull()) {
            return;
        }
        ConstantMp3 layout = recipe.layout();
        if (layout == null) {
            if (heads.isEmpty()) {
                begin(new Head(encoder, recipe, 0, new PlainPart(file), this));
            }
            return;
        }
        Optional<Long> wanted = firstUnserved(layout);
        if (wanted.isPresent() && heads.size() < MOST_HEADS) {
            beginAt(layout, layout.frameAt(wanted.get()));
        } else if (wanted.isPresent()) {
            heads.stream()
                    .filter(head -> !isWaitedFor(head, layout))
                    .findFirst()
                    .ifPresent(Head::stop);
        } else if (heads.isEmpty()) {
            beginAt(layout, layout.frameAt(file.firstUnclaimed(0)));
        }
    }

    /** Somebody waits for the byte at that place. */
    synchronized void wanted(long position) {
        ConstantMp3 layout = recipe.layout();
        if (layout != null
                && file.isFree(position)
                && heads.stream().noneMatch(head -> isNear(head, position, layout))) {
            assign();
        }
    }

    /** Looks after its encoders, once a second. */
    void tick(Duration patience) {
        List<Head> present;
        synchronized (this) {
            present = List.copyOf(heads);
            takeTurns();
        }
        present.forEach(head -> head.endIfSilentFor(patience));
    }

    /** Gives up, at once. */
    void cancel(String reason) {
        end(reason);
    }

    Recipe recipe() {
        return recipe;
    }

    /** How much of it is made, 0 to 1; 0 while nobody can say. */
    double progress() {
        long length = file.length();
        return length <= 0 ? 0 : (double) file.filled() / length;
    }

    @Override
    public void ended(Head head, @Nullable String failure) {
        boolean isMade;
        boolean isHopeless;
        List<Head> others;
        synchronized (this) {
            heads.remove(head);
            if (over) {
                return;
            }
            isMade = file.isFull();
            over = isMade;
            others = List.copyOf(heads);
            failures += failure == null ? 0 : 1;
            isHopeless =
                    recipe.layout() == null || !head.isProductive() || head.couldNotWrite() || failures > MOST_FAILURES;
        }
        if (isMade) {
            others.forEach(Head::kill); // nothing is left for them to write
            owner.made(this);
        } else if (failure != null && isHopeless) {
            end(failure);
        } else {
            assign();
        }
    }

    private void end(String reason) {
        List<Head> present;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            present = List.copyOf(heads);
        }
        present.forEach(Head::kill);
        owner.failed(this, reason);
    }

    private void beginAt(ConstantMp3 layout, long frame) {
        long entry = recipe.sound().canBeEnteredAnywhere() ? layout.entryFor(frame) : 0;
        begin(new Head(encoder, recipe, layout.sampleOf(entry), new FramesPart(layout, file, entry, frame), this));
    }

    private void begin(Head head) {
        heads.add(head);
        if (!workers.tryExecute(head)) {
            workersAreBusy(head);
        }
    }

    private void workersAreBusy(Head head) {
        heads.remove(head);
        // Where others are at work on it, what is waited for comes in its turn.
        if (heads.isEmpty()) {
            over = true;
            owner.failed(this, "too much is being made at once");
        }
    }

    /** While all are at work where somebody waits, the oldest ends for one who waits elsewhere. */
    private void takeTurns() {
        ConstantMp3 layout = recipe.layout();
        if (over || layout == null || firstUnserved(layout).isEmpty()) {
            return;
        }
        if (heads.size() >= MOST_HEADS) {
            heads.stream()
                    .filter(head -> head.ageNanos() > TURN_NANOS)
                    .findFirst()
                    .ifPresent(Head::stop);
        } else {
            assign();
        }
    }

    private Optional<Long> firstUnserved(ConstantMp3 layout) {
        if (!recipe.sound().canBeEnteredAnywhere() && !heads.isEmpty()) {
            return Optional.empty();
        }
        return file.wanted().stream()
                .filter(position -> position < layout.length())
                .filter(position -> file.isFree(position))
                .filter(position -> heads.stream().noneMatch(head -> isNear(head, position, layout)))
                .findFirst();
    }

    private boolean isWaitedFor(Head head, ConstantMp3 layout) {
        return head.isStopping() || file.wanted().stream().anyMatch(position -> isNear(head, position, layout));
    }

    /** Whether so many bytes are too many to wait for until an encoder has come through them. */
    static boolean isFar(long bytes, ConstantMp3 layout) {
        return bytes > (long) NEAR_SECONDS * layout.bitrateBps() / Byte.SIZE;
    }

    /** Whether that encoder will be there soon. */
    private boolean isNear(Head head, long position, ConstantMp3 layout) {
        if (head.isStopping() || head.next() > position) {
            return false;
        }
        long distance = position - head.next();
        return !isFar(distance, layout) && file.isFreeBetween(head.next(), position);
    }
}
