package icy.cli.listen;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends zeros to one listener until it leaves. */
final class EndlessStation implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    private final Thread thread = new Thread(this::send, "endless-station");

    EndlessStation() throws IOException {
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/";
    }

    @Override
    public void close() throws Exception {
        socket.close();
        thread.join();
    }

    private void send() {
        try (Socket listener = socket.accept()) {
            OutputStream out = listener.getOutputStream();
            out.write("HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(new byte[1000]);
            }
        } catch (IOException e) {
            // The listener has left, which is the end.
        }
    }
}
