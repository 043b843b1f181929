package icy.cli.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import icy.cli.FileFault;
import icy.server.config.LogConfig;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The log while a server runs: standard error, and rolling files where a folder is given. Access lines have a logger of
 * their own, {@value #ACCESS}, and never mix with the on-air events in a file.
 *
 * <pre>
 *  loop, worker ──> logger ──> queue of 4,096 ──> a thread of its own ──> standard error | icy.log | access.log
 * </pre>
 *
 * <p>Whoever logs never waits: when a queue is nearly full (a terminal that is paused, a disk that hangs), lines of INFO
 * and below are dropped first, then all, and the air goes on.
 *
 * <p>Thread: main, except for those who log.
 */
public final class LogOutput implements AutoCloseable {

    /** Name of the logger for access lines. */
    public static final String ACCESS = "icy.access";

    /** Libraries that tell a story of each database they open. */
    private static final List<String> QUIET = List.of("org.flywaydb", "org.jdbi", "org.sqlite");

    private static final int QUEUED_LINES = 4096;

    /** At the end, how long to wait for lines still queued; a drain has 2 s in all. */
    private static final int FLUSH_MILLIS = 500;

    private final LoggerContext context;

    private LogOutput(LoggerContext context) {
        this.context = context;
    }

    /**
     * Begins to log.
     *
     * @param traces whether faults come with their trace on standard error; files have them always
     * @param colours whether standard error is a terminal that takes colours
     * @param standardError where lines go to that are not in a file
     * @throws IOException if the folder for the files or one of them cannot be made or written; says what to do
     */
    public static LogOutput open(LogConfig config, boolean traces, boolean colours, OutputStream standardError)
            throws IOException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Level level = Level.toLevel(config.level().name());
        root.setLevel(level);
        QUIET.forEach(
                name -> context.getLogger(name).setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN));
        Logger access = context.getLogger(ACCESS);
        access.setAdditive(false);

        ZoneId zone = ZoneId.systemDefault();
        Appender<ILoggingEvent> terminal =
                queued(context, "stderr", stream(context, new LineLayout(zone, traces, colours), standardError));
        root.addAppender(terminal);
        if (config.access()) {
            access.addAppender(terminal);
        }
        Path dir = config.dir();
        if (dir != null) {
            makeFolder(dir);
            root.addAppender(
                    queued(context, "icy.log", file(context, config, dir, "icy", new LineLayout(zone, true, false))));
            access.addAppender(queued(context, "access.log", file(context, config, dir, "access", new BareLayout())));
        }
        access.setLevel(config.access() || dir != null ? Level.INFO : Level.OFF);
        return new LogOutput(context);
    }

    /** Writes what is queued, within half a second, and ends. */
    @Override
    public void close() {
        context.stop();
    }

    private static Appender<ILoggingEvent> queued(
            LoggerContext context, String name, Appender<ILoggingEvent> destination) {
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setName(name);
        queue.setQueueSize(QUEUED_LINES);
        queue.setNeverBlock(true);
        queue.setMaxFlushTime(FLUSH_MILLIS);
        queue.addAppender(destination);
        queue.start();
        return queue;
    }

    private static Appender<ILoggingEvent> stream(
            LoggerContext context, Layout<ILoggingEvent> layout, OutputStream stream) {
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setName("stream");
        appender.setEncoder(encoder(context, layout));
        appender.setOutputStream(new LeftOpen(stream));
        appender.start();
        return appender;
    }

    private static void makeFolder(Path dir) throws IOException {
        try {
            Files.createDirectories(dir);
        } catch (IOException e) {
            throw cannotWrite(dir, FileFault.reason(e), e);
        }
        if (!Files.isWritable(dir)) {
            throw cannotWrite(dir, "this user may not write there", null);
        }
    }

    private static IOException cannotWrite(Path path, String reason, @Nullable IOException cause) {
        return new IOException("log.dir: %s: %s; choose another folder with --log-dir".formatted(path, reason), cause);
    }

    private static Appender<ILoggingEvent> file(
            LoggerContext context, LogConfig config, Path dir, String name, Layout<ILoggingEvent> layout)
            throws IOException {
        Path path = dir.resolve(name + ".log");
        // Logback does not say why it cannot open a file.
        try {
            Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw cannotWrite(path, FileFault.reason(e), e);
        }
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
        names.setContext(context);
        names.setParent(appender);
        names.setFileNamePattern(dir.resolve(name + ".%i.log").toString());
        names.setMinIndex(1);
        names.setMaxIndex(config.files());

        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(config.fileBytes()));
        // Logback looks once a minute, in which a storm of requests writes a gigabyte.
        size.setCheckIncrement(Duration.buildByMilliseconds(200));

        appender.setContext(context);
        appender.setName(name);
        appender.setFile(path.toString());
        appender.setEncoder(encoder(context, layout));
        appender.setRollingPolicy(names);
        appender.setTriggeringPolicy(size);
        names.start();
        size.start();
        appender.start();
        if (!appender.isStarted()) {
            throw cannotWrite(path, "cannot be opened", null);
        }
        return appender;
    }

    private static LayoutWrappingEncoder<ILoggingEvent> encoder(LoggerContext context, Layout<ILoggingEvent> layout) {
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    /** The message alone: access lines are whole as they come, and programs read them. */
    private static final class BareLayout extends LayoutBase<ILoggingEvent> {
        @Override
        public String doLayout(ILoggingEvent event) {
            return event.getFormattedMessage() + "\n";
        }
    }

    /** Standard error is not the log's to close. */
    private static final class LeftOpen extends FilterOutputStream {
        LeftOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
