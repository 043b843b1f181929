package icy.server.station;

import icy.server.testing.StreamClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A listener who records all, on a thread of its own. */
final class StreamRecorder implements AutoCloseable {
    private static final int AT_ONCE = 1_024;

    private final StreamClient client;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final Thread thread = new Thread(this::record, "recorder");

    StreamRecorder(int port, String mount) throws IOException {
        client = StreamClient.open(port, "GET %s HTTP/1.1\nHost: localhost\nIcy-MetaData: 1".formatted(mount));
        thread.setDaemon(true);
        thread.start();
    }

    int metaint() {
        return Integer.parseInt(client.header("icy-metaint"));
    }

    /** So far. */
    synchronized byte[] recorded() {
        return received.toByteArray();
    }

    private void record() {
        try {
            while (true) {
                byte[] piece = client.read(AT_ONCE);
                synchronized (this) {
                    received.writeBytes(piece);
                }
            }
        } catch (IOException | AssertionError e) {
            // the listener has gone, or the server
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
