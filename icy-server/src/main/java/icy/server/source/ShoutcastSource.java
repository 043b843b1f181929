package icy.server.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import icy.server.http.FinalAnswer;
import icy.server.http.HttpError;
import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import icy.server.loop.Timer;
import icy.server.loop.WorkerPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SHOUTcast source, from its password to its audio.
 *
 * <pre>
 *              right: OK2         empty line
 *  CHECKING -----------> READING -----------> (admitted: it has another handler)
 *     | wrong               | too much, too slow, of a kind that is not carried
 *     +---------------------+---------------> (FinalAnswer has it)
 * </pre>
 *
 * <p>Encoders pipeline: what comes after the password is kept while it is checked, and nothing more is read. libshout
 * begins with the password {@code !POKE}, which must not be answered with anything that holds "OK".
 *
 * <p>Thread: its connection's loop.
 */
final class ShoutcastSource implements ChannelHandler {
    /** 11: we understand that it sends header fields, and metadata by {@code /admin.cgi}. DNAS and Icecast say the same. */
    private static final byte[] WELCOME = "OK2\r\nicy-caps:11\r\n\r\n".getBytes(US_ASCII);

    private static final String WRONG = "invalid password";
    private static final int READ_BYTES = 8192;

    private static final Logger log = LoggerFactory.getLogger(ShoutcastSource.class);

    private final Connection connection;
    private final SourceLogins logins;
    private final SourceAdmission door;
    private final Timer timer;
    private final ShoutcastHead head = new ShoutcastHead();
    private ByteBuffer unread;
    private SourceLogins.@Nullable Attempt admitted;
    private boolean done;

    ShoutcastSource(
            Connection connection, ByteBuffer unread, SourceLogins logins, SourceAdmission door, Duration headTimeout) {
        this.connection = connection;
        this.unread = unread;
        this.logins = logins;
        this.door = door;
        this.timer = connection
                .loop()
                .schedule(connection.acceptedNanos() + headTimeout.toNanos(), () -> refuse("that took too long"));
    }

    /** Begins: whichever attempt is right decides as whom it comes, and to which mount. */
    void check(List<SourceLogins.Attempt> attempts, WorkerPool auth) {
        Optional<SourceLogins.Attempt> right = logins.glance(attempts);
        if (right.isPresent() || !logins.undecided(attempts)) {
            checked(right);
            return;
        }
        connection.interest(0);
        boolean room = auth.tryExecute(() -> {
            Optional<SourceLogins.Attempt> verified = logins.verify(attempts);
            connection.loop().execute(() -> checked(verified));
        });
        if (!room) {
            refuse("too many are logging in, please try again");
        }
    }

    @Override
    public void onReady(int readyOps) throws IOException {
        ByteBuffer in = connection.loop().readBuffer();
        int count = connection.wire().read(in.limit(READ_BYTES));
        if (count < 0) {
            connection.close(null);
        } else {
            read(in.flip());
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        done = true;
        timer.cancel();
    }

    private void checked(Optional<SourceLogins.Attempt> right) {
        if (done) {
            return;
        }
        if (right.isEmpty()) {
            refuse(WRONG);
            return;
        }
        admitted = right.get();
        try {
            connection.wire().write(ByteBuffer.wrap(WELCOME)); // the socket has room: nothing else was written
        } catch (IOException e) {
            connection.close(e);
            return;
        }
        connection.interest(SelectionKey.OP_READ);
        read(unread);
    }

    private void read(ByteBuffer in) {
        SourceLogins.Attempt attempt = admitted;
        if (attempt == null) {
            return;
        }
        try {
            if (head.parse(in)) {
                ByteBuffer first = ByteBuffer.allocate(in.remaining()).put(in).flip();
                SourceHello hello = hello(attempt);
                leave();
                door.admit(hello, connection, first, new Dialogue());
            }
        } catch (HttpError e) {
            refuse(e.sentence());
        }
    }

    private SourceHello hello(SourceLogins.Attempt attempt) {
        SourceLogins.Rights rights =
                logins.rights(attempt.mount(), attempt.credentials().user());
        ContentType type =
                head.headers().first("content-type").map(ContentType::of).orElse(ContentType.UNSAID);
        Introduction introduction = Introduction.of(head.headers());
        return new SourceHello(
                attempt.mount(),
                rights.user(),
                rights.priority(),
                /* mayCreate= */ true, // a mount that does not exist has no users but those of the whole server
                introduction.agent(),
                type.codec(),
                type.name(),
                introduction.info(),
                introduction.audioInfo(),
                new Wrapping(/* chunked= */ false, Long.MAX_VALUE, introduction.metaint()));
    }

    private void refuse(String words) {
        log.debug("{}: a SHOUTcast source is refused: {}", connection, words);
        leave();
        FinalAnswer.send(connection, Dialogue.line(words));
    }

    private void leave() {
        done = true;
        timer.cancel();
    }

    /** It has heard its OK2 already; what it is told later is for people who look at the wire. */
    private static final class Dialogue implements SourceDialogue {
        static ByteBuffer line(String words) {
            return ByteBuffer.wrap((words + "\r\n").getBytes(UTF_8));
        }

        @Override
        public ByteBuffer accepted() {
            return ByteBuffer.allocate(0);
        }

        @Override
        public ByteBuffer refused(int status, String sentence) {
            return line(sentence);
        }
    }
}
