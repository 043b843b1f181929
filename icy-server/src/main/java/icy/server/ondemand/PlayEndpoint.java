package icy.server.ondemand;

import icy.server.config.LimitsConfig;
import icy.server.config.QualityConfig;
import icy.server.http.Endpoint;
import icy.server.http.Representation;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.loop.EventLoop;
import icy.server.loop.WorkerPool;
import icy.server.loop.Workers;
import icy.server.media.MediaFolders;
import icy.server.transcode.Opened;
import icy.server.transcode.TranscodedFile;
import icy.server.transcode.Transcodes;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /play/{path...}?quality=}: a file, or ranges of it, as it is or made to another quality.
 *
 * <pre>
 *  loop           file worker              transcode worker             loop
 *  glance ──────> look it up, open ──────> find or begin another ─────> send what is ready,
 *    │            it, unless it is open    quality of it                await the rest
 *    └─ it is open, and what was asked for ────────────────────────────> ↑
 * </pre>
 *
 * <p>Thread: as its methods say.
 */
public final class PlayEndpoint implements Endpoint.Glancing, AutoCloseable {
    private static final long TIDY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final OpenFiles files;
    private final MadeFiles made;
    private final Transcodes transcodes;
    private final WorkerPool workers;
    private final Clock clock;

    /** @param clock tells how long ago a file was changed */
    public PlayEndpoint(MediaFolders folders, Transcodes transcodes, Workers workers, Clock clock) {
        this.files = new OpenFiles(folders, workers.file(), System::nanoTime, LimitsConfig.filesGivenOut());
        this.made = new MadeFiles(workers.file(), System::nanoTime);
        this.transcodes = transcodes;
        this.workers = workers.transcode();
        this.clock = clock;
    }

    public Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/play/{path...}", this).reserve("play");
    }

    /** The config may have other qualities and other folders: all files are looked up anew. */
    public void forgetFiles() {
        files.close();
    }

    /** Lets go of what nobody has asked for lately, now and then, on that loop. Thread: any. */
    public void tidyOn(EventLoop loop) {
        loop.execute(() -> tidyLater(loop));
    }

    private void tidyLater(EventLoop loop) {
        loop.schedule(loop.nowNanos() + TIDY_NANOS, () -> {
            files.tidy();
            tidyLater(loop);
        });
    }

    /** How many files are kept open for the next who ask. */
    int openFiles() {
        return files.count();
    }

    @Override
    public void close() {
        files.close();
    }

    @Override
    public Optional<Response> glance(Request request) {
        Optional<OpenFile> open = files.glance(request.variable("path"));
        if (open.isEmpty()) {
            return Optional.empty();
        }
        OpenFile file = open.get();
        if (isAsItIs(request, file) || file.serves(quality(request))) {
            return Optional.of(original(request, file));
        }
        file.release();
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Response> handle(Request request) throws IOException {
        OpenFile file = files.open(request.variable("path"));
        if (isAsItIs(request, file)) {
            return CompletableFuture.completedFuture(original(request, file));
        }
        CompletableFuture<Response> answer = new CompletableFuture<>();
        Runnable work = () -> inQuality(request, file).whenComplete((response, failure) -> {
            if (failure == null) {
                answer.complete(response);
            } else { // whoever waits is to hear of it, whatever it is
                answer.completeExceptionally(failure);
            }
        });
        if (!workers.tryExecute(work)) {
            work.run(); // those who only want a file as it is wait a little
        }
        return answer;
    }

    private static boolean isAsItIs(Request request, OpenFile file) {
        return quality(request).equals(QualityConfig.ORIGINAL)
                || FileType.isPicture(file.state().fileName());
    }

    /** As it was asked for; empty where it was not. */
    private static String quality(Request request) {
        return request.query("quality").orElse("").toLowerCase(Locale.ROOT);
    }

    private Response original(Request request, OpenFile file) {
        return file.representation().answer(request, clock, file.bytes());
    }

    private CompletableFuture<Response> inQuality(Request request, OpenFile file) {
        try {
            return transcodes
                    .open(
                            file.state().path(),
                            quality(request),
                            addressOf(request),
                            length -> Representation.firstByteWanted(request, length))
                    .thenApply(opened -> answer(request, file, opened));
        } catch (RuntimeException e) {
            file.release();
            return CompletableFuture.failedFuture(e);
        }
    }

    private Response answer(Request request, OpenFile file, Opened opened) {
        if (opened instanceof Opened.Original) {
            file.nowServes(quality(request));
            return original(request, file);
        }
        file.release();
        if (opened instanceof Opened.Transcoded transcoded) {
            TranscodedFile other = transcoded.file();
            return MadeFiles.representation(other, file.state().fileName()).answer(request, clock, made.bytes(other));
        }
        return refusal((Opened.Refused) opened);
    }

    private static InetAddress addressOf(Request request) {
        return request.connection().remote().getAddress();
    }

    private static Response refusal(Opened.Refused refused) {
        Response answer = Response.problem(refused.status(), refused.sentence());
        int seconds = refused.retryAfterSeconds();
        return seconds == 0 ? answer : answer.with("Retry-After", Integer.toString(seconds));
    }
}
