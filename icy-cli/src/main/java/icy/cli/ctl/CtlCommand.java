package icy.cli.ctl;

import icy.cli.CommandException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code icy ctl}: a remote control. The verbs of a station are methods here; what has verbs of its own, such as the
 * playlist, is a command of its own.
 *
 * <p>Thread: main.
 */
@Command(
        name = "ctl",
        description = "Drive a running server: what plays, what comes next, queues, mixtapes, library.",
        sortOptions = false,
        subcommands = {
            PlaylistCommand.class,
            QueueCommand.class,
            StreamsCommand.class,
            MixtapesCommand.class,
            LibraryCommand.class,
            CacheCommand.class,
            EventsCommand.class
        },
        footer = {
            "",
            "A TRACK is its path below the media folder, its id, or its index in the playlist.",
            "From another machine than the server's, give a key that \"icy key NAME --role dj\" has made."
        })
public final class CtlCommand implements Runnable {

    private static final double MOST_PERCENT = 100;

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--station",
            paramLabel = "ID",
            scope = ScopeType.INHERIT,
            description = "Which station; without, the first.")
    private @Nullable String station;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print the server's answers as they are, for scripts.")
    private boolean json;

    public CtlCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, like status or next");
    }

    @Command(name = "status", description = "Show what the station plays; without --station, what all play.")
    void status() throws CommandException {
        Control control = control();
        control.print(control.stations(), answer -> {
            List<Facts> all = answer.facts().has("id") ? List.of(answer.facts()) : answer.objects("stations");
            return all.isEmpty() ? "no stations: no mount plays files" : StationText.table(all);
        });
    }

    @Command(name = "play", description = "Play a track now; without one, the next.")
    void play(@Parameters(paramLabel = "TRACK", arity = "0..1", description = "Which.") @Nullable String track)
            throws CommandException {
        control().tell("POST", "/play", track == null ? Map.of() : Map.of("track", Track.of(track)));
    }

    @Command(name = "pause", description = "Stand still: listeners stay, and hear silence.")
    void pause() throws CommandException {
        control().tell("POST", "/pause", Map.of());
    }

    @Command(name = "resume", description = "Go on after a pause, where it was.")
    void resume() throws CommandException {
        control().tell("POST", "/resume", Map.of());
    }

    @Command(name = "stop", description = "End the track; listeners hear silence until something is played.")
    void stop() throws CommandException {
        control().tell("POST", "/stop", Map.of());
    }

    @Command(name = "next", description = "Go to the next track.")
    void next() throws CommandException {
        control().tell("POST", "/next", Map.of());
    }

    @Command(name = "previous", description = "Go back to the track before.")
    void previous() throws CommandException {
        control().tell("POST", "/previous", Map.of());
    }

    @Command(name = "seek", description = "Go to a moment of the track, exact to the frame.")
    void seek(@Parameters(paramLabel = "TIME", description = "Seconds, or M:SS.") String time) throws CommandException {
        try {
            control().tell("PUT", "/position", Map.of("seconds", PlayTime.parse(time)));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    @Command(name = "volume", description = "Set how loud it is; 1 or 100%% is as recorded.")
    void volume(@Parameters(paramLabel = "VOLUME", description = "0 to 1, or 0%% to 100%%.") String volume)
            throws CommandException {
        if (!volume.matches("\\d{1,3}(\\.\\d{1,6})?%?")) {
            throw wrong(volume + ": is no volume; write 0.5 or 50%");
        }
        double value = volume.endsWith("%")
                ? Double.parseDouble(volume.substring(0, volume.length() - 1)) / MOST_PERCENT
                : Double.parseDouble(volume);
        control().tell("PUT", "/volume", Map.of("volume", value));
    }

    @Command(name = "shuffle", description = "Play in any order, or in the list's.")
    void shuffle(@Parameters(paramLabel = "on|off", description = "Whether.") OnOff shuffle) throws CommandException {
        control().tell("PUT", "/mode", Map.of("shuffle", shuffle == OnOff.ON));
    }

    @Command(name = "loop", description = "What follows the last track: nothing, the same one for ever, or the first.")
    void loop(@Parameters(paramLabel = "off|one|all", description = "What.") Loop loop) throws CommandException {
        control().tell("PUT", "/mode", Map.of("loop", loop.name().toLowerCase(Locale.ROOT)));
    }

    @Command(name = "say", description = "Show listeners a message in the place of the title.")
    void say(
            @Parameters(paramLabel = "TEXT", arity = "1..*", description = "The message.") List<String> words,
            @Option(names = "--seconds", paramLabel = "N", description = "How long it is shown.") @Nullable
                    Double seconds)
            throws CommandException {
        String text = String.join(" ", words);
        control()
                .tell(
                        "PUT",
                        "/dj-message",
                        seconds == null ? Map.of("text", text) : Map.of("text", text, "seconds", seconds));
    }

    @Command(name = "extras", description = "Have a JSON object shown with what plays.")
    void extras(@Parameters(paramLabel = "JSON", description = "Like '{\"weather\": \"rain\"}'.") String extras)
            throws CommandException {
        Facts object;
        try {
            object = new Answer(extras, "").facts();
        } catch (RuntimeException e) { // the parser's own
            throw wrong("extras are a JSON object, like '{\"weather\": \"rain\"}'");
        }
        control().tell("PUT", "/extras", object.fields());
    }

    @Command(name = "history", description = "Show what was played and done, the newest last.")
    void history(
            @Option(names = "--limit", paramLabel = "N", defaultValue = "10", description = "How much of it.")
                    int limit)
            throws CommandException {
        Control control = control();
        control.print(control.get(control.stationPath("/history?limit=" + limit)), HistoryText::of);
    }

    /** A conversation with the server that the options name. */
    Control control() {
        return new Control(server.client(spec, environment), spec.commandLine().getOut(), json, station);
    }

    CommandSpec spec() {
        return spec;
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    /** A switch as it is written. */
    enum OnOff {
        ON,
        OFF
    }

    /** See the station's mode. */
    enum Loop {
        OFF,
        ONE,
        ALL
    }
}
