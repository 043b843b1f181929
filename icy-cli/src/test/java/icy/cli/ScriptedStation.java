package icy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each connection with the next of the given answers, byte for byte, and keeps the requests. */
public final class ScriptedStation implements AutoCloseable {

    private final ServerSocket socket;
    private final Thread thread;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** @param answers heads and bodies as they go over the wire; after the last, connections are closed unanswered */
    public ScriptedStation(byte[]... answers) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        thread = new Thread(() -> answerAll(List.of(answers)), "scripted-station");
        thread.start();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + socket.getLocalPort() + path;
    }

    /** The heads of the requests so far. */
    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answerAll(List<byte[]> answers) {
        int next = 0;
        while (true) {
            try (Socket connection = socket.accept()) {
                requests.add(readHead(connection.getInputStream()));
                if (next < answers.size()) {
                    OutputStream out = connection.getOutputStream();
                    out.write(answers.get(next++));
                    out.flush();
                    connection.shutdownOutput();
                }
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return;
                }
            }
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.append((char) b);
        }
        return head.toString();
    }

    /** A head in a text block: its line ends become those of HTTP. */
    public static byte[] head(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
