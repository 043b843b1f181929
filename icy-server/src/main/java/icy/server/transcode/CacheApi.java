package icy.server.transcode;

import icy.server.api.Json;
import icy.server.config.QualityConfig;
import icy.server.http.Endpoint;
import icy.server.http.Guard;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.loop.WorkerPool;
import icy.server.media.MediaFolders;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/qualities}, for pages that let people choose, and {@code /admin/cache/…}: what the cache of other qualities
 * holds, clearing it, and making files ahead.
 *
 * <p>Thread: a worker.
 */
public final class CacheApi {
    private static final int MOST_BYTES = 1 << 20;
    private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();
    private static final int MOST_DAYS = 36_500;
    private static final String SHAPE = "{\"folder\": \"album\", \"quality\": \"medium\"} or {\"paths\": [\"a.flac\"]}";
    private static final CacheJson.Warming IDLE = new CacheJson.Warming("idle", "", 0, 0, 0, 0, null, 0, List.of());

    private final Transcodes transcodes;
    private final MediaFolders media;
    private final WorkerPool workers;
    private @Nullable Warming warming;

    /** @param workers one of which makes files ahead */
    public CacheApi(Transcodes transcodes, MediaFolders media, WorkerPool workers) {
        this.transcodes = transcodes;
        this.media = media;
        this.workers = workers;
    }

    /** @param guard admits administrators */
    public Routes.Builder routes(Routes.Builder routes, Guard guard) {
        return routes.get("/api/qualities", Endpoint.immediate(this::qualities))
                .get("/admin/cache/stats", Endpoint.guarded(guard, Endpoint.blocking(this::stats)))
                .get("/admin/cache/clear", Endpoint.immediate(CacheApi::clearByGet))
                .post("/admin/cache/clear", Endpoint.guarded(guard, Endpoint.blocking(this::clear)))
                .get("/admin/cache/warm", Endpoint.guarded(guard, Endpoint.blocking(this::warmed)))
                .post(
                        "/admin/cache/warm",
                        Endpoint.guarded(guard, Endpoint.large(MOST_BYTES, Endpoint.blocking(this::warm))))
                .delete("/admin/cache/warm", Endpoint.guarded(guard, Endpoint.blocking(this::cool)));
    }

    private Response qualities(Request request) {
        return Json.response(CacheJson.Qualities.class, CacheJson.Qualities.of(transcodes.config()));
    }

    private Response stats(Request request) throws IOException {
        return Json.response(CacheJson.Stats.class, CacheJson.Stats.of(transcodes.stats()));
    }

    private static Response clearByGet(Request request) {
        return Response.problem(405, "The cache is cleared by POST.").with("Allow", "POST");
    }

    private Response clear(Request request) throws IOException {
        Duration age = request.query("older_than_days").map(CacheApi::days).orElse(Duration.ZERO);
        return Json.response(CacheJson.Cleared.class, CacheJson.Cleared.of(transcodes.clear(age)));
    }

    private Response warmed(Request request) {
        return told(present());
    }

    private Response warm(Request request) throws IOException {
        CacheJson.WantedWarming wanted = Json.body(CacheJson.WantedWarming.class, request, SHAPE);
        String quality =
                wanted.quality() == null ? transcodes.config().standard().name() : wanted.quality();
        requireQuality(quality);
        Warming begun = new Warming(transcodes, files(wanted), quality);
        synchronized (this) {
            Warming before = warming;
            if (before != null && !before.isOver()) {
                throw new HttpError(
                        409, "Files are being made ahead already: see GET /admin/cache/warm; DELETE ends it.");
            }
            if (!workers.tryExecute(begun)) {
                throw new HttpError(503, "Too much is being made at once. Try again in a moment.");
            }
            warming = begun;
        }
        return told(begun);
    }

    private Response cool(Request request) {
        Warming present = present();
        if (present != null) {
            present.cancel();
        }
        return told(present);
    }

    private synchronized @Nullable Warming present() {
        return warming;
    }

    private List<WarmFile> files(CacheJson.WantedWarming wanted) throws IOException {
        List<String> paths = wanted.paths();
        String folder = wanted.folder();
        if (folder != null && paths == null) {
            return WarmFile.in(folder, media);
        }
        if (paths == null || folder != null) {
            throw new HttpError(422, "Say either a folder or paths: %s.".formatted(SHAPE));
        }
        List<WarmFile> files = new ArrayList<>();
        for (String path : paths) {
            files.add(WarmFile.named(path, media));
        }
        return files;
    }

    private void requireQuality(String name) {
        List<String> names = transcodes.config().qualities().stream()
                .map(QualityConfig::name)
                .toList();
        if (!names.contains(name)) {
            throw new HttpError(
                    422, "There is no quality \"%s\": there are %s.".formatted(name, String.join(", ", names)));
        }
    }

    private static Response told(@Nullable Warming warming) {
        return Json.response(CacheJson.Warming.class, warming == null ? IDLE : warming.told());
    }

    private static Duration days(String text) {
        if (!text.matches("\\d{1,5}(\\.\\d{1,6})?") || Double.parseDouble(text) > MOST_DAYS) {
            throw new HttpError(400, "older_than_days is a number of days, from 0 to %d.".formatted(MOST_DAYS));
        }
        return Duration.ofSeconds(Math.round(Double.parseDouble(text) * SECONDS_A_DAY));
    }
}
