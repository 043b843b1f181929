package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.Volume;
import icy.core.ring.StreamTime;
import icy.server.config.MountConfig;
import icy.server.loop.Workers;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import icy.server.track.FrameBatch;
import icy.server.track.TrackOpener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a {@link Programme} of files, and does what its deck is told.
 *
 * <pre>
 *   has a scan worker look for tracks, again and again ({@link TrackWatch})
 *   has air workers read what plays and what follows   ({@link ReadAhead})
 *   on the air: a title where a track begins, and its frames when their time has come
 *               silence while it is paused or stopped
 *   off the air: stands still; after a minute it goes on with the next track, for nobody wants the middle of a song
 *   nothing can be played: not ready; tries again after a while
 * </pre>
 *
 * <p>It is long because a command may come in any of these states, and what it does in each is read here and nowhere else.
 *
 * <p>Thread: the mount's home loop; {@link #view} and {@link #status} any.
 */
final class Playout implements Source, Deck {
    /** With this queued it can take the air over again. */
    private static final long ENOUGH_UNITS = StreamTime.UNITS_PER_SECOND;

    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final Logger log = LoggerFactory.getLogger(Playout.class);

    private final Kind kind;
    private final Mount mount;
    private final MountConfig config;
    private final Runnable changed;
    private final Programme programme;
    private final ReadAhead ahead;
    private final FormatGate formats;
    private final TrackWatch watch;
    private final TrackLengths lengths;
    private final Instant since = Instant.now();
    private final FrameOutput output;
    private @Nullable StreamTitle message;
    /** What was asked for out of turn is to play at once, not only to stand ready. */
    private boolean playsWanted;
    /** It is another moment of what plays that is wanted. */
    private boolean seeks;

    private long leftNanos;
    /** Everything has been appended. */
    private boolean over;

    private boolean closed;
    private volatile boolean onAir;
    private volatile State state = State.PLAYING;
    private volatile double volume = 1;
    private volatile @Nullable TrackFeed shown;

    /**
     * Plays what the mount's config names, in the order that {@code programme} says.
     *
     * @param changed called when there is more to play than before
     */
    static Playout of(Mount mount, Workers workers, TrackOpener opener, Runnable changed, Programme programme) {
        return new Playout(
                Kind.PLAYOUT,
                mount,
                workers,
                opener,
                changed,
                mount.config().playout().paths(),
                programme);
    }

    /** Plays one file over and over. */
    static Playout looped(Mount mount, Workers workers, TrackOpener opener, Runnable changed, Path file) {
        return new Playout(
                Kind.FALLBACK_FILE,
                mount,
                workers,
                opener,
                changed,
                List.of(file),
                new FolderProgramme(/* shuffle= */ false, /* once= */ false));
    }

