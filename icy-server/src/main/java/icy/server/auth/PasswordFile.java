package icy.server.auth;

import icy.server.auth.Authenticator.Verdict;
import icy.server.config.Secret;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who may listen, in a file: a {@code user:password} or {@code user:hash} a line, {@code #} before a comment.
 *
 * <p>It is read when it is first asked for and again when it has changed, which is looked for every two seconds while
 * somebody asks. A line that cannot be understood is named in the log and skipped; where the file cannot be read any
 * more, those who were in it may listen on.
 *
 * <p>Thread: any; {@link #verify} reads and hashes, so it belongs on a worker.
 */
public final class PasswordFile {

    static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);

    private static final long MOST_BYTES = 4 << 20;
    private static final int MOST_USERS = 50_000;

    /** Lines named in the log at once. */
    private static final int MOST_NAMED = 10;

    private static final Logger log = LoggerFactory.getLogger(PasswordFile.class);

    private final Path path;
    private final Authenticator authenticator;
    private final LongSupplier nanoClock;
    private final AtomicLong nextLookNanos;
    private volatile @Nullable Logins latest;
    /** The state of the file at the last attempt to read it, whatever became of that; guarded by this. */
    private @Nullable Stamp tried;

    public PasswordFile(Path path, Authenticator authenticator, LongSupplier nanoClock) {
        this.path = path;
        this.authenticator = authenticator;
        this.nanoClock = nanoClock;
        this.nextLookNanos = new AtomicLong(nanoClock.getAsLong());
    }

    /** What can be said at once. When it is time to look at the file, whoever comes first is to {@link #verify}. */
    public Verdict glance(String user, String password) {
        Logins logins = latest;
        return logins == null || isTimeToLook() ? Verdict.ASK : logins.glance(user, password);
    }

    /**
     * Whether this user has that password.
     *
     * @throws IOException if the file has never been read, and cannot be
     */
    public boolean verify(String user, String password) throws IOException {
        return current().verify(user, password);
    }

    private boolean isTimeToLook() {
        long now = nanoClock.getAsLong();
        long due = nextLookNanos.get();
        return now - due >= 0 && nextLookNanos.compareAndSet(due, now + LOOK_INTERVAL.toNanos());
    }

    private synchronized Logins current() throws IOException {
        Logins before = latest;
        Stamp stamp = Stamp.of(path);
        if (before != null && stamp.equals(tried)) {
            return before;
        }
        tried = stamp;
        try {
            Parsed parsed = read(stamp);
            complain(parsed.problems);
            log.info("{}: {} may listen", path, parsed.users.size());
            Logins logins = new Logins(parsed.users, authenticator);
            latest = logins;
            return logins;
        } catch (IOException e) {
            if (before == null) {
                throw e;
            }
            log.warn("{}: {}; those who were in it may listen on", path, reason(e));
            return before;
        }
    }

    private Parsed read(Stamp stamp) throws IOException {
        if (stamp.bytes > MOST_BYTES) {
            throw new IOException("%d bytes long; at most %d are read".formatted(stamp.bytes, MOST_BYTES));
        }
        return Parsed.of(Files.readString(path, StandardCharsets.UTF_8));
    }

    private void complain(List<String> problems) {
        for (String problem : problems.subList(0, Math.min(MOST_NAMED, problems.size()))) {
            log.warn("{}: {}; the line is skipped", path, problem);
        }
        if (problems.size() > MOST_NAMED) {
            log.warn("{}: {} more lines like these are skipped", path, problems.size() - MOST_NAMED);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "gone";
        }
        return e instanceof CharacterCodingException ? "not UTF-8 text" : String.valueOf(e.getMessage());
    }

    /** What tells one state of the file from another. */
    private record Stamp(FileTime modified, long bytes) {

        private static final Stamp GONE = new Stamp(FileTime.fromMillis(0), -1);

        static Stamp of(Path path) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime(), attributes.size());
            } catch (IOException e) {
                return GONE; // Reading it will say why.
            }
        }
    }

    /**
     * What a text says.
     *
     * @param problems a sentence for each line that cannot be understood, with its number and without its content
     */
    record Parsed(Map<String, Secret> users, List<String> problems) {

        static Parsed of(String text) throws IOException {
            Map<String, Secret> users = new HashMap<>();
            List<String> problems = new ArrayList<>();
            int number = 0;
            for (String line : text.split("\\R")) {
                number++;
                String entry = (number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line).strip();
                if (!entry.isEmpty() && !entry.startsWith("#")) {
                    try {
                        add(entry, users);
                    } catch (IllegalArgumentException e) {
                        problems.add("line %d: %s".formatted(number, e.getMessage()));
                    }
                }
                if (users.size() > MOST_USERS) {
                    throw new IOException("more than %d users".formatted(MOST_USERS));
                }
            }
            return new Parsed(users, problems);
        }

        private static void add(String entry, Map<String, Secret> users) {
            int colon = entry.indexOf(':');
            if (colon < 1 || colon == entry.length() - 1) {
                throw new IllegalArgumentException("write user:password");
            }
            Secret secret = Secret.of(entry.substring(colon + 1));
            if (users.putIfAbsent(entry.substring(0, colon), secret) != null) {
                throw new IllegalArgumentException("this user has a line already");
            }
        }
    }
}
