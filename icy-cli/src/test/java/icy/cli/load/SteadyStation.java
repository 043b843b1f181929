package icy.cli.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends every listener 1,000 bytes each 10 ms, and turns every so many away. */
final class SteadyStation implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int refusedOneIn;

    SteadyStation(int refusedOneIn) throws IOException {
        this.refusedOneIn = refusedOneIn;
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/stream";
    }

    @Override
    public void close() throws Exception {
        socket.close();
        threads.shutdown();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }

    private void accept() {
        for (int i = 1; ; i++) {
            try {
                Socket listener = socket.accept();
                boolean refused = i % refusedOneIn == 0;
                threads.execute(() -> serve(listener, refused));
            } catch (IOException e) {
                return; // Closed.
            }
        }
    }

    private void serve(Socket listener, boolean refused) {
        try (listener) {
            while (listener.getInputStream().read() != '\n') {
                // The first line of the request is enough to know that it is there.
            }
            OutputStream out = listener.getOutputStream();
            if (refused) {
                out.write("HTTP/1.1 503 Full\r\nRetry-After: 10\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return;
            }
            out.write("HTTP/1.0 200 OK\r\nicy-metaint:16000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            long dueNanos = System.nanoTime();
            while (!socket.isClosed()) {
                out.write(new byte[1000]);
                dueNanos += TimeUnit.MILLISECONDS.toNanos(10);
                LockSupport.parkNanos(dueNanos - System.nanoTime());
            }
        } catch (IOException e) {
            // The listener has left.
        }
    }
}
