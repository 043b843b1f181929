package icy.server.relay;

import icy.server.loop.Connection;
import icy.server.loop.EventLoop;
import icy.server.loop.PlainWire;
import icy.server.loop.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a stream or a document from an upstream, as a player would: follows redirects, and a playlist that is answered
 * instead of a stream.
 *
 * <pre>
 *   CONNECTING ──connected──> ASKING ──a stream──> BODY ──> ended
 *       ^                       │ │
 *       │ a redirect            │ └──a playlist──> PLAYLIST (read whole)
 *       ├───────────────────────┘                     │ its first entry, once
 *       └─────────────────────────────────────────────┘
 *   any of them ──> ended, with the reason
 * </pre>
 *
 * <p>Everything is bounded: each step in time, all of them together, the redirects in number, heads and playlists in
 * bytes. Only the body has no limit, in bytes or in time: that is for whoever receives it.
 *
 * <p>Used once. Thread: its loop.
 */
final class UpstreamClient {
    /** Who gets what was fetched. */
    interface Receiver {
        /**
         * The body is about to come.
         *
         * @param from where it comes from, after redirects
         * @param local whether that is this machine, or on its link
         * @throws IllegalArgumentException with the rest of a sentence about the upstream, when this is not wanted
         */
        void answered(UpstreamUrl from, UpstreamAnswer answer, boolean local);

        /** Bytes of the body, still in chunks if it comes in chunks. Valid during the call. */
        void body(ByteBuffer bytes);

        /**
         * Called once, last; never after {@link #close}.
         *
         * @param why the rest of a sentence about the upstream
         */
        void ended(String why);
    }

    /** @param agent what this server calls itself: {@code icy/1.2 (relay)} */
    record Network(EventLoop loop, HostResolver resolver, String agent) {}

    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long OPENING_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST_REDIRECTS = 5;

    private final Network network;
    private final boolean wantsMetadata;
    private final Receiver receiver;
    private final Set<String> visited = new HashSet<>();
    private final Timer answerTimer;
    private final Timer openingTimer;
    private UpstreamUrl url;
    private boolean mayBeLocal;
    private int redirects;
    private boolean playlistRead;
    private @Nullable UpstreamConnector connector;
    private @Nullable UpstreamExchange exchange;
    private boolean over;

    /**
     * @param mayBeLocal whether an operator wants this URL, wherever it leads
     * @param wantsMetadata whether titles are asked for
     */
    UpstreamClient(Network network, UpstreamUrl url, boolean mayBeLocal, boolean wantsMetadata, Receiver receiver) {
        this.network = network;
        this.url = url;
        this.mayBeLocal = mayBeLocal;
        this.wantsMetadata = wantsMetadata;
        this.receiver = receiver;
        this.answerTimer = network.loop()
                .timer(() -> end("it does not answer within " + TimeUnit.NANOSECONDS.toSeconds(ANSWER_NANOS) + " s"));
        this.openingTimer = network.loop()
                .timer(() -> end(
                        "there is no stream from it within " + TimeUnit.NANOSECONDS.toSeconds(OPENING_NANOS) + " s"));
    }

    void start() {
        openingTimer.at(network.loop().nowNanos() + OPENING_NANOS);
        connect();
    }

    /** Whether bytes of the body are wanted now; TCP slows the sender while they are not. */
    void reading(boolean wanted) {
        if (exchange != null) {
            exchange.reading(wanted);
        }
    }

    /** Ends it without a word. */
    void close() {
        over = true;
        answerTimer.cancel();
        openingTimer.cancel();
        leaveHop();
    }

    private void connect() {
        visited.add(url.toString());
        UpstreamConnector next = new UpstreamConnector(
                network.loop(), network.resolver(), url.host(), url.port(), mayBeLocal, new Hop());
        connector = next;
        next.start();
    }

    private void goTo(UpstreamUrl next) {
        leaveHop();
        url = next;
        connect();
    }

    private void leaveHop() {
        answerTimer.cancel();
        if (connector != null) {
            connector.cancel();
            connector = null;
        }
        if (exchange != null) {
            exchange.close();
            exchange = null;
        }
    }

    private void end(String why) {
        if (!over) {
            close();
            receiver.ended(redirects == 0 && !playlistRead ? why : why + " (it led to " + url + ")");
        }
    }

    private byte[] request() {
        StringBuilder request = new StringBuilder(256)
                .append("GET ")
                .append(url.target())
                .append(" HTTP/1.0\r\nHost: ")
                .append(url.authority())
                .append("\r\nUser-Agent: ")
                .append(network.agent());
        if (wantsMetadata) {
            request.append("\r\nIcy-MetaData: 1");
        }
        request.append("\r\nAccept: */*\r\nConnection: close\r\n");
        url.authorization()
                .ifPresent(
                        value -> request.append("Authorization: ").append(value).append("\r\n"));
        return request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void redirect(UpstreamAnswer answer) {
        String location = answer.location().orElse(null);
        if (location == null) {
            end("it redirects and does not say where to");
            return;
        }
        UpstreamUrl next = url.resolve(location);
        if (++redirects > MOST_REDIRECTS) {
            end("it redirects more than " + MOST_REDIRECTS + " times");
        } else if (visited.contains(next.toString())) {
            end("it redirects in a circle");
        } else {
            goTo(next);
        }
    }

    /** A connection to one address, and what comes of it. */
    private final class Hop implements UpstreamConnector.Result, UpstreamExchange.Events {
        private boolean local;
        private @Nullable UpstreamDocument playlist;
        private boolean isBody;

        @Override
        public void connected(SocketChannel socket, boolean isLocal) {
            connector = null;
            local = isLocal;
            mayBeLocal &= isLocal; // what is far away may not lead here
            answerTimer.at(network.loop().nowNanos() + ANSWER_NANOS);
            try {
                UpstreamExchange[] opened = new UpstreamExchange[1];
                Connection.open(network.loop(), socket, new PlainWire(socket), connection -> {
                    opened[0] = new UpstreamExchange(connection, request(), this);
                    return opened[0];
                });
                exchange = opened[0];
                opened[0].begin();
            } catch (IOException e) {
                end("the connection broke at once: " + e.getMessage());
            }
        }

        @Override
        public void failed(String why) {
            end(why);
        }

        @Override
        public void answered(UpstreamAnswer answer) {
            try {
                if (answer.isRedirect()) {
                    redirect(answer);
                } else if (!answer.isOk()) {
                    end(answer.meaning(url.credentials() != null));
                } else if (UpstreamPlaylist.isOne(answer) && !playlistRead) {
                    playlistRead = true;
                    playlist = new UpstreamDocument(answer, UpstreamPlaylist.MOST_BYTES);
                } else {
                    isBody = true;
                    answerTimer.cancel();
                    openingTimer.cancel();
                    receiver.answered(url, answer, local);
                }
            } catch (IllegalArgumentException e) {
                end(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void body(ByteBuffer bytes) {
            if (isBody) {
                receiver.body(bytes);
            } else if (playlist != null && playlist.take(bytes)) {
                follow(playlist);
            }
        }

        @Override
        public void closed(String why) {
            if (playlist != null && !isBody) {
                follow(playlist);
            } else {
                end(why);
            }
        }

        private void follow(UpstreamDocument document) {
            try {
                goTo(UpstreamPlaylist.firstStream(url, document.bytes()));
            } catch (IllegalArgumentException e) {
                end(String.valueOf(e.getMessage()));
            }
        }
    }
}
