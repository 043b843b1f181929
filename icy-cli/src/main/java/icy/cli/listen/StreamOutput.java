package icy.cli.listen;

import icy.core.icy.MetadataBlock;
import icy.core.icy.MetadataSplitter;
import io.avaje.json.mapper.JsonMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the audio and the titles of all connections of one listening go: titles are printed when they change, audio is
 * written to standard output, recorded, or only counted.
 *
 * <p>Thread: one at a time.
 */
final class StreamOutput {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintWriter titleOutput;
    private final boolean json;
    private final @Nullable OutputStream audioOutput;
    private final @Nullable Path folder;
    private final Consumer<Path> recorded;
    private final JsonMapper mapper = JsonMapper.builder().build();

    private @Nullable String title;
    private long audioBytes;
    private int titles;

    /**
     * Opens nothing yet.
     *
     * @param titleOutput a line is printed here for each title
     * @param json whether it is a JSON object
     * @param audioOutput the audio is written here too; null: nowhere
     * @param folder where to record; null: nowhere
     * @param recorded is told of each file when it has its name
     */
    StreamOutput(
            PrintWriter titleOutput,
            boolean json,
            @Nullable OutputStream audioOutput,
            @Nullable Path folder,
            Consumer<Path> recorded) {
        this.titleOutput = titleOutput;
        this.json = json;
        this.audioOutput = audioOutput;
        this.folder = folder;
        this.recorded = recorded;
    }

    /** Without titles in between. */
    long audioBytes() {
        return audioBytes;
    }

    /** How many there were. */
    int titles() {
        return titles;
    }

    /** Takes in the stream of one connection; what is recorded of it gets its name when this is closed. */
    ConnectionOutput connection(String mediaType, int metaint) throws OutputException {
        return new ConnectionOutput(mediaType, metaint);
    }

    private void print(String text, String url) {
        titles++;
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            fields.put("position", audioBytes);
            fields.put("title", text);
            if (!url.isEmpty()) {
                fields.put("url", url);
            }
            titleOutput.println(mapper.toJson(fields));
        } else {
            titleOutput.println(
                    LocalTime.now(ZoneId.systemDefault()).format(CLOCK) + "  " + StreamAnswer.printable(text));
        }
        titleOutput.flush();
    }

    /** One connection's part. A recording cannot go on across two: what lay between is lost. */
    final class ConnectionOutput implements Closeable {

        private final MetadataSplitter splitter;
        private final @Nullable Recorder recorder;

        private ConnectionOutput(String mediaType, int metaint) throws OutputException {
            splitter = new MetadataSplitter(metaint, new Parts());
            try {
                recorder = folder == null ? null : new Recorder(folder, mediaType, recorded);
            } catch (IOException e) {
                throw OutputException.recording(e);
            }
        }

        /** The next bytes as they came: audio and metadata. */
        void push(byte[] bytes, int length) throws OutputException {
            try {
                splitter.push(ByteBuffer.wrap(bytes, 0, length));
            } catch (UncheckedIOException e) {
                if (e.getCause() instanceof OutputException fault) {
                    throw fault;
                }
                throw e;
            }
        }

        @Override
        public void close() throws OutputException {
            try {
                if (recorder != null) {
                    recorder.close();
                }
            } catch (IOException e) {
                throw OutputException.recording(e);
            }
        }

        private final class Parts implements MetadataSplitter.Sink {

            @Override
            public void audio(ByteBuffer audio) {
                audioBytes += audio.remaining();
                try {
                    if (audioOutput != null) {
                        audioOutput.write(audio.array(), audio.arrayOffset() + audio.position(), audio.remaining());
                        audioOutput.flush();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(OutputException.standardOutput(e));
                }
                try {
                    if (recorder != null) {
                        recorder.audio(audio);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(OutputException.recording(e));
                }
            }

            @Override
            public void metadata(byte[] block) {
                Map<String, String> values = MetadataBlock.decode(block);
                String text = values.get("streamtitle");
                if (text == null) {
                    return;
                }
                boolean changed = !text.equals(title);
                try {
                    if (recorder != null && (changed || !recorder.hasTitle())) {
                        recorder.title(text);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(OutputException.recording(e));
                }
                if (changed) {
                    title = text;
                    print(text, values.getOrDefault("streamurl", ""));
                }
            }
        }
    }
}
