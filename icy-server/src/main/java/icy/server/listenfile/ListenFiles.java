package icy.server.listenfile;

import icy.server.http.AccessLog;
import icy.server.http.Body;
import icy.server.http.Cors;
import icy.server.http.HeadWriter;
import icy.server.http.Headers;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.loop.Connection;
import icy.server.loop.WorkerPool;
import icy.server.track.TrackOpener;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * Gives lists of files to clients, to each as one MP3 from its own beginning.
 *
 * <p>Thread: the connection's loop.
 */
public final class ListenFiles {
    private static final String CONTENT_TYPE = "audio/mpeg";

    private final ListenPlaces places;
    private final TrackOpener opener;
    private final WorkerPool workers;
    private final AccessLog accessLog;
    private final HeadWriter headWriter;
    private final Complaints complaints = new Complaints(System.nanoTime());

    /** @param workers read the files */
    public ListenFiles(
            ListenPlaces places, TrackOpener opener, WorkerPool workers, AccessLog accessLog, HeadWriter headWriter) {
        this.places = places;
        this.opener = opener;
        this.workers = workers;
        this.accessLog = accessLog;
        this.headWriter = headWriter;
    }

    /** Takes the connection over, or answers otherwise: to HEAD, and when there is no place. */
    public Optional<Response> give(Request request, Connection connection, FileList list) {
        Headers head = head(list);
        if (request.isHead()) {
            return Optional.of(new Response(200, head, Body.endless()));
        }
        String address = ListenPlaces.address(request);
        Response refusal = places.take(address);
        if (refusal != null) {
            return Optional.of(refusal);
        }
        long began = connection.loop().nowNanos();
        long writtenBefore = connection.bytesWritten();
        Runnable leaving = () -> {
            places.giveBack(address);
            accessLog.log(AccessLog.Entry.of(
                    request,
                    200,
                    connection.bytesWritten() - writtenBefore,
                    Duration.ofNanos(connection.loop().nowNanos() - began).toSeconds()));
        };
        Tape tape = new Tape(list, new RunningOrder(list.files(), list.mode(), new Random()), opener, complaints);
        new ListenFile(connection, tape, Pace.of(list.mode(), began), workers, leaving).begin(encoded(request, head));
        return Optional.empty();
    }

    private byte[] encoded(Request request, Headers head) {
        Headers whole = Headers.builder()
                .add("Date", headWriter.date())
                .addAll(head)
                .add("Connection", "close") // nothing says how long the answer is
                .addAll(Cors.READING)
                .build();
        return HeadWriter.encode(request.version().equals("HTTP/1.1") ? "HTTP/1.1" : "HTTP/1.0", 200, whole);
    }

    private static Headers head(FileList list) {
        return Headers.of(
                "Content-Type",
                CONTENT_TYPE,
                "Accept-Ranges",
                "none",
                "Cache-Control",
                "no-cache, no-store, must-revalidate",
                "X-Stream-Name",
                list.name(),
                "X-File-Count",
                Integer.toString(list.files().size()),
                "X-Play-Mode",
                list.mode().text());
    }
}
