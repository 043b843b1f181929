package icy.server.station;

import icy.core.tracks.PlayOrder.Loop;
import icy.server.api.Json;
import icy.server.http.Endpoint;
import icy.server.http.Guard;
import icy.server.http.HttpError;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/stations}: the verbs of {@link Station} over HTTP.
 *
 * <p>Thread: a worker, which begins; answers follow when what was changed is on the disk.
 */
public final class StationApi {
    private static final String ONE = "/api/stations/{id}";
    private static final int DEFAULT_HISTORY = 10;
    private static final int DEFAULT_MESSAGE_SECONDS = 15;

    private final Stations stations;
    private final StationAnswers answers;
    private final Guard guard;
    private final int historyKept;

    /**
     * @param guard says who may change something
     * @param workers write the answers
     */
    public StationApi(
            Stations stations,
            TrackNames names,
            PublicAddress address,
            Guard guard,
            Executor workers,
            int historyKept) {
        this.stations = stations;
        this.answers = new StationAnswers(names, address, workers);
        this.guard = guard;
        this.historyKept = historyKept;
    }

    public Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/api/stations", Endpoint.deferred(this::list))
                .get(ONE, Endpoint.deferred(this::one))
                .get(ONE + "/playlist", Endpoint.deferred(this::playlist))
                .put(ONE + "/playlist", guarded(this::load))
                .delete(ONE + "/playlist", guarded(this::unload))
                .post(ONE + "/playlist/tracks", guarded(this::insert))
                .delete(ONE + "/playlist/tracks/{index}", guarded(this::remove))
                .get(ONE + "/queue", Endpoint.deferred(this::queue))
                .post(ONE + "/queue", guarded(this::enqueue))
                .delete(ONE + "/queue", guarded(this::clear))
                .post(ONE + "/play", guarded(this::play))
                .post(ONE + "/pause", verb(Station::pause))
                .post(ONE + "/resume", verb(Station::resume))
                .post(ONE + "/stop", verb(Station::stop))
                .post(ONE + "/next", verb(Station::next))
                .post(ONE + "/previous", verb(Station::previous))
                .put(ONE + "/position", guarded(this::seek))
                .put(ONE + "/volume", guarded(this::volume))
                .put(ONE + "/mode", guarded(this::mode))
                .put(ONE + "/rate", guarded(this::rate))
                .put(ONE + "/dj-message", guarded(this::message))
                .put(ONE + "/extras", guarded(this::extras))
                .get(ONE + "/history", Endpoint.blocking(this::history));
    }

    private Endpoint guarded(Endpoint.Deferred endpoint) {
        return Endpoint.guarded(guard, Endpoint.deferred(request -> {
            try {
                return endpoint.handle(request);
            } catch (StationRefusal e) {
                return CompletableFuture.completedFuture(StationAnswers.refusal(e));
            }
        }));
    }

    private Endpoint verb(Function<Station, CompletableFuture<StationState>> verb) {
        return guarded(request -> changed(request, verb));
    }

    private CompletableFuture<Response> list(Request request) {
        List<Station> all = stations.all();
        List<CompletableFuture<StationState>> asked =
                all.stream().map(Station::state).toList();
        CompletableFuture<List<StationState>> told = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
        return answers.when(told, states -> answers.states(request, states));
    }

    private CompletableFuture<Response> one(Request request) {
        return changed(request, Station::state);
    }

    private CompletableFuture<Response> playlist(Request request) {
        return answers.when(station(request).playlist(), list -> answers.playlist(request, list));
    }

    private CompletableFuture<Response> queue(Request request) {
        return answers.when(station(request).queue(), list -> answers.queue(request, list));
    }

    private CompletableFuture<Response> load(Request request) {
        String shape = StationRequests.Tracks.SHAPE;
        List<@Nullable Object> named = StationRequests.required(
                Json.body(StationRequests.Tracks.class, request, shape).tracks(), shape);
        List<Object> tracks = named.stream()
                .map(each -> StationRequests.required(each, shape))
                .toList();
        Station station = station(request);
        List<String> revisions = StationAnswers.revisions(request);
        return answers.files(tracks, station.playlist())
                .thenCompose(files -> station.load(files, revisions))
                .thenCompose(done -> thePlaylist(request, station))
                .exceptionally(StationAnswers::refusal);
    }

    private CompletableFuture<Response> unload(Request request) {
        return edited(request, station -> station.unload(StationAnswers.revisions(request)), this::thePlaylist);
    }

    private CompletableFuture<Response> insert(Request request) {
        StationRequests.One asked = one(request, StationRequests.One.SHAPE);
        List<String> revisions = StationAnswers.revisions(request);
        Integer at = asked.at();
        return withFile(request, asked, (station, file) -> {
            CompletableFuture<StationState> edit =
                    at == null ? station.add(file, revisions) : station.insert(at, file, revisions);
            return edit.thenCompose(done -> thePlaylist(request, station));
        });
    }

    private CompletableFuture<Response> remove(Request request) {
        int index = index(request.variable("index"));
        return edited(request, station -> station.remove(index, StationAnswers.revisions(request)), this::thePlaylist);
    }

    private CompletableFuture<Response> enqueue(Request request) {
        StationRequests.One asked = one(request, StationRequests.One.SHAPE);
        List<String> revisions = StationAnswers.revisions(request);
        return withFile(
                request,
                asked,
                (station, file) -> station.enqueue(file, revisions).thenCompose(done -> theQueue(request, station)));
    }

    private CompletableFuture<Response> clear(Request request) {
        return edited(request, station -> station.clearQueue(StationAnswers.revisions(request)), this::theQueue);
    }

    private CompletableFuture<Response> play(Request request) {
        if (request.body().length == 0) {
            return changed(request, Station::next);
        }
        Object track = Json.body(StationRequests.Play.class, request, StationRequests.Play.SHAPE)
                .asked();
        if (track == null) {
            return changed(request, Station::next);
        }
        if (track instanceof Number) {
            int index = index(((Number) track).toString());
            return changed(request, station -> station.play(index));
        }
        Path file = answers.file(track, List.of());
        return changed(request, station -> station.play(file));
    }

    private CompletableFuture<Response> seek(Request request) {
        String shape = StationRequests.Position.SHAPE;
        double seconds = StationRequests.required(
                Json.body(StationRequests.Position.class, request, shape).seconds(), shape);
        return changed(request, station -> station.seek(seconds));
    }

    private CompletableFuture<Response> volume(Request request) {
        String shape = StationRequests.Volume.SHAPE;
        double volume = StationRequests.required(
                Json.body(StationRequests.Volume.class, request, shape).volume(), shape);
        return changed(request, station -> station.volume(volume));
    }

    private CompletableFuture<Response> mode(Request request) {
        StationRequests.Mode asked = Json.body(StationRequests.Mode.class, request, StationRequests.Mode.SHAPE);
        Loop loop = asked.loop() == null ? null : loop(asked.loop());
        return changed(request, station -> station.mode(asked.shuffle(), loop));
    }

    private static Loop loop(String text) {
        return Arrays.stream(Loop.values())
                .filter(loop -> loop.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new HttpError(422, "A loop is off, one or all, not \"%s\".".formatted(text)));
    }

    /** For those who look for it where players have it. */
    private CompletableFuture<Response> rate(Request request) {
        station(request);
        throw new HttpError(
                422,
                "A broadcast has one clock: all who listen hear the same at the same time, so it cannot go faster or slower for anybody.");
    }

    private CompletableFuture<Response> message(Request request) {
        String shape = StationRequests.Message.SHAPE;
        StationRequests.Message asked = Json.body(StationRequests.Message.class, request, shape);
        String text = StationRequests.required(asked.text(), shape);
        double seconds = asked.seconds() == null ? DEFAULT_MESSAGE_SECONDS : asked.seconds();
        return changed(request, station -> station.say(text, Duration.ofMillis(Math.round(1000 * seconds))));
    }

    private CompletableFuture<Response> extras(Request request) {
        String json = Extras.of(request);
        return changed(request, station -> station.extras(json));
    }

    private Response history(Request request) {
        Station station = station(request);
        int limit = request.query("limit").map(StationApi::index).orElse(DEFAULT_HISTORY);
        if (limit < 1 || limit > historyKept) {
            throw new HttpError(422, "So many entries are kept: limit is 1 to %d.".formatted(historyKept));
        }
        try {
            return answers.history(request, station.history(limit));
        } catch (RuntimeException e) {
            return StationAnswers.refusal(e);
        }
    }

    private CompletableFuture<Response> changed(
            Request request, Function<Station, CompletableFuture<StationState>> verb) {
        Station station = station(request);
        return answers.when(verb.apply(station), state -> answers.state(request, state));
    }

    /** After an edit the list is shown as it is then. */
    private CompletableFuture<Response> edited(
            Request request,
            Function<Station, CompletableFuture<StationState>> edit,
            BiFunction<Request, Station, CompletableFuture<Response>> shown) {
        Station station = station(request);
        return edit.apply(station)
                .thenCompose(done -> shown.apply(request, station))
                .exceptionally(StationAnswers::refusal);
    }

    /** An index means a track of the playlist as it is now. */
    private CompletableFuture<Response> withFile(
            Request request, StationRequests.One asked, BiFunction<Station, Path, CompletableFuture<Response>> then) {
        Station station = station(request);
        Object track = StationRequests.required(asked.track(), StationRequests.One.SHAPE);
        CompletableFuture<Path> file = track instanceof Number
                ? station.playlist().thenApply(list -> answers.file(track, list.tracks()))
                : CompletableFuture.completedFuture(answers.file(track, List.of()));
        return file.thenCompose(found -> then.apply(station, found)).exceptionally(StationAnswers::refusal);
    }

    private CompletableFuture<Response> thePlaylist(Request request, Station station) {
        return answers.when(station.playlist(), list -> answers.playlist(request, list));
    }

    private CompletableFuture<Response> theQueue(Request request, Station station) {
        return answers.when(station.queue(), list -> answers.queue(request, list));
    }

    private static StationRequests.One one(Request request, String shape) {
        return Json.body(StationRequests.One.class, request, shape);
    }

    private Station station(Request request) {
        String id = request.variable("id");
        return stations.named(id)
                .orElseThrow(() -> new HttpError(404, "There is no station \"%s\": see /api/stations.".formatted(id)));
    }

    private static int index(String text) {
        if (!text.matches("-?[0-9]{1,9}(\\.0)?")) {
            throw new HttpError(422, "A whole number is wanted, not \"%s\".".formatted(text));
        }
        return (int) Double.parseDouble(text);
    }
}