    private Playout(
            Kind kind,
            Mount mount,
            Workers workers,
            TrackOpener opener,
            Runnable changed,
            List<Path> paths,
            Programme programme) {
        this.kind = kind;
        this.mount = mount;
        this.config = mount.config();
        this.changed = changed;
        this.programme = programme;
        this.output = new FrameOutput(mount);
        Complaints complaints = new Complaints(mount.name());
        this.formats = new FormatGate(config.playout(), complaints, opener);
        this.ahead = new ReadAhead(
                mount.name(),
                mount.home(),
                workers,
                programme,
                formats,
                complaints,
                (feed, reason) -> happened(Programme.Happening.UNPLAYABLE, feed.item(), StreamTitle.of(reason), 0),
                this::hasMore);
        this.watch = new TrackWatch(mount, paths, workers.scan(), this::found);
        this.lengths = new TrackLengths(mount.home(), workers.scan(), opener);
        programme.playedBy(this);
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public SourceView view() {
        TrackFeed playing = shown;
        String what = playing == null ? "" : " of " + playing.item().file();
        return SourceView.own(
                kind,
                (kind == Kind.PLAYOUT ? "playout" : "fallback file") + what,
                onAir,
                Codec.MP3.contentType(),
                since);
    }

    @Override
    public void tend(long nowNanos) {
        if (closed) {
            return;
        }
        watch.look(nowNanos);
        if (output.isInterrupted() && !onAir && state == State.PLAYING && nowNanos - leftNanos > STALE_NANOS) {
            goOnWithNextTrack();
        }
        TrackFeed playing = shown;
        if (playing != null) {
            lengths.measure(playing.item().file());
        }
        if (!onAir) {
            takeWanted(); // nobody hears it, but it is what plays from now on
        }
        readAhead(nowNanos);
    }

    /** While another source has declared the stream's format, what was read for a format of our own is of no use. */
    private void followStream() {
        StreamFormat streams = mount.format();
        FrameFormat ours = ahead.format();
        if (onAir || ours == null || streams == null || streams.codec() != Codec.MP3 || !formats.converts()) {
            return;
        }
        if (streams.sampleRate() != ours.sampleRate() || streams.channels() != ours.channels()) {
            formats.follow(FrameFormat.layer3(streams.sampleRate(), streams.channels()));
            ahead.startOver();
        }
    }

    private void readAhead(long nowNanos) {
        followStream();
        if (!over && (watch.findsTracks() || programme.size() > 0)) {
            ahead.tend(nowNanos, StreamTime.ofDuration(config.delivery().burst()) + ReadAhead.BATCH_UNITS);
        }
    }

    /** What goes out at once at first is the burst; a second read need not be there in time for it. */
    @Override
    public boolean ready() {
        if (over || ahead.format() == null) {
            return false;
        }
        if (state != State.PLAYING) {
            return true;
        }
        long queued = ahead.queuedUnits();
        long enough = mount.hasRun()
                ? ENOUGH_UNITS
                : StreamTime.ofDuration(config.delivery().burst()) + ReadAhead.BATCH_UNITS;
        return queued > 0 && (queued >= enough || ahead.isStuck() || ahead.endIsQueued());
    }

    @Override
    public boolean present() {
        return kind == Kind.PLAYOUT && !over && (watch.mayFindTracks() || state != State.PLAYING || ahead.hasHope());
    }

    @Override
    public long stockUnits() {
        return state == State.PLAYING ? ahead.queuedUnits() : Long.MAX_VALUE;
    }

    @Override
    public @Nullable StreamFormat format() {
        FrameFormat first = ahead.format();
        return first == null ? null : new StreamFormat(Codec.MP3, first.sampleRate(), first.channels());
    }

    @Override
    public int kbps() {
        TrackFeed playing = ahead.current() == null ? ahead.next() : ahead.current();
        return playing == null ? 0 : playing.kbps();
    }

    @Override
    public void enter() {
        onAir = true;
        if (ahead.current() != null) {
            announce();
        } else if (message != null || state != State.PLAYING) {
            showTitle();
        }
    }

    @Override
    public Step step(long due) {
        takeWanted();
        if (state != State.PLAYING) {
            return silence(due);
        }
        TrackFeed playing = ahead.current();
        if (playing != null && playing.isOver()) {
            ended(playing);
            playing = null;
        }
        TrackFeed feed = playing == null ? ahead.next() : playing;
        FrameBatch batch = feed == null ? null : feed.batch();
        if (feed == null || batch == null) {
            over = feed == null && programme.endsAfterLast() && ahead.endIsQueued() && watch.hasLooked();
            return over ? Step.OVER : Step.DRY;
        }
        if (mount.edgeTime() + batch.durationUnits(feed.frame()) > due) {
            return Step.EARLY;
        }
        if (feed != playing) {
            output.beginAnew();
            began(ahead.advance());
        }
        output.append(feed, batch);
        return Step.AIRED;
    }

    @Override
    public void leave() {
        onAir = false;
        output.interrupt();
        leftNanos = mount.home().nowNanos();
    }

    @Override
    public void close(String why) {
        closed = true;
        ahead.close();
    }

    @Override
    public Status status() {
        TrackFeed playing = shown;
        if (playing == null) {
            return new Status(state, null, StreamTitle.NONE, 0, 0, volume);
        }
        return new Status(
                state,
                playing.item(),
                playing.title(),
                playing.positionUnits(),
                lengths.of(playing.item().file()),
                volume);
    }

    @Override
    public void programmeChanged() {
        if (!closed) {
            ahead.reconsider();
            changed.run();
        }
    }

    @Override
    public void play(Programme.Item item) {
        if (!closed) {
            playsWanted = true;
            seeks = false;
            want(item);
        }
    }

    @Override
    public void seek(long positionUnits) {
        TrackFeed playing = ahead.current();
        if (playing != null && !closed) {
            seeks = true;
            want(playing.item().at(positionUnits));
        }
    }

    private void want(Programme.Item item) {
        over = false;
        ahead.want(item);
        changed.run();
    }

    @Override
    public void pause() {
        boolean isToPlay = state == State.PLAYING || playsWanted;
        playsWanted = false;
        if (isToPlay && state != State.PAUSED) {
            become(State.PAUSED, Programme.Happening.PAUSED);
        }
    }

    @Override
    public void resume() {
        if (state == State.PAUSED) {
            become(State.PLAYING, Programme.Happening.RESUMED);
        }
    }

    @Override
    public void stop() {
        playsWanted = false;
        ahead.wantNothing();
        if (state != State.STOPPED) {
            become(State.STOPPED, Programme.Happening.STOPPED);
            ahead.forget();
            shown = null;
            showTitle();
        }
    }

    @Override
    public void volume(double wanted) {
        output.volume(Volume.of(wanted));
        volume = wanted;
    }

    @Override
    public void message(@Nullable StreamTitle text) {
        message = text;
        showTitle();
    }

    private void become(State next, Programme.Happening what) {
        state = next;
        output.interrupt();
        TrackFeed playing = ahead.current();
        if (playing != null) {
            happened(what, playing.item(), playing.title(), playing.positionUnits());
        }
        changed.run();
    }

    private void found(List<Path> tracks) {
        formats.expect(tracks);
        programme.found(tracks);
        programmeChanged();
        tend(mount.home().nowNanos());
    }

    private void hasMore() {
        changed.run();
        readAhead(mount.home().nowNanos());
    }

    /** What was asked for out of turn takes the place of what plays, once there is enough of it. */
    private void takeWanted() {
        TrackFeed wanted = ahead.wanted();
        if (wanted == null && playsWanted) {
            playAnything();
        }
        if (wanted == null || !wanted.has(ENOUGH_UNITS)) {
            return;
        }
        TrackFeed before = ahead.current();
        boolean isSeek =
                seeks && before != null && before.item().id() == wanted.item().id();
        if (before != null && !isSeek) {
            happened(Programme.Happening.SKIPPED, before.item(), before.title(), before.positionUnits());
        }
        seeks = false;
        ahead.takeWanted();
        output.beginAnew();
        if (playsWanted) {
            playsWanted = false;
            state = State.PLAYING;
        }
        if (isSeek) {
            shown = wanted;
            happened(Programme.Happening.SOUGHT, wanted.item(), wanted.title(), wanted.positionUnits());
        } else {
            began(wanted);
        }
    }

    /** Neither what was asked for nor what comes after it can be played now; whatever can ends the silence. */
    private void playAnything() {
        playsWanted = false;
        TrackFeed silent = ahead.current();
        if (state != State.PLAYING && silent != null) {
            skip(silent);
        }
        state = State.PLAYING;
    }

    private void ended(TrackFeed feed) {
        if (seeks) { // there is no other moment of it any more
            seeks = false;
            ahead.wantNothing();
        }
        happened(Programme.Happening.ENDED, feed.item(), feed.title(), feed.positionUnits());
        ahead.forget();
        shown = null;
    }

    private void goOnWithNextTrack() {
        TrackFeed left = ahead.current();
        if (left != null && ahead.next() != null) {
            skip(left);
        }
    }

    private void skip(TrackFeed left) {
        happened(Programme.Happening.SKIPPED, left.item(), left.title(), left.positionUnits());
        ahead.forget();
        shown = null;
        output.beginAnew();
    }

    private void began(TrackFeed feed) {
        shown = feed;
        lengths.measure(feed.item().file());
        happened(Programme.Happening.BEGAN, feed.item(), feed.title(), feed.positionUnits());
        log.info(
                "mount {}: playing {} ({})",
                mount.name(),
                feed.title().text(),
                feed.item().file());
        if (onAir) {
            announce();
        }
    }

    /** Tells listeners what begins; a message stands in its place. */
    private void announce() {
        TrackFeed playing = ahead.current();
        if (playing != null) {
            mount.title(playing.title(), playing.kbps());
        }
        StreamTitle said = message;
        if (said != null) {
            mount.show(said);
        }
    }

    /** Tells listeners what they are to be shown now, though nothing begins. */
    private void showTitle() {
        if (onAir) {
            TrackFeed playing = ahead.current();
            StreamTitle title = playing == null ? StreamTitle.NONE : playing.title();
            StreamTitle said = message;
            mount.show(said == null ? title : said);
        }
    }

    private void happened(Programme.Happening what, Programme.Item item, StreamTitle title, long positionUnits) {
        long position = mount.hasRun() ? mount.edgePosition() : 0;
        long time = mount.hasRun() ? mount.edgeTime() : 0;
        programme.on(new Programme.Event(what, item, title, positionUnits, position, time));
    }

    /** A frame of nothing, in the stream's format. */
    private Step silence(long due) {
        StreamFormat declared = mount.format();
        if (declared == null) {
            return Step.DRY;
        }
        FrameFormat frames = FrameFormat.layer3(declared.sampleRate(), declared.channels());
        if (mount.edgeTime() + frames.frameUnits() > due) {
            return Step.EARLY;
        }
        output.appendSilence(frames, kbps(), frames.frameUnits());
        return Step.AIRED;
    }
}
