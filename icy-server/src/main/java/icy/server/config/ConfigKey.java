package icy.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Everything that can be set, once: from this table come the keys of the file, the environment variables, the flags of
 * {@code icy serve}, their help and their defaults. What a value means, and why its default is what it is, stands with
 * the records.
 *
 * <p>Thread: any.
 */
public enum ConfigKey {
    PORT("listen", "port", "port", Kind.NUMBER, "8000", "TCP port to listen on"),
    BIND("listen", "bind", "bind", Kind.TEXT, "::", "address to listen on; :: is every one, IPv4 and IPv6"),
    DATA("", "data", "data", Kind.PATH, "icy-data", "folder for what outlives a restart"),
    PUBLIC_URL(
            "",
            "public-url",
            "public-url",
            Kind.TEXT,
            "",
            "how listeners reach this server, like https://radio.example.org"),
    LOOPS("", "loops", "loops", Kind.NUMBER, "auto", "selector threads; auto: one for every two processors"),

    MAX_CONNECTIONS(
            "limits",
            "max-connections",
            "max-connections",
            Kind.NUMBER,
            "auto",
            "sockets open at once; auto: what the system allows"),
    MAX_LISTENERS(
            "limits",
            "max-listeners",
            "max-listeners",
            Kind.NUMBER,
            "auto",
            "streams sent at once; auto: 19 of 20 connections"),
    HEADER_TIMEOUT(
            "limits",
            "header-timeout",
            "header-timeout",
            Kind.DURATION,
            "15s",
            "how long a request may take to arrive"),
    IDLE_TIMEOUT(
            "limits",
            "idle-timeout",
            "idle-timeout",
            Kind.DURATION,
            "30s",
            "how long a kept-alive connection may be quiet"),
    MAX_HEAD("limits", "max-head", "max-head", Kind.SIZE, "16k", "size of a request's head"),
    MAX_HEADERS("limits", "max-headers", "max-headers", Kind.NUMBER, "100", "header fields in a request"),

    LOG_LEVEL("log", "level", "log-level", Kind.CHOICE, "info", "error, warn, info or debug"),
    LOG_DIR("log", "dir", "log-dir", Kind.PATH, "", "folder for rolling log files; none: standard error only"),
    LOG_FILE_SIZE("log", "file-size", "log-file-size", Kind.SIZE, "10m", "size at which a new log file is begun"),
    LOG_FILES("log", "files", "log-files", Kind.NUMBER, "10", "old files kept of each log"),
    LOG_ACCESS("log", "access", "log-access", Kind.SWITCH, "false", "log requests on standard error too"),

    SOURCE_PASSWORD(
            "passwords",
            "source",
            "source-password",
            Kind.SECRET,
            "",
            "what live sources must show; none: made at random"),
    ADMIN_PASSWORD(
            "passwords", "admin", "admin-password", Kind.SECRET, "", "what operators must show; none: made at random"),

