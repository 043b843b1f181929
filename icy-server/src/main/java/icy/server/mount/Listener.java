package icy.server.mount;

import icy.core.icy.MetadataInterleaver;
import icy.core.ring.Gather;
import icy.server.http.AccessLog;
import icy.server.http.AddressText;
import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is sent a mount's stream.
 *
 * <pre>
 *   joined ──first write──> on its wheel, written to once a flush ──> closed
 *                             │  socket full: offered again at the next flush
 *                             └─ too far behind: moved to the live edge, or closed (see {@link Audience})
 * </pre>
 *
 * <p>There is no state for "socket full" and no interest in writability: the send buffer holds the burst or two flushes,
 * so that it cannot run dry between two offers, and a listener that takes nothing costs one refused write a flush.
 * Reading serves to notice that the peer has gone.
 *
 * <p>Thread: its loop.
 */
final class Listener implements ChannelHandler {
    /** From here on a connection is a listener: probes and the first of VLC's two connections are gone by then. */
    private static final long COUNTED_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** What a listener may send before it is taken for something else. */
    private static final long MAX_BYTES_FROM_PEER = 64 * 1024;

    private static final Object HEAD = "head";

    private final Connection connection;
    private final long id;
    private Audience audience;
    private final MetadataInterleaver cursor;
    private final AccessLog.Entry request;
    private final boolean takesPlace;
    private final long mostNanos;
    private final long joinedNanos;
    private final long readAtJoin;
    private final long writtenAtJoin;
    private byte @Nullable [] head;
    private int headSent;
    private boolean prompt;
    private Attendance.@Nullable Seat seat;
    private boolean caughtUp;
    private long writtenAtSkip = -1;
    private CloseReason closeReason = CloseReason.PEER_CLOSED;

    private @Nullable Wheel wheel;
    private int slice;
    private int index;

    /** @param id by which operators name it */
    Listener(long id, Connection connection, Audience audience, Ticket ticket, MetadataInterleaver cursor) {
        this.id = id;
        this.connection = connection;
        this.audience = audience;
        this.request = ticket.request();
        this.takesPlace = ticket.takesPlace();
        this.mostNanos = ticket.mostNanos();
        this.head = ticket.head();
        this.cursor = cursor;
        this.joinedNanos = connection.loop().nowNanos();
        this.readAtJoin = connection.bytesRead();
        this.writtenAtJoin = connection.bytesWritten();
    }

    /** Writes all that is due, as far as the socket takes it. */
    void flush(Gather gather) throws IOException {
        boolean more = true;
        while (more) {
            long edge = gather.begin();
            byte[] unsentHead = head;
            if (unsentHead != null) {
                gather.addBytes(unsentHead, headSent, unsentHead.length - headSent, HEAD);
            }
            cursor.gather(gather, edge);
            if (gather.count() == 0) {
                caughtUp = true;
                return;
            }
            long from = cursor.position();
            long taken = connection.wire().write(gather.buffers(), 0, gather.count());
            if (!gather.held(from)) {
                throw new Overtaken();
            }
            took(gather, taken);
            more = taken == gather.bytes();
        }
    }

    private void took(Gather gather, long taken) {
        if (taken > 0) {
            if (gather.tag(0) == HEAD) {
                headSent += (int) Math.min(taken, gather.length(0));
                if (head != null && headSent == head.length) {
                    head = null;
                }
            }
            cursor.took(gather, taken);
            audience.stats().bytesSent.add(taken);
        }
    }

    /** Takes a seat once it has been there for long enough. */
    void countIfDue(Attendance attendance, long nowNanos) {
        if (seat == null && nowNanos - joinedNanos >= COUNTED_AFTER_NANOS) {
            seat = attendance.arrive(request.remote(), request.userAgent(), isRelay(), joinedNanos);
        }
    }

