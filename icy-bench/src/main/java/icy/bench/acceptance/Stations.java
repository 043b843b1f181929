package icy.bench.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Many small stations on one thread: for each a source that sends an MP3 file over and over in real time, in a lump every
 * tenth of a second, and one listener.
 *
 * <p>Thread: one.
 */
final class Stations implements AutoCloseable {
    private static final int BYTES_PER_SECOND = 16_000;
    private static final long LUMP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SELECT_MILLIS = 10;

    private final InetSocketAddress server;
    private final byte[] song;
    private final String login;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private final List<Station> stations = new ArrayList<>();
    private int lost;

    /** @param song at 128 kbit/s, frames and nothing else */
    Stations(int port, String sourcePassword, byte[] song) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.song = song;
        this.login = Base64.getEncoder().encodeToString(("source:" + sourcePassword).getBytes(US_ASCII));
    }

    /** Connects one more source; it begins to send at once. */
    void open() throws IOException {
        stations.add(new Station("/s" + stations.size()));
    }

    /** Tunes in to one. */
    void listen(int station) throws IOException {
        stations.get(station).listen();
    }

    /** Sends and reads what is due, for so long. */
    void run(double seconds) throws IOException {
        long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        while (System.nanoTime() - end < 0) {
            selector.select(this::read, SELECT_MILLIS);
            long now = System.nanoTime();
            for (Station station : stations) {
                station.send(now);
            }
        }
    }

    /** Forgets what was heard so far. */
    void countAfresh() {
        stations.forEach(station -> station.heardBytes = 0);
    }

    /** Bytes the listener of each station has got. */
    List<Long> heardBytes() {
        return stations.stream().map(station -> station.heardBytes).toList();
    }

    /** Connections that the server has ended. */
    int lost() {
        return lost;
    }

    private void read(SelectionKey key) {
        Station station = (Station) key.attachment();
        try {
            int count = ((SocketChannel) key.channel()).read(buffer.clear());
            if (count < 0) {
                throw new IOException("ended");
            }
            if (key.channel() == station.listener) {
                station.heardBytes += count;
            }
        } catch (IOException e) {
            lost++;
            key.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        for (Station station : stations) {
            station.source.close();
            SocketChannel listener = station.listener;
            if (listener != null) {
                listener.close();
            }
        }
        selector.close();
    }

    private final class Station {
        private final String mount;
        private final SocketChannel source;
        private final long beganNanos = System.nanoTime();
        private @Nullable SocketChannel listener;
        private long sentBytes;
        private long nextNanos = beganNanos;
        private long heardBytes;

        Station(String mount) throws IOException {
            this.mount = mount;
            source = SocketChannel.open(server);
            String head = "SOURCE " + mount + " HTTP/1.0\r\nAuthorization: Basic " + login
                    + "\r\nContent-Type: audio/mpeg\r\nice-name: bench\r\nice-bitrate: 128\r\n\r\n";
            source.write(ByteBuffer.wrap(head.getBytes(US_ASCII)));
            source.configureBlocking(false);
            source.register(selector, SelectionKey.OP_READ, this);
        }

        void listen() throws IOException {
            listener = SocketChannel.open(server);
            listener.write(
                    ByteBuffer.wrap(("GET " + mount + " HTTP/1.0\r\nIcy-MetaData: 1\r\n\r\n").getBytes(US_ASCII)));
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_READ, this);
        }

        /** A second ahead of the time, as encoders are that fill a buffer first. */
        void send(long nowNanos) {
            if (nextNanos == Long.MAX_VALUE || nowNanos - nextNanos < 0) {
                return;
            }
            nextNanos += LUMP_NANOS;
            long due = BYTES_PER_SECOND
                    * (nowNanos - beganNanos + TimeUnit.SECONDS.toNanos(1))
                    / TimeUnit.SECONDS.toNanos(1);
            try {
                while (sentBytes < due) {
                    int from = (int) (sentBytes % song.length);
                    int length = (int) Math.min(due - sentBytes, song.length - from);
                    int taken = source.write(ByteBuffer.wrap(song, from, length));
                    if (taken == 0) {
                        return; // the server is in no hurry
                    }
                    sentBytes += taken;
                }
            } catch (IOException e) {
                nextNanos = Long.MAX_VALUE; // the end is found, and counted, by reading
            }
        }
    }
}
