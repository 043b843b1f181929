package icy.server.source;

import icy.server.http.LineDialogue;
import icy.server.http.WireText;
import icy.server.loop.Connection;
import icy.server.loop.WorkerPool;
import icy.server.mount.Mounts;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Receives sources that speak SHOUTcast's first protocol, in which the first line is the password. They come to the
 * listeners' port or to the one above it: there, every line is a password that is no HTTP request; on the listeners'
 * port only one of a single word, so that a mistyped request hears what is wrong with it.
 *
 * <p>Thread: any, except {@link #begin}.
 */
public final class ShoutcastDialogue implements LineDialogue {
    private final SourceLogins logins;
    private final Mounts mounts;
    private final SourceAdmission door;
    private final WorkerPool auth;
    private final Duration headTimeout;
    private final boolean anyLine;

    private ShoutcastDialogue(
            SourceLogins logins,
            Mounts mounts,
            SourceAdmission door,
            WorkerPool auth,
            Duration headTimeout,
            boolean anyLine) {
        this.logins = logins;
        this.mounts = mounts;
        this.door = door;
        this.auth = auth;
        this.headTimeout = headTimeout;
        this.anyLine = anyLine;
    }

    /**
     * For the port of the listeners.
     *
     * @param auth where passwords are checked that take time
     * @param headTimeout how long a source may take to say all that comes before its audio
     */
    public static ShoutcastDialogue onListenersPort(
            SourceLogins logins, Mounts mounts, SourceAdmission door, WorkerPool auth, Duration headTimeout) {
        return new ShoutcastDialogue(logins, mounts, door, auth, headTimeout, /* anyLine= */ false);
    }

    /** The same for the port above, where only sources come. */
    public ShoutcastDialogue onSourcesPort() {
        return new ShoutcastDialogue(logins, mounts, door, auth, headTimeout, /* anyLine= */ true);
    }

    @Override
    public boolean takes(byte[] line) {
        if (anyLine) {
            return true;
        }
        for (byte letter : line) {
            if (letter == ' ' || letter == '\t') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void begin(Connection connection, byte[] line, ByteBuffer rest) {
        String written = WireText.decode(line, 0, line.length).strip();
        ShoutcastSource source = new ShoutcastSource(connection, rest, logins, door, headTimeout);
        connection.handler(source);
        source.check(ShoutcastPassword.attempts(written, mounts), auth);
    }
}
