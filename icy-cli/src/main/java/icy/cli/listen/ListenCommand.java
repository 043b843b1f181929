package icy.cli.listen;

import icy.cli.CommandException;
import icy.cli.StopSignal;
import icy.cli.Version;
import icy.core.icy.MetadataBlock;
import icy.core.icy.MetadataSplitter;
import io.avaje.json.mapper.JsonMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
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

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

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
    private final JsonMapper mapper = JsonMapper.builder().build();
    private volatile boolean stopped;

    private long deadlineNanos;
    private long audioBytes;
    private long joinedNanos;
    private int titles;
    private @Nullable String title;
    private @Nullable PrintWriter titleOutput;

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
            listen(client, address);
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
                    spec.commandLine(), url + " is no address; write it like http://host:8000/stream", e);
        }
    }

    private void listen(StreamClient client, URI address) throws CommandException, InterruptedException {
        int failures = 0;
        while (true) {
            joinedNanos = 0;
            String reason;
            boolean mayPass = true;
            try (StreamAnswer answer = client.join(address)) {
                describe(answer);
                if (receive(answer)) {
                    summarise();
                    return;
                }
                reason = "the stream ended";
            } catch (RecordingException e) {
                throw new CommandException(CommandException.FAILED, String.valueOf(e.getMessage()), e);
            } catch (StreamClient.RefusedException e) {
                reason = String.valueOf(e.getMessage());
                mayPass = e.mayPass() && audioBytes > 0;
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
                mayPass = audioBytes > 0;
            }
            if (stopped) {
                summarise();
                return;
            }
            if (joinedNanos != 0
                    && System.nanoTime() - joinedNanos > TimeUnit.SECONDS.toNanos(FORGIVEN_AFTER_SECONDS)) {
                failures = 0;
            }
            if (!mayPass || failures >= retries) {
                if (audioBytes > 0 && retries == 0) {
                    summarise();
                    return;
                }
                throw new CommandException(CommandException.FAILED, reason);
            }
            failures++;
            waitToRetry(reason, Math.min(MOST_BACKOFF_SECONDS, 1 << (failures - 1)));
        }
    }

    /** Whether it is done; false: the stream ended. */
    private boolean receive(StreamAnswer answer) throws IOException {
        byte[] chunk = new byte[1 << 14];
        try (Outputs outputs = new Outputs(answer.mediaType())) {
            MetadataSplitter splitter = new MetadataSplitter(answer.metaint(), outputs);
            while (true) {
                int wait = SILENCE_MILLIS;
                if (deadlineNanos != 0) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
                    if (left <= 0) {
                        return true;
                    }
                    wait = (int) Math.min(wait, left + 1);
                }
                int read;
                try {
                    read = answer.read(chunk, wait);
                } catch (SocketTimeoutException e) {
                    if (wait < SILENCE_MILLIS) {
                        return true;
                    }
                    throw new IOException("nothing came for %d s".formatted(SILENCE_MILLIS / 1000), e);
                }
                if (read < 0) {
                    return stopped;
                }
                if (joinedNanos == 0) {
                    joinedNanos = System.nanoTime();
                    if (deadlineNanos == 0 && seconds != null) {
                        deadlineNanos = joinedNanos + (long) (seconds * 1e9);
                    }
                }
                splitter.push(ByteBuffer.wrap(chunk, 0, read));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
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
        error().println("joined " + answer.uri() + (facts.isEmpty() ? "" : ": " + facts));
    }

    private void summarise() {
        error().printf("%,d bytes of audio, %d title%s%n", audioBytes, titles, titles == 1 ? "" : "s");
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

    private void print(String text, String songUrl) {
        titles++;
        PrintWriter out = titleOutput;
        if (out == null) {
            out = toStandardOutput ? error() : spec.commandLine().getOut();
            titleOutput = out;
        }
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            fields.put("position", audioBytes);
            fields.put("title", text);
            if (!songUrl.isEmpty()) {
                fields.put("url", songUrl);
            }
            out.println(mapper.toJson(fields));
        } else {
            out.println(LocalTime.now(ZoneId.systemDefault()).format(CLOCK) + "  " + StreamAnswer.printable(text));
        }
        out.flush();
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

    /** A fault of the disk, not of the stream: joining again would not help. */
    private static final class RecordingException extends IOException {

        private static final long serialVersionUID = 1;

        RecordingException(IOException cause) {
            super("cannot record: " + cause.getMessage(), cause);
        }
    }

    /** Where one connection's audio and titles go. */
    private final class Outputs implements MetadataSplitter.Sink, AutoCloseable {

        private final @Nullable Recorder recorder;

        Outputs(String mediaType) throws RecordingException {
            try {
                recorder = folder == null
                        ? null
                        : new Recorder(folder, mediaType, file -> error().println("recorded " + file));
            } catch (IOException e) {
                throw new RecordingException(e);
            }
        }

        @Override
        public void audio(ByteBuffer audio) {
            audioBytes += audio.remaining();
            try {
                if (toStandardOutput) {
                    standardOutput.write(audio.array(), audio.arrayOffset() + audio.position(), audio.remaining());
                    standardOutput.flush();
                }
                if (recorder != null) {
                    recorder.audio(audio);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(new RecordingException(e));
            }
        }

        @Override
        public void metadata(byte[] block) {
            Map<String, String> values = MetadataBlock.decode(block);
            String text = values.get("streamtitle");
            if (text == null) {
                return;
            }
            try {
                if (recorder != null && (!text.equals(title) || !recorder.hasTitle())) {
                    recorder.title(text);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(new RecordingException(e));
            }
            if (!text.equals(title)) {
                title = text;
                print(text, values.getOrDefault("streamurl", ""));
            }
        }

        @Override
        public void close() throws RecordingException {
            try {
                if (recorder != null) {
                    recorder.close();
                }
            } catch (IOException e) {
                throw new RecordingException(e);
            }
        }
    }
}
