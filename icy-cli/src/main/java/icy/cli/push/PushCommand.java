package icy.cli.push;

import icy.cli.CommandException;
import icy.cli.StopSignal;
import icy.cli.Version;
import icy.core.ring.StreamTime;
import icy.core.tracks.MediaScan;
import icy.core.tracks.PlayOrder;
import java.io.Console;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code icy push}: goes live on a server with files or with what another program makes.
 *
 * <p>Thread: main, and the one that the JVM ends with.
 */
@Command(
        name = "push",
        description = "Be the source of a station: play files to an Icecast, SHOUTcast or icy server in real time.",
        sortOptions = false,
        footer = {
            "",
            "Addresses:",
            "  http://source:PASSWORD@host:8000/mount    Icecast and icy; icecast:// is the same",
            "  shout://PASSWORD@host:8000                SHOUTcast, with the port of listeners",
            "  shout://USER:PASSWORD@host:8000           SHOUTcast, where users or mounts are told apart",
            "Without a password there, it is taken from the variable ICY_PUSH_PASSWORD, or asked for."
        })
public final class PushCommand implements Callable<Integer> {

    /** Where the password is looked for that is not in the address, which other users of the machine can see. */
    static final String PASSWORD_VARIABLE = "ICY_PUSH_PASSWORD";

    private static final String STANDARD_INPUT = "-";