    MOUNT(ConfigKey.MOUNTS, "mount", "mount", Kind.TEXT, "/stream", "the stream's path in URLs"),
    PATHS(
            ConfigKey.MOUNTS,
            "paths",
            "paths",
            Kind.PATHS,
            "",
            "files, folders and playlists to play; none: the test programme"),
    NAME(ConfigKey.MOUNTS, "name", "name", Kind.TEXT, "icy radio", "station name"),
    GENRE(ConfigKey.MOUNTS, "genre", "genre", Kind.TEXT, "", "genre, for players and directories"),
    DESCRIPTION(ConfigKey.MOUNTS, "description", "description", Kind.TEXT, "", "a sentence about the station"),
    URL(ConfigKey.MOUNTS, "url", "url", Kind.TEXT, "", "the station's home page"),
    PUBLIC(ConfigKey.MOUNTS, "public", "public", Kind.SWITCH, "false", "whether directories may list it"),
    SHUFFLE(
            ConfigKey.MOUNTS,
            "shuffle",
            "shuffle",
            Kind.SWITCH,
            "false",
            "play in random order, none twice before all have played"),
    ONCE(ConfigKey.MOUNTS, "once", "once", Kind.SWITCH, "false", "end after the last track"),
    METAINT(ConfigKey.MOUNTS, "metaint", "metaint", Kind.NUMBER, "16000", "audio bytes between two metadata blocks"),
    BURST(ConfigKey.MOUNTS, "burst", "burst", Kind.DURATION, "4s", "audio sent at once on joining"),
    FLUSH(
            ConfigKey.MOUNTS,
            "flush",
            "flush",
            Kind.DURATION,
            "auto",
            "time between two writes to a listener; auto: by their number"),
    RETAIN(ConfigKey.MOUNTS, "retain", "retain", Kind.DURATION, "30s", "audio kept in memory, 10s or more"),
    SLOW(
            ConfigKey.MOUNTS,
            "slow",
            "slow",
            Kind.CHOICE,
            "skip",
            "a listener too far behind: skip to the live edge, or drop"),
    SLOW_AFTER(
            ConfigKey.MOUNTS,
            "slow-after",
            "slow-after",
            Kind.DURATION,
            "auto",
            "how far behind is too far; auto: as retain"),
    MIXED(
            ConfigKey.MOUNTS,
            "mixed",
            "mixed",
            Kind.CHOICE,
            "play",
            "tracks of another sample rate or channel count: play or skip");

    /** The table of the file that is written once for each mount. */
    static final String MOUNTS = "mounts";

    /** How a value is written. */
    public enum Kind {
        /** Digits. */
        NUMBER("N"),
        /** Bytes: 65536, 64k, 10m. */
        SIZE("SIZE"),
        /** 500ms, 4s, 1m. */
        DURATION("TIME"),
        /** true or false; as a flag, its name alone. */
        SWITCH(""),
        /** One of a few words. */
        CHOICE("WORD"),
        /** Anything. */
        TEXT("TEXT"),
        /** Anything, never shown again. */
        SECRET("SECRET"),
        /** A file or folder. */
        PATH("PATH"),
        /** Several of them. */
        PATHS("PATH");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** What stands for the value in a help text. */
        public String label() {
            return label;
        }
    }

    private final String table;
    private final String name;
    private final String flag;
    private final Kind kind;
    private final String standard;
    private final String help;

    ConfigKey(String table, String name, String flag, Kind kind, String standard, String help) {
        this.table = table;
        this.name = name;
        this.flag = flag;
        this.kind = kind;
        this.standard = standard;
        this.help = help;
    }

    /** The keys of one table of the file, in the order they are explained in. */
    static List<ConfigKey> of(String table) {
        return Stream.of(values()).filter(key -> key.table.equals(table)).toList();
    }

    /** Name of its table in the file; empty: it stands above all tables. */
    public String table() {
        return table;
    }

    /** Name within its table. */
    public String keyName() {
        return name;
    }

    /** Name in the file, with the table: {@code listen.port}; for a mount's key its name alone. */
    public String path() {
        return table.isEmpty() || isOfMount() ? name : table + "." + name;
    }

    /** {@code --port}. The {@link #PATHS} have no flag: they are what stands on the command line without one. */
    public String flag() {
        return "--" + flag;
    }

    /** {@code ICY_PORT}. */
    public String variable() {
        return "ICY_" + flag.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    public Kind kind() {
        return kind;
    }

    /** The default as one would write it; {@code auto} where it depends on something, empty where there is none. */
    public String standard() {
        return standard;
    }

    /** Half a sentence for {@code --help}. */
    public String help() {
        return help;
    }

    /** Whether each mount has its own. */
    public boolean isOfMount() {
        return table.equals(MOUNTS);
    }

    /** Whether its value must never be shown. */
    public boolean isSecret() {
        return kind == Kind.SECRET;
    }

    void requireWithin(Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new InvalidSettingException(
                    this,
                    Durations.text(value),
                    "must be %s to %s".formatted(Durations.text(least), Durations.text(most)));
        }
    }

    void requireWithin(long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidSettingException(this, value, "must be %d to %d".formatted(least, most));
        }
    }
}
