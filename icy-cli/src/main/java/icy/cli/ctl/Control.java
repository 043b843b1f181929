package icy.cli.ctl;

import icy.cli.CommandException;
import icy.cli.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One command's conversation with a server: what it asks, and how the answer is printed.
 *
 * <p>Thread: main.
 */
final class Control {

    private static final String STATIONS = "/api/stations";

    private final ControlClient client;
    private final PrintWriter out;
    private final boolean json;
    private @Nullable String station;

    /**
     * @param station which it is about; null for the first
     * @param json whether answers are printed as they come
     */
    Control(ControlClient client, PrintWriter out, boolean json, @Nullable String station) {
        this.client = client;
        this.out = out;
        this.json = json;
        this.station = station;
    }

    ControlClient client() {
        return client;
    }

    boolean json() {
        return json;
    }

    PrintWriter out() {
        return out;
    }

    Answer get(String path) throws CommandException {
        return client.get(path);
    }

    Answer send(String method, String path, @Nullable Object body) throws CommandException {
        return client.send(method, path, body, "");
    }

    /** Posts one after the other; if one is refused, what was done before is said. The answer is the last one's. */
    Answer postEach(String path, List<String> tracks, List<Map<String, Object>> bodies) throws CommandException {
        Answer answer = new Answer("{}", "");
        for (int i = 0; i < bodies.size(); i++) {
            try {
                answer = send("POST", path, bodies.get(i));
            } catch (CommandException e) {
                String done = i == 0 ? "" : " (added before it: %s)".formatted(String.join(", ", tracks.subList(0, i)));
                throw new CommandException(
                        CommandException.FAILED, "%s: %s%s".formatted(tracks.get(i), e.getMessage(), done), e);
            }
        }
        return answer;
    }

    /** All stations, or the one that was asked for. */
    Answer stations() throws CommandException {
        return client.get(station == null ? STATIONS : stationPath(""));
    }

    /** The path of something of the station: the one that was asked for, else the first there is. */
    String stationPath(String below) throws CommandException {
        if (station == null) {
            List<Facts> all = client.get(STATIONS).objects("stations");
            if (all.isEmpty()) {
                throw new CommandException(
                        CommandException.FAILED,
                        "this server has no station to drive: its mounts play no files (icy serve FOLDER makes one)");
            }
            station = all.get(0).text("id");
        }
        return STATIONS + "/" + ServerAddress.escape(station) + below;
    }

    /** Events of all stations, or of the one that was asked for. */
    String eventsPath() {
        return station == null ? "/api/events" : "/api/events?station=" + ServerAddress.escape(station);
    }

    /** Does something to the station and prints how it stands then. */
    void tell(String method, String below, Map<String, Object> body) throws CommandException {
        print(
                send(method, stationPath(below), body.isEmpty() ? null : body),
                answer -> StationText.line(answer.facts()));
    }

    /** Prints the answer: as it came, or what {@code words} makes of it. */
    void print(Answer answer, Function<Answer, String> words) {
        if (json) {
            out.println(answer.text().strip());
        } else {
            words.apply(answer).lines().map(TextTable::printable).forEach(out::println);
        }
    }
}