    /** Gives back its seat, if it has one. */
    void uncount(Attendance attendance) {
        Attendance.Seat taken = seat;
        if (taken != null) {
            seat = null;
            attendance.leave(taken);
        }
    }

    /** Is sent another mount's stream from now on. */
    void moveTo(Audience other) {
        audience = other;
        caughtUp = true;
        writtenAtSkip = -1;
    }

    /** Whether everything up to {@code edge} has been handed to the socket. */
    boolean hasAll(long edge) {
        return head == null
                && cursor.position() >= edge
                && !cursor.owes()
                && !connection.wire().pending();
    }

    /** Whether the peer has taken nothing since it was last moved. */
    boolean stalledSinceSkip() {
        return connection.bytesWritten() == writtenAtSkip;
    }

    void skipped() {
        writtenAtSkip = connection.bytesWritten();
    }

    @Override
    public void onReady(int readyOps) throws IOException {
        ByteBuffer ignored = connection.loop().readBuffer();
        int read = connection.wire().read(ignored);
        if (read < 0) {
            // Either it has gone or it only closed its own direction (as netcat does): a write or two will tell.
            connection.interest(0);
            audience.makePrompt(this);
        } else if (connection.bytesRead() - readAtJoin > MAX_BYTES_FROM_PEER) {
            audience.close(this, CloseReason.FAILED, null);
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        audience.gone(this, cause);
    }

    void place(Wheel onWheel, int inSlice, int atIndex) {
        wheel = onWheel;
        slice = inSlice;
        index = atIndex;
    }

    /** Takes it off its wheel, if it is on one. */
    void unplace() {
        Wheel from = wheel;
        if (from != null) {
            from.remove(slice, index);
            wheel = null;
        }
    }

    Connection connection() {
        return connection;
    }

    MetadataInterleaver cursor() {
        return cursor;
    }

    void prompt(boolean now) {
        prompt = now;
    }

    boolean prompt() {
        return prompt;
    }

    /** Whether it takes one of the places of the mount it is on. */
    boolean takesPlace() {
        return takesPlace;
    }

    /** For how long it has listened beyond what it may; negative while it may. */
    long overtimeNanos(long nowNanos) {
        return mostNanos == Ticket.FOR_EVER ? -1 : nowNanos - joinedNanos - mostNanos;
    }

    CloseReason closeReason() {
        return closeReason;
    }

    void closing(CloseReason reason) {
        closeReason = reason;
    }

    boolean caughtUp() {
        return caughtUp;
    }

    /** As operators see it; {@code lagSeconds} is how far it is behind. */
    Roster.Row row(long nowNanos, double lagSeconds) {
        Attendance.Seat taken = seat;
        ListenerView.Kind kind = isRelay()
                ? ListenerView.Kind.RELAY
                : taken == null ? ListenerView.Kind.CONNECTION : ListenerView.Kind.LISTENER;
        ListenerView view = new ListenerView(
                id,
                kind,
                AddressText.of(request.remote()),
                request.userAgent(),
                request.referrer(),
                request.user(),
                TimeUnit.NANOSECONDS.toSeconds(nowNanos - joinedNanos),
                lagSeconds,
                connection.bytesWritten() - writtenAtJoin);
        return new Roster.Row(view, taken);
    }

    private boolean isRelay() {
        return Attendance.isRelay(request.userAgent());
    }

    /** The line for the access log. */
    AccessLog.Entry accessEntry(long nowNanos) {
        return new AccessLog.Entry(
                request.remote(),
                request.user(),
                request.requestLine(),
                request.status(),
                connection.bytesWritten() - writtenAtJoin,
                request.referrer(),
                request.userAgent(),
                TimeUnit.NANOSECONDS.toSeconds(nowNanos - joinedNanos));
    }

    /** The ring overtook a write: what was sent may be torn, and the listener must not be sent more. */
    static final class Overtaken extends IOException {
        private static final long serialVersionUID = 1;

        Overtaken() {
            super("overtaken by the ring");
        }
    }
}
