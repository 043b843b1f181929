package icy.bench.acceptance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a station stood at one moment, as far as that was on the disk: to be compared with how it stands after it was killed.
 *
 * @param track what had begun last
 * @param seconds how far that had come
 * @param events how many entries the history had
 */
record StationMemory(String track, double seconds, int events) {
    /** How far a station has come is kept every five seconds; one for being late. */
    private static final double MOST_LOST_SECONDS = 6;

    private static final int MOST_EVENTS = 1_000;
    private static final Pattern EVENT = Pattern.compile("\"event_type\":\"([a-z_]+)\",\"track\":\"([^\"]+)\"");
    private static final Pattern TRACK = Pattern.compile("\"track\":\\{[^}]*\"path\":\"([^\"]+)\"");
    private static final Pattern POSITION = Pattern.compile("\"position_s\":([0-9.]+)");
    private static final String BEGAN = "play_start";
    private static final String ENDED = "ended";

    /** Something that was heard. */
    private record Event(String what, String track) {}

    /** @param station its address */
    static StationMemory of(ApiClient api, String station) throws IOException, InterruptedException {
        List<Event> history = history(api, station);
        String track = begun(history).reduce("", (first, second) -> second);
        String state = api.get(station);
        return new StationMemory(track, track.equals(found(TRACK, state)) ? position(state) : 0, history.size());
    }

    /** What has begun to play so far. */
    static List<String> heard(ApiClient api, String station) throws IOException, InterruptedException {
        return begun(history(api, station)).toList();
    }

    /** @throws IOException unless the station goes on where it stood, give or take what need not be kept */
    void requireGoesOn(ApiClient api, String station) throws IOException, InterruptedException {
        String state = api.get(station);
        String playing = found(TRACK, state);
        List<Event> history = history(api, station);
        boolean hasEnded = history.subList(Math.min(events, history.size()), history.size())
                .contains(new Event(ENDED, track));
        if (playing.equals(track)) {
            if (!hasEnded && position(state) < seconds - MOST_LOST_SECONDS) {
                throw new IOException("%s had come to %.1f s of %s, and is at %.1f s"
                        .formatted(station, seconds, track, position(state)));
            }
        } else if (!hasEnded) {
            throw new IOException(
                    "%s was at %.1f s of %s, which never ended: %s".formatted(station, seconds, track, state));
        }
    }

    /** What begins after what plays. */
    static String next(ApiClient api, String station) throws IOException, InterruptedException {
        return found(TRACK, api.post(station + "/next", ""));
    }

    private static Stream<String> begun(List<Event> history) {
        return history.stream().filter(event -> event.what().equals(BEGAN)).map(Event::track);
    }

    private static List<Event> history(ApiClient api, String station) throws IOException, InterruptedException {
        Matcher found = EVENT.matcher(api.get(station + "/history?limit=" + MOST_EVENTS));
        List<Event> events = new ArrayList<>();
        while (found.find()) {
            events.add(new Event(found.group(1), found.group(2)));
        }
        return events;
    }

    private static double position(String state) {
        return Double.parseDouble(found(POSITION, state));
    }

    private static String found(Pattern pattern, String json) {
        Matcher found = pattern.matcher(json);
        return found.find() ? found.group(1) : "";
    }
}
