package icy.server.station;

import icy.server.api.Json;
import icy.server.http.HttpError;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.state.StateUnavailable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * How stations are shown.
 *
 * <p>Thread: workers.
 */
final class StationAnswers {
    private final TrackNames names;
    private final PublicAddress address;
    private final Executor workers;

    StationAnswers(TrackNames names, PublicAddress address, Executor workers) {
        this.names = names;
        this.address = address;
        this.workers = workers;
    }

    /** An answer made on a worker of what a station says. */
    <T> CompletableFuture<Response> when(CompletableFuture<T> said, Function<T, Response> answer) {
        return said.thenApplyAsync(answer, workers).exceptionally(StationAnswers::refusal);
    }

    Response state(Request request, StationState state) {
        return Json.wholeResponse(
                StationJson.class, json(request, List.of(state)).get(0));
    }

    Response states(Request request, List<StationState> states) {
        return Json.wholeResponse(
                StationJson.Stations.class, new StationJson.Stations(json(request, states), states.size()));
    }

    /** What all of them play is looked up in one go. */
    private List<StationJson> json(Request request, List<StationState> states) {
        List<Path> playing = states.stream()
                .map(StationState::track)
                .filter(Objects::nonNull)
                .toList();
        Iterator<StationJson.Track> tracks = tracks(request, playing).iterator();
        return states.stream()
                .map(state -> StationJson.of(
                        state, state.track() == null ? null : tracks.next(), Extras.object(state.extras())))
                .toList();
    }

    Response playlist(Request request, TrackList list) {
        List<StationJson.Track> tracks = tracks(request, list.tracks());
        StationJson.Track current = list.present() < 0 ? null : tracks.get(list.present());
        double total = StationJson.millis(
                tracks.stream().mapToDouble(StationJson.Track::durationS).sum());
        return tagged(
                list,
                Json.wholeResponse(
                        StationJson.Playlist.class,
                        new StationJson.Playlist(tracks, tracks.size(), list.present(), current, total)));
    }

    Response queue(Request request, TrackList list) {
        List<StationJson.Track> tracks = tracks(request, list.tracks());
        return tagged(list, Json.wholeResponse(StationJson.Queue.class, new StationJson.Queue(tracks, tracks.size())));
    }

    /** Ids of files, paths, and indexes in {@code playlist}, as files. */
    CompletableFuture<List<Path>> files(List<Object> named, CompletableFuture<TrackList> playlist) {
        return playlist.thenApplyAsync(
                list -> named.stream().map(each -> file(each, list.tracks())).toList(), workers);
    }

    /** An index is looked up in {@code playlist}. Thread: a worker. */
    Path file(Object named, List<Path> playlist) {
        if (named instanceof Number number) {
            int index = number.intValue();
            if (number.doubleValue() != index || index < 0 || index >= playlist.size()) {
                throw Tracklist.outOfRange(index, playlist.size());
            }
            return playlist.get(index);
        }
        if (named instanceof String text) {
            return names.file(text);
        }
        throw new HttpError(422, "A track is named by its id, its path or its index in the playlist.");
    }

    Response history(Request request, List<HistoryEntry> entries) {
        List<StationJson.Track> tracks =
                tracks(request, entries.stream().map(HistoryEntry::track).toList());
        StringJoiner json = new StringJoiner(",", "[", "]");
        for (int i = 0; i < entries.size(); i++) {
            json.add(Json.text(StationJson.Heard.class, heard(entries.get(i), tracks.get(i))));
        }
        return Response.json(json.toString()).with("Cache-Control", "no-store");
    }

    private static StationJson.Heard heard(HistoryEntry entry, StationJson.Track track) {
        return new StationJson.Heard(
                entry.at().toString(),
                entry.kind().historyText(),
                track.path(),
                entry.positionMillis() / 1000.0,
                new StationJson.Metadata(
                        track.id(),
                        entry.title(),
                        entry.streamPosition(),
                        entry.streamMillis(),
                        entry.reason().isEmpty() ? null : entry.reason()));
    }

    private List<StationJson.Track> tracks(Request request, List<Path> files) {
        String base = address.base(request);
        return names.facts(files).stream()
                .map(facts -> StationJson.Track.of(facts, base))
                .toList();
    }

    /**
     * The revision of the list, for {@link #revisions}. An answer tells more, such as what plays of it and titles, so one
     * that has seen this tag may not be told that nothing has changed.
     */
    private static Response tagged(TrackList list, Response answer) {
        return answer.with("ETag", '"' + list.revision() + '"');
    }

    /** What a client has seen of a list and asks to be so still (RFC 9110 13.1.1); empty: it asks nothing. */
    static List<String> revisions(Request request) {
        return request.header("If-Match").filter(value -> !value.strip().equals("*")).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(tag -> tag.strip().replaceFirst("^W/", "").replace("\"", "")) // a proxy may have weakened it
                .toList();
    }

    /** What a failure amounts to; one that is nobody's fault but ours is passed on. */
    static Response refusal(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (why instanceof HttpError refused) {
            return refused.response();
        }
        if (why instanceof StationRefusal refused) {
            return Response.problem(status(refused.kind()), refused.sentence());
        }
        if (why instanceof StateUnavailable unavailable) {
            return Response.problem(503, unavailable.sentence())
                    .with("Retry-After", Integer.toString(StateUnavailable.RETRY_SECONDS));
        }
        if (why instanceof RejectedExecutionException) {
            return Response.problem(
                    503, "It was heard, but there is too much to do for showing it: look again in a moment.");
        }
        throw failure instanceof RuntimeException unchecked ? unchecked : new CompletionException(failure);
    }

    private static int status(StationRefusal.Kind kind) {
        return switch (kind) {
            case STATE -> 409;
            case RANGE -> 422;
            case CHANGED -> 412;
        };
    }
}
