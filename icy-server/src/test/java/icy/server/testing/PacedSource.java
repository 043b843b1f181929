package icy.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A source client in as few words as the wire allows: it says its head, is answered, and sends frames in real time from a
 * thread of its own, or whatever it is given at once. It does what encoders do in bad hours: pauses, changes its bitrate
 * from one frame to the next, goes with a word or without. If its head has an {@code icy-metaint}, titles go out in band.
 *
 * <p>Thread: the test's; frames in real time go out from another.
 */
public final class PacedSource implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final String METAINT = "icy-metaint: ";
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Socket socket;
    private final String answer;
    private final Thread thread = new Thread(this::run, "paced-source");

    private byte[] sound = {};
    private List<FrameWalk.Frame> frames = List.of();
    private int next;
    private long dueNanos;
    private boolean paused = true;
    private boolean over;

    private final int metaint;
    private int sinceBlock;
    private String title = "";

    private PacedSource(int port, byte[] head, int metaint) throws IOException {
        this.metaint = metaint;
        socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        try {
            socket.getOutputStream().write(head);
            answer = readAnswer();
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** By {@code PUT} with {@code Expect: 100-continue}, as ffmpeg does it; the answer has been read when this returns. */
    public static PacedSource put(int port, String mount, String user, String password, String... headers)
            throws IOException {
        return speaking(port, "PUT " + mount + " HTTP/1.1", user, password, "Expect: 100-continue", headers);
    }

    /** By {@code SOURCE}, as libshout does it. */
    public static PacedSource source(int port, String mount, String user, String password, String... headers)
            throws IOException {
        return speaking(port, "SOURCE " + mount + " HTTP/1.0", user, password, "User-Agent: paced", headers);
    }

    /** By the password line of SHOUTcast; {@code OK2} has been read when this returns. */
    public static PacedSource shoutcast(int port, String password) throws IOException {
        String head = password + "\r\ncontent-type:audio/mpeg\r\nicy-name:paced\r\n\r\n";
        return new PacedSource(port, head.getBytes(UTF_8), 0);
    }

    private static PacedSource speaking(
            int port, String requestLine, String user, String password, String more, String... headers)
            throws IOException {
        String credentials = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        StringBuilder head = new StringBuilder(requestLine + "\r\nHost: 127.0.0.1:" + port + "\r\n" + more + "\r\n"
                + "Authorization: Basic " + credentials + "\r\n");
        if (Arrays.stream(headers).noneMatch(header -> header.startsWith("Content-Type:"))) {
            head.append("Content-Type: audio/mpeg\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        int metaint = Arrays.stream(headers)
                .filter(header -> header.startsWith(METAINT))
                .mapToInt(header -> Integer.parseInt(header.substring(METAINT.length())))
                .findFirst()
                .orElse(0);
        return new PacedSource(port, head.append("\r\n").toString().getBytes(UTF_8), metaint);
    }

    /** What the server said to the head, without an interim answer; empty if it closed the connection instead. */
    public String answer() {
        return answer;
    }

    /** Whether it is a source now. */
    public boolean isAccepted() {
        return answer.contains(" 200 ") || answer.startsWith("OK2");
    }

    /**
     * Sends this sound in real time, frame by frame, from its beginning, again and again. If another is being sent, it is
     * left after the frame that was sent last.
     *
     * @param newSound MPEG frames and nothing else
     */
    public synchronized void play(byte[] newSound) {
        sound = newSound;
        frames = FrameWalk.frames(newSound);
        next = 0;
        resume();
    }

    /** Sends these bytes at once, between two frames if some are on their way. */
    public synchronized void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends this title in the next of its own metadata blocks. */
    public synchronized void title(String text) {
        if (metaint == 0) {
            throw new IllegalStateException("its head has no icy-metaint");
        }
        title = text;
    }

    /** Stops sending and keeps the connection, as an encoder does whose input hangs. */
    public synchronized void pause() {
        paused = true;
    }

    /** Goes on with the next frame: no time was lost on it. */
    public synchronized void resume() {
        paused = frames.isEmpty();
        dueNanos = System.nanoTime();
    }

    /** Whether the server has ended the connection. */
    public synchronized boolean isOver() {
        return over;
    }

    /** Ends the stream in order. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            over = true;
        }
        socket.close();
    }

    /** Is gone without a word: what {@code kill -9} leaves with unread data, or a machine that comes back. */
    public void die() throws IOException {
        synchronized (this) {
            over = true;
        }
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private void run() {
        while (!isOver()) {
            try {
                sendDue();
            } catch (IOException e) {
                synchronized (this) {
                    over = true;
                }
                return;
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private synchronized void sendDue() throws IOException {
        ByteArrayOutputStream due = new ByteArrayOutputStream();
        while (!paused && !over && System.nanoTime() - dueNanos >= 0) {
            FrameWalk.Frame frame = frames.get(next);
            due.write(sound, frame.offset(), frame.bytes());
            dueNanos += (long) (frame.millis() * 1e6);
            next = (next + 1) % frames.size();
        }
        if (due.size() > 0) {
            socket.getOutputStream().write(metaint == 0 ? due.toByteArray() : withTitles(due.toByteArray()));
        }
    }

    private byte[] withTitles(byte[] audio) {
        ByteArrayOutputStream wrapped = new ByteArrayOutputStream(2 * audio.length);
        for (byte each : audio) {
            wrapped.write(each);
            sinceBlock++;
            if (sinceBlock == metaint) {
                sinceBlock = 0;
                byte[] text = title.isEmpty() ? new byte[0] : ("StreamTitle='" + title + "';").getBytes(UTF_8);
                int sixteens = (text.length + 15) / 16;
                wrapped.write(sixteens);
                wrapped.writeBytes(Arrays.copyOf(text, sixteens * 16));
                title = "";
            }
        }
        return wrapped.toByteArray();
    }

    /** The final answer: of {@code 100 Continue} only that it was there. */
    private String readAnswer() throws IOException {
        String whole = readHead();
        return whole.contains(" 100 ") ? readHead() : whole;
    }

    private String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                break;
            }
            head.write(b);
        }
        return head.toString(UTF_8);
    }
}
