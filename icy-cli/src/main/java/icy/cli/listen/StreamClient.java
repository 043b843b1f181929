package icy.cli.listen;

import icy.cli.Address;
import icy.core.playlist.Playlist;
import icy.core.playlist.PlaylistFormat;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Joins a stream: follows redirects, and listen playlists to the first stream in them that answers.
 *
 * <p>Thread: one at a time, except {@link #close}, which ends whatever the other thread waits for.
 */
final class StreamClient implements Closeable {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 15_000;

    /** Five, as browsers and curl's users are used to be led at most. */
    private static final int MOST_REDIRECTS = 5;

    /** A playlist that leads to a playlist is common, more is a loop. */
    private static final int MOST_PLAYLISTS = 3;

    private static final int MOST_PLAYLIST_BYTES = 1 << 20;

    private static final List<String> PLAYLIST_TYPES = List.of(
            "audio/x-mpegurl",
            "audio/mpegurl",
            "audio/x-scpls",
            "audio/scpls",
            "application/pls+xml",
            "application/xspf+xml",
            "application/vnd.apple.mpegurl",
            "application/x-mpegurl");

    private final String userAgent;
    private volatile @Nullable Socket open;
    private volatile boolean closed;

    StreamClient(String userAgent) {
        this.userAgent = userAgent;
    }

    /** What somebody types as an address: {@code localhost:8000/stream} will do. */
    static URI address(String text) throws URISyntaxException {
        URI uri = new URI(text.matches("[a-zA-Z][a-zA-Z0-9+.-]*://.*") ? text : "http://" + text);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        // icy:// and icyx:// are how MPlayer and others are told that a stream has titles.
        if (!List.of("http", "https", "icy", "icyx").contains(scheme) || uri.getHost() == null) {
            throw new URISyntaxException(text, "write it like http://host:8000/stream");
        }
        return uri;
    }

    /**
     * Joins the stream at {@code uri}.
     *
     * @throws RefusedException if the server says no
     * @throws IOException if it cannot be reached, or does not speak HTTP
     */
    StreamAnswer join(URI uri) throws IOException {
        return join(uri, MOST_PLAYLISTS);
    }

    /** Ends for good; a join or read that waits fails at once. */
    @Override
    public void close() throws IOException {
        closed = true;
        Socket socket = open;
        if (socket != null) {
            socket.close();
        }
    }

    private StreamAnswer join(URI uri, int playlistsLeft) throws IOException {
        StreamAnswer answer = follow(uri);
        if (!isPlaylist(answer)) {
            return answer;
        }
        byte[] document;
        try (answer) {
            document = answer.readDocument(MOST_PLAYLIST_BYTES);
        }
        if (new String(document, StandardCharsets.ISO_8859_1).contains("#EXT-X-")) {
            throw new IOException(Address.shown(uri) + " is HLS, made of files; this joins streams that never end");
        }
        Playlist playlist =
                PlaylistFormat.recognise(answer.uri().getPath(), document).parse(document);
        if (playlistsLeft == 0 || playlist.entries().isEmpty()) {
            throw new IOException(Address.shown(uri)
                    + (playlistsLeft == 0 ? " leads from playlist to playlist" : " is an empty playlist"));
        }
        IOException first = null;
        for (Playlist.Entry entry : playlist.entries()) {
            try {
                return join(answer.uri().resolve(entry.location()), playlistsLeft - 1);
            } catch (IOException | IllegalArgumentException e) {
                IOException failure = e instanceof IOException io
                        ? io
                        : new IOException(
                                Address.shown(uri) + " names something that is no address: "
                                        + Address.shown(entry.location()),
                                e);
                first = first == null ? failure : first;
            }
        }
        throw java.util.Objects.requireNonNull(first);
    }

    private StreamAnswer follow(URI from) throws IOException {
        URI uri = from;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            StreamAnswer answer = ask(uri);
            int status = answer.status();
            if (status >= 200 && status < 300) {
                return answer;
            }
            String location = answer.header("location").orElse("");
            answer.close();
            boolean redirect = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
            if (!redirect || location.isEmpty()) {
                throw new RefusedException(uri, status, answer.reason());
            }
            try {
                uri = address(uri.resolve(new URI(location)).toString());
            } catch (URISyntaxException e) {
                throw new IOException(
                        "%s redirects to %s, which is no address"
                                .formatted(Address.shown(uri), Address.shown(location)),
                        e);
            }
        }
        throw new IOException("%s redirects more than %d times".formatted(Address.shown(from), MOST_REDIRECTS));
    }

    private StreamAnswer ask(URI uri) throws IOException {
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        Socket socket = new Socket();
        open = socket;
        if (closed) {
            socket.close();
        }
        try {
            InetSocketAddress remote = new InetSocketAddress(host, port);
            if (remote.isUnresolved()) {
                throw new UnknownHostException(host + ": no such host");
            }
            socket.connect(remote, CONNECT_MILLIS);
            if (secure) {
                socket = encrypted(socket, host, port);
                open = socket;
            }
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(request(uri));
            return StreamAnswer.read(uri, socket, new BufferedInputStream(socket.getInputStream(), 1 << 16));
        } catch (SocketTimeoutException e) {
            socket.close();
            throw new IOException("%s does not answer".formatted(Address.shown(uri)), e);
        } catch (java.net.ConnectException e) {
            socket.close();
            throw new IOException("nobody listens at %s:%d".formatted(host, port), e);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket encrypted(Socket plain, String host, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, /* autoClose= */ true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.startHandshake();
        return socket;
    }

    private byte[] request(URI uri) {
        String port = uri.getPort() > 0 ? ":" + uri.getPort() : "";
        String user = uri.getUserInfo();
        String authorization = user == null
                ? ""
                : "Authorization: Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8))
                        + "\r\n";
        return """
                GET %s HTTP/1.1\r
                Host: %s%s\r
                User-Agent: %s\r
                Accept: */*\r
                Icy-MetaData: 1\r
                %sConnection: close\r
                \r
                """.formatted(Address.target(uri), uri.getHost(), port, userAgent, authorization)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isPlaylist(StreamAnswer answer) {
        String path = String.valueOf(answer.uri().getPath()).toLowerCase(Locale.ROOT);
        boolean named =
                path.endsWith(".m3u") || path.endsWith(".m3u8") || path.endsWith(".pls") || path.endsWith(".xspf");
        String type = answer.mediaType();
        // Servers that do not know the ending send a playlist as text, or as whatever they send by default.
        boolean vague = type.isEmpty() || type.startsWith("text/") || type.equals("application/octet-stream");
        return PLAYLIST_TYPES.contains(type) || (named && vague);
    }

    /** The server answered, and said no. */
    static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1;

        private final int status;

        RefusedException(URI uri, int status, String reason) {
            super("%s: %d %s"
                    .formatted(Address.shown(uri), status, StreamAnswer.excerpt(reason))
                    .strip());
            this.status = status;
        }

        /** Whether asking again later can help: a source that is away comes back, a wrong password stays wrong. */
        boolean mayPass() {
            return status == 404 || status == 408 || status == 429 || status >= 500;
        }
    }
}