    /** More than this no server keeps, and titles would come much too early. */
    private static final double MOST_SECONDS_AHEAD = 30;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "URL", description = "Where to push to; see below.")
    @SuppressWarnings("NullAway.Init")
    private String url;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE|DIR|-",
            description = "Files, folders and playlists; - is standard input.")
    @SuppressWarnings("NullAway.Init")
    private List<String> inputs;

    @Option(names = "--loop", description = "Begin again after the last track.")
    private boolean loop;

    @Option(names = "--shuffle", description = "In any order; nothing twice before all have played.")
    private boolean shuffle;

    @Option(names = "--once", description = "Play all once and end: as without --loop.")
    private boolean once;

    @Option(
            names = "--ahead",
            paramLabel = "TIME",
            defaultValue = "2s",
            description = "Send so much before its time (${DEFAULT-VALUE}), so that a slow link is not heard.")
    @SuppressWarnings("NullAway.Init")
    private String ahead;

    @Option(names = "--fail", description = "End when the link breaks or the mount is in use; do not connect again.")
    private boolean failAtOnce;

    @Option(names = "--name", paramLabel = "TEXT", defaultValue = "", description = "Name of the station.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(names = "--genre", paramLabel = "TEXT", defaultValue = "", description = "Its genre.")
    @SuppressWarnings("NullAway.Init")
    private String genre;

    @Option(names = "--description", paramLabel = "TEXT", defaultValue = "", description = "A line about it.")
    @SuppressWarnings("NullAway.Init")
    private String description;

    @Option(names = "--url", paramLabel = "URL", defaultValue = "", description = "Its home page.")
    @SuppressWarnings("NullAway.Init")
    private String homePage;

    @Option(names = "--public", description = "The server may list it in directories.")
    private boolean isPublic;

    @Option(
            names = "--bitrate",
            paramLabel = "KBPS",
            description = "What to say the bitrate is; by default what the first second has.")
    private @Nullable Integer kbps;

    @Option(names = "--json", description = "Print each event as a JSON object on a line of standard output.")
    private boolean json;

    private final Map<String, String> environment;
    private final InputStream standardInput;
    private final CountDownLatch ended = new CountDownLatch(1);

    public PushCommand(Map<String, String> environment) {
        this(environment, System.in);
    }

    PushCommand(Map<String, String> environment, InputStream standardInput) {
        this.environment = environment;
        this.standardInput = standardInput;
    }

    @Override
    @SuppressWarnings("try") // The signal works by being there.
    public Integer call() throws CommandException {
        long aheadUnits = aheadUnits();
        requireSense();
        PushAddress address = address();
        PushReport report =
                new PushReport(address, error(), json ? spec.commandLine().getOut() : null);
        Thread main = Thread.currentThread();
        try (StopSignal signal = new StopSignal(() -> stop(main))) {
            push(address, new Pacing(aheadUnits), report);
        } catch (InterruptedException e) {
            return 0; // stopped, which is the usual end of a programme that loops
        } finally {
            ended.countDown();
        }
        return 0;
    }

    private void push(PushAddress address, Pacing pacing, PushReport report)
            throws CommandException, InterruptedException {
        String userAgent = "icy/" + Version.number();
        SourceProtocol protocol = address.kind() == PushAddress.Kind.ICECAST
                ? new IcecastProtocol(address, userAgent)
                : new ShoutcastProtocol(address, userAgent);
        try (UnitSource source = source(report::warning);
                TitleSender titles = new TitleSender(protocol, report::warning)) {
            Programme programme = new Programme(source);
            titles.start();
            PushRun run = new PushRun(
                    protocol,
                    offer(programme),
                    programme,
                    pacing,
                    new BackOff(new Random()),
                    programme.codec().carriesTitles() ? title -> {} : titles::send,
                    report,
                    failAtOnce);
            try {
                run.run();
            } finally {
                report.ended(run.sentBytes());
            }
        }
    }

    private UnitSource source(Consumer<String> warnings) throws CommandException {
        if (inputs.equals(List.of(STANDARD_INPUT))) {
            return InputUnits.of(standardInput);
        }
        List<Path> paths = inputs.stream().map(Path::of).toList();
        MediaScan.Found found = MediaScan.of(paths, endings(), MediaScan.Found.NOTHING);
        found.problems().forEach(warnings);
        if (found.tracks().isEmpty()) {
            throw new CommandException(CommandException.FAILED, "there is nothing to send: no track was found");
        }
        PlayOrder order = new PlayOrder(new Random());
        order.shuffle(shuffle);
        order.loop(loop ? PlayOrder.Loop.ALL : PlayOrder.Loop.OFF);
        order.load(found.tracks());
        return new TrackUnits(order, warnings);
    }

    private static Set<String> endings() {
        return Arrays.stream(StreamCodec.values())
                .flatMap(codec -> codec.endings().stream())
                .collect(Collectors.toSet());
    }

    private StreamOffer offer(Programme programme) throws CommandException, InterruptedException {
        Programme.Look look = programme.look();
        return new StreamOffer(
                programme.codec().contentType(),
                name,
                genre,
                description,
                homePage,
                isPublic,
                kbps == null ? look.kbps() : kbps,
                look.sampleRate(),
                look.channels());
    }

    private PushAddress address() {
        PushAddress address;
        try {
            address = PushAddress.parse(url);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        return address.password().isEmpty() ? address.withPassword(password(address)) : address;
    }

    private String password(PushAddress address) {
        String variable = environment.getOrDefault(PASSWORD_VARIABLE, "");
        if (!variable.isEmpty()) {
            return variable;
        }
        Console console = System.console();
        char[] typed = console == null || inputs.contains(STANDARD_INPUT)
                ? null
                : console.readPassword("password for %s: ", address);
        if (typed == null || typed.length == 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no password: set the variable " + PASSWORD_VARIABLE
                            + ", or write the address like http://source:PASSWORD@host:8000/mount");
        }
        return new String(typed);
    }

    private void requireSense() {
        String fault = "";
        if (loop && once) {
            fault = "--loop and --once contradict each other";
        } else if (inputs.contains(STANDARD_INPUT) && (inputs.size() > 1 || loop || shuffle)) {
            fault = "standard input comes as it is: give - alone, without --loop and --shuffle";
        } else if (inputs.contains("")) {
            fault = "\"\": is empty: write a file or folder";
        } else if (kbps != null && (kbps < 1 || kbps > 10_000)) {
            fault = "--bitrate " + kbps + ": write kbit/s, like 128";
        }
        if (!fault.isEmpty()) {
            throw new ParameterException(spec.commandLine(), fault);
        }
    }

    private long aheadUnits() {
        String number = ahead.endsWith("s") ? ahead.substring(0, ahead.length() - 1) : ahead;
        double seconds = number.matches("\\d{1,3}(\\.\\d{1,3})?") ? Double.parseDouble(number) : -1;
        if (seconds < 0 || seconds > MOST_SECONDS_AHEAD) {
            throw new ParameterException(
                    spec.commandLine(), "--ahead " + ahead + ": write seconds up to 30, like 2s or 0.5s");
        }
        return (long) (seconds * StreamTime.UNITS_PER_SECOND);
    }

    private PrintWriter error() {
        return spec.commandLine().getErr();
    }

    /** While the JVM ends: without the halt its exit code would say that it was killed. */
    private void stop(Thread main) {
        main.interrupt();
        try {
            ended.await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // The process ends either way.
        }
        Runtime.getRuntime().halt(0);
    }
}
