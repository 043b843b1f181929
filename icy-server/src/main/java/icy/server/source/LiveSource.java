package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.server.config.StationInfo;
import icy.server.http.AddressText;
import icy.server.http.HttpError;
import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import icy.server.stats.Counter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An encoder that is connected to this server.
 *
 * <pre>
 *   admitted ──> reading <──> not reading (its input buffer is full)
 *                   │ it closed, said it all, was silent too long, or is not wanted any more
 *                   v
 *                 gone: what is buffered is still played
 * </pre>
 *
 * <p>Thread: the mount's home loop; {@link #view} any.
 */
final class LiveSource implements Source, ChannelHandler {
    /** One that sends without end does not keep the loop from others. */
    private static final int MOST_READS_A_TURN = 8;

    private static final Logger log = LoggerFactory.getLogger(LiveSource.class);

    private final SourceHello hello;
    private final Mount mount;
    private final Connection connection;
    private final LiveInput input;
    private final long timeoutNanos;
    private final Consumer<LiveSource> gone;
    private final String address;
    private final Instant since = Instant.now();
    private long readNanos;
    private long heardNanos;
    private long heardUnits;
    private boolean left;
    private boolean unwanted;
    private volatile boolean onAir;
    private final Counter bytesRead = new Counter();

    /**
     * @param timeout without a whole unit, after which it is let go
     * @param gone called once when its connection has ended
     */
    LiveSource(SourceHello hello, Mount mount, Connection connection, Duration timeout, Consumer<LiveSource> gone) {
        this.hello = hello;
        this.mount = mount;
        this.connection = connection;
        this.timeoutNanos = timeout.toNanos();
        this.gone = gone;
        this.address = AddressText.of(connection.remote().getAddress());
        this.heardNanos = connection.loop().nowNanos();
        this.readNanos = heardNanos;
        this.input = new LiveInput(
                description(),
                mount,
                hello.codec(),
                hello.contentType(),
                hello.wrapping(),
                mount.config().sources().inputBuffer());
    }

    /** Takes the bytes that came together with its request. */
    void begin(ByteBuffer first) {
        log.info("mount {}: {} has come", mount.name(), description());
        take(first);
    }

    SourceHello hello() {
        return hello;
    }

    String address() {
        return address;
    }

    /** How long no byte has come, while one was waited for. */
    long silentNanos(long nowNanos) {
        return isHeldBack() ? 0 : nowNanos - readNanos;
    }

    /** How long nothing has come that could be played, while it was waited for. */
    private long uselessNanos(long nowNanos) {
        return isHeldBack() ? 0 : nowNanos - heardNanos;
    }

    /** It is this server that does not read, because there is enough to play. */
    private boolean isHeldBack() {
        return input.full() && input.ready();
    }

    /** A title given apart from the audio. */
    void title(StreamTitle title) {
        input.titleNow(title);
    }

    @Override
    public void onReady(int readyOps) throws IOException {
        for (int i = 0; i < MOST_READS_A_TURN && !input.full() && !left; i++) {
            ByteBuffer in = connection.loop().readBuffer();
            int count = connection.wire().read(in);
            if (count < 0) {
                connection.close(null);
                return;
            }
            if (count == 0) {
                break;
            }
            take(in.flip());
        }
        readOrNot();
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        left = true;
        if (unwanted) {
            return;
        }
        input.end();
        log.info(
                "mount {}: {} has left after {} s and {} bytes{}",
                mount.name(),
                description(),
                Duration.between(since, Instant.now()).toSeconds(),
                connection.bytesRead(),
                cause == null ? "" : ": " + cause.getMessage());
        gone.accept(this);
    }

    @Override
    public Kind kind() {
        return Kind.LIVE;
    }

    @Override
    public int priority() {
        return hello.priority();
    }

    @Override
    public SourceView view() {
        return new SourceView(
                Kind.LIVE,
                description(),
                onAir,
                hello.user(),
                address,
                hello.agent(),
                hello.contentType(),
                hello.audioInfo(),
                input.subtype(),
                since,
                bytesRead.get(),
                input.bufferedMillis(),
                input.droppedUnits(),
                input.lostBytes());
    }

    @Override
    public void tend(long nowNanos) {
        input.tend(nowNanos);
        if (!left) {
            readOrNot();
            if (uselessNanos(nowNanos) > timeoutNanos) {
                connection.close(new IOException("it sent nothing to play for "
                        + Duration.ofNanos(uselessNanos(nowNanos)).toSeconds() + " s"));
            }
        }
    }

    @Override
    public boolean ready() {
        return input.ready();
    }

    @Override
    public boolean present() {
        return !left;
    }

    @Override
    public long stockUnits() {
        return 0; // all it has is needed against the jitter of its link
    }

    @Override
    public @Nullable StreamFormat format() {
        return input.format();
    }

    @Override
    public int kbps() {
        return input.kbps();
    }

    @Override
    public StationInfo info() {
        return hello.info();
    }

    @Override
    public void enter() {
        onAir = true;
        input.enter();
    }

    @Override
    public Step step(long due) {
        return input.step(due);
    }

    @Override
    public void leave() {
        onAir = false;
        input.leave();
    }

    @Override
    public int slewPpm() {
        return input.slewPpm();
    }

    @Override
    public void close(String why) {
        if (!left) {
            unwanted = true;
            log.info("mount {}: {} is let go: {}", mount.name(), description(), why);
            connection.close(null);
            input.end();
            gone.accept(this);
        }
    }

    /** Whether it has left, or is about to, and plays what is buffered at the most. */
    boolean left() {
        return left;
    }

    private void take(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return;
        }
        bytesRead.add(in.remaining());
        readNanos = connection.loop().nowNanos();
        boolean more;
        try {
            more = input.push(in);
        } catch (HttpError e) {
            connection.close(new IOException("its body cannot be read: " + e.getMessage()));
            return;
        }
        long units = input.unitsRead();
        if (units > heardUnits) {
            heardUnits = units;
            heardNanos = connection.loop().nowNanos();
        }
        if (!more) {
            connection.close(null);
        }
    }

    private void readOrNot() {
        connection.interest(input.full() ? 0 : SelectionKey.OP_READ);
    }

    private String description() {
        return "live source " + hello.user() + "@" + address
                + (hello.agent().isEmpty() ? "" : " (" + hello.agent() + ")");
    }
}
