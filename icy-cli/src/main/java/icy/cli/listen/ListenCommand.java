package icy.cli.listen;

import icy.cli.Address;
import icy.cli.CommandException;
import icy.cli.StopSignal;
import icy.cli.Version;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code icy listen}: joins a stream and prints its titles as they come.
 *
 * <p>When the stream breaks off it is joined again, after 1, 2, 4, 8, then 16 seconds; a minute of audio makes up for
 * failures before it.
 *
 * <p>Thread: main, and the one that the JVM ends with.
 */
@Command(
        name = "listen",
        description = "Join a stream (or a playlist of streams), print its titles, record it.",
        sortOptions = false)
public final class ListenCommand implements Callable<Integer> {

    private static final int CHUNK_BYTES = 16_384;

    /** Icecast drops a source after 10 s of silence; a stream quiet for longer than this is dead. */
    private static final int SILENCE_MILLIS = 30_000;

    private static final long FORGIVEN_AFTER_SECONDS = 60;

    private static final int MOST_BACKOFF_SECONDS = 16;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "Like http://host:8000/stream, or a .pls, .m3u or .xspf.")
    @SuppressWarnings("NullAway.Init")
    private String url;

    @Option(names = "--record", paramLabel = "DIR", description = "Write one file per title into this folder.")
    private @Nullable Path folder;

    @Option(names = "--seconds", paramLabel = "N", description = "Stop after so many seconds of listening.")
    private @Nullable Double seconds;

    @Option(names = "--stdout", description = "Write the audio to standard output; titles go to standard error.")
    private boolean toStandardOutput;

    @Option(
            names = "--retry",
            paramLabel = "N",
            defaultValue = "5",
            description = "Join again so often when the stream breaks off (${DEFAULT-VALUE}).")
    private int retries;

    @Option(names = "--json", description = "Print each title as a JSON object on a line.")
    private boolean json;

    private final OutputStream standardOutput;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;

    private long deadlineNanos;
    private long joinedNanos;

    public ListenCommand() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    ListenCommand(OutputStream standardOutput) {
        this.standardOutput = standardOutput;
    }

    @Override
    @SuppressWarnings("try") // The signal works by being there.
    public Integer call() throws CommandException, IOException, InterruptedException {
        URI address = address();
        try (StreamClient client = new StreamClient("icy/" + Version.number());
                StopSignal signal = new StopSignal(() -> stop(client))) {
            listen(client, address, output());
        } finally {
            ended.countDown();
        }
        return 0;
    }

    private URI address() {
        try {
            if (seconds != null && !(seconds > 0)) {
                throw new ParameterException(spec.commandLine(), "--seconds must be more than 0");
            }
            return StreamClient.address(url);
        } catch (URISyntaxException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    Address.shown(url) + " is no address; write it like http://host:8000/stream",
                    e);
        }
    }

    private StreamOutput output() {
        return new StreamOutput(
                toStandardOutput ? error() : spec.commandLine().getOut(),
                json,
                toStandardOutput ? standardOutput : null,
                folder,
                file -> error().println("recorded " + file));
    }

    private void listen(StreamClient client, URI address, StreamOutput output)
            throws CommandException, InterruptedException {
        int failures = 0;
        while (true) {
            joinedNanos = 0;
            String reason = "the stream ended";
            boolean mayPass = true;
            boolean done = false;
            try (StreamAnswer answer = client.join(address)) {
                describe(answer);
                done = receive(answer, output);
            } catch (OutputException e) {
                if (!e.readerLeft()) {
                    throw new CommandException(CommandException.FAILED, String.valueOf(e.getMessage()), e);
                }
                done = true;
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
                mayPass = !(e instanceof StreamClient.RefusedException refused) || refused.mayPass();
            }
            if (done || stopped || (retries == 0 && output.audioBytes() > 0)) {
                error().printf(
                                "%,d bytes of audio, %d title%s%n",
                                output.audioBytes(), output.titles(), output.titles() == 1 ? "" : "s");
                return;
            }
            if (hasPlayedLong()) {
                failures = 0;
            }
            // What was never heard is more likely spelt wrongly than away for a moment.
            if (!mayPass || output.audioBytes() == 0 || failures >= retries) {
                throw new CommandException(CommandException.FAILED, reason);
            }
            failures++;
            waitToRetry(reason, Math.min(MOST_BACKOFF_SECONDS, 1 << (failures - 1)));
        }
    }

    private boolean hasPlayedLong() {
        return joinedNanos != 0 && System.nanoTime() - joinedNanos > TimeUnit.SECONDS.toNanos(FORGIVEN_AFTER_SECONDS);
    }

    /** Whether it is done; false: the stream ended. */
    private boolean receive(StreamAnswer answer, StreamOutput output) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (StreamOutput.ConnectionOutput connection = output.connection(answer.mediaType(), answer.metaint())) {
            while (true) {
                int waitMillis = SILENCE_MILLIS;
                if (deadlineNanos != 0) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
                    if (left <= 0) {
                        return true;
                    }
                    waitMillis = (int) Math.min(waitMillis, left + 1);
                }
                int read;
                try {
                    read = answer.read(chunk, waitMillis);
                } catch (SocketTimeoutException e) {
                    if (waitMillis < SILENCE_MILLIS) {
                        return true;
                    }
                    throw new IOException("nothing came for %d s".formatted(SILENCE_MILLIS / 1000), e);
                }
                if (read < 0) {
                    return false;
                }
                if (joinedNanos == 0) {
                    joined();
                }
                connection.push(chunk, read);
            }
        }
    }

    private void joined() {
        joinedNanos = System.nanoTime();
        if (deadlineNanos == 0 && seconds != null) {
            deadlineNanos = joinedNanos + (long) (seconds * 1e9);
        }
    }

    private void describe(StreamAnswer answer) {
        String facts = Stream.of(
                        answer.header("icy-name").orElse(""),
                        answer.header("icy-genre").orElse(""),
                        answer.header("icy-br").map(rate -> rate + " kbit/s").orElse(""),
                        answer.mediaType())
                .filter(fact -> !fact.isEmpty())
                .map(StreamAnswer::printable)
                .collect(Collectors.joining(" · "));
        error().println("joined " + Address.shown(answer.uri()) + (facts.isEmpty() ? "" : ": " + facts));
    }

    private void waitToRetry(String reason, int backoffSeconds) throws InterruptedException {
        error().printf("%s; joining again in %d s%n", reason, backoffSeconds);
        long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(backoffSeconds);
        // The latch opens only when this is over: a wait that a signal need not interrupt, since the JVM ends anyway.
        while (!stopped && System.nanoTime() - untilNanos < 0) {
            if (ended.await(100, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private PrintWriter error() {
        return spec.commandLine().getErr();
    }

    /** Runs while the JVM ends: what is recorded gets its name before it does. */
    private void stop(StreamClient client) {
        stopped = true;
        try {
            client.close();
            ended.await(2, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            // The process ends either way; at worst a file keeps its .part name.
        }
    }
}
