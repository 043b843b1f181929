package icy.cli.push;

import icy.cli.CommandException;
import icy.core.ring.StreamTime;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends a programme from its beginning to its end, over as many connections as it takes.
 *
 * <pre>
 *  CONNECTING ──> LIVE: each unit when its time has come, and a title where a track begins ──> all sent: ended
 *      ^            │ the link breaks
 *      │            v
 *      └──────── WAITING: what would play meanwhile is left out
 * </pre>
 *
 * <p>The programme's clock runs on while there is no connection. A new one begins with the unit that would play now, and
 * with what a decoder needs to begin there.
 *
 * <p>Thread: main; it ends when that thread is interrupted.
 */
final class PushRun {

    /** As long as Icecast waits for a source that is silent: after that nobody is there any more. */
    private static final long WRITE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How often the server and the input are looked after while there is nothing to send. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final SourceProtocol protocol;
    private final StreamOffer offer;
    private final Programme programme;
    private final Pacing pacing;
    private final BackOff backOff;
    private final Consumer<String> titles;
    private final PushReport report;
    private final boolean failAtOnce;

    private long connectedNanos;
    private long sentBytes;

    PushRun(
            SourceProtocol protocol,
            StreamOffer offer,
            Programme programme,
            Pacing pacing,
            BackOff backOff,
            Consumer<String> titles,
            PushReport report,
            boolean failAtOnce) {
        this.protocol = protocol;
        this.offer = offer;
        this.programme = programme;
        this.pacing = pacing;
        this.backOff = backOff;
        this.titles = titles;
        this.report = report;
        this.failAtOnce = failAtOnce;
    }

    /**
     * Returns when all has been sent.
     *
     * @throws InterruptedException if the thread was interrupted, which is how it is stopped
     * @throws CommandException if the server will not have it, or if the link breaks and it is to fail then
     */
    void run() throws CommandException, InterruptedException {
        while (true) {
            String reason;
            long onAirNanos = 0;
            try (ServerLink link = protocol.goLive(offer)) {
                connected();
                stream(link);
                link.finish();
                return;
            } catch (ClosedByInterruptException e) {
                throw new InterruptedException();
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
                onAirNanos = connectedNanos == 0 ? 0 : System.nanoTime() - connectedNanos;
                boolean mayPass = !(e instanceof RefusedException refused) || refused.mayPass();
                if (failAtOnce || !mayPass) {
                    throw new CommandException(CommandException.FAILED, reason, e);
                }
            } finally {
                connectedNanos = 0;
            }
            waitToConnect(reason, backOff.nextNanos(onAirNanos));
        }
    }

    long sentBytes() {
        return sentBytes;
    }

    private void connected() {
        connectedNanos = System.nanoTime();
        pacing.start(connectedNanos);
        report.connected(offer);
    }

    private void stream(ServerLink link) throws CommandException, IOException, InterruptedException {
        boolean begun = false;
        long shownNanos = connectedNanos;
        while (true) {
            long now = System.nanoTime();
            if (now - shownNanos > TICK_NANOS) {
                shownNanos = now;
                report.progress(programme, now - connectedNanos);
            }
            if (programme.isOver()) {
                // The last units were sent ahead of their time: a server would cut them off with the connection.
                long left = StreamTime.toNanos(programme.position() - pacing.playing(now));
                if (left <= 0) {
                    return;
                }
                link.pause(Math.min(left, TICK_NANOS));
                continue;
            }
            long wait = pacing.waitNanos(programme.position(), now);
            if (wait > 0) {
                link.pause(Math.min(wait, TICK_NANOS));
                continue;
            }
            Optional<Unit> next = programme.next(TICK_NANOS);
            if (next.isEmpty()) {
                link.pause(0);
            } else if (begun) {
                send(link, next.get());
            } else {
                begun = begin(link, next.get());
            }
        }
    }

    private void waitToConnect(String reason, long nanos) throws CommandException, InterruptedException {
        report.waiting(reason, nanos);
        long deadline = System.nanoTime() + nanos;
        for (long now = System.nanoTime(); now - deadline < 0; now = System.nanoTime()) {
            if (pacing.hasStarted()) {
                programme.skipTo(pacing.playing(now));
                if (programme.isOver()) {
                    throw new CommandException(
                            CommandException.FAILED, "what was left to play ended without the server: " + reason);
                }
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(TICK_NANOS, deadline - now));
        }
    }

    private boolean begin(ServerLink link, Unit next) throws IOException {
        Optional<byte[]> entry = programme.entry(next);
        if (entry.isEmpty()) {
            programme.pass();
            return false;
        }
        link.write(entry.get(), WRITE_PATIENCE_NANOS);
        send(link, next);
        if (next.title() == null && !programme.title().isEmpty()) {
            titles.accept(programme.title());
        }
        return true;
    }

    private void send(ServerLink link, Unit unit) throws IOException {
        byte[] bytes = programme.onTheWire(unit);
        link.write(bytes, WRITE_PATIENCE_NANOS);
        sentBytes += bytes.length;
        programme.pass();
        String title = unit.title();
        if (title != null) {
            report.playing(title);
            titles.accept(title);
        }
    }
}
