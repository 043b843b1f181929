package icy.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set, once: from this table come the keys of the file, the environment variables, the flags of
 * {@code icy serve}, their help and their defaults. What a value means, and why its default is what it is, stands with
 * the records.
 *
 * <p>More than 400 lines: it is a table, of a few lines a row.
 *
 * <p>Thread: any.
 */
public enum ConfigKey {
    PORT("listen", "port", "port", Kind.NUMBER, "8000", "TCP port to listen on"),
    BIND("listen", "bind", "bind", Kind.TEXT, "::", "address to listen on; :: is every one, IPv4 and IPv6"),
    SHOUTCAST_PORT(
            "listen",
            "shoutcast-port",
            "shoutcast-port",
            Kind.NUMBER,
            "auto",
            "second port, for SHOUTcast sources; auto: port + 1 if it is free, off: none"),
    DATA("", "data", "data", Kind.PATH, "icy-data", "folder for what outlives a restart"),
    PUBLIC_URL(
            "",
            "public-url",
            "public-url",
            Kind.TEXT,
            "",
            "how listeners reach this server, like https://radio.example.org"),
    LOOPS("", "loops", "loops", Kind.NUMBER, "auto", "selector threads; auto: one for every two processors"),
    NEW_MOUNTS(
            "",
            "new-mounts",
            "new-mounts",
            Kind.SWITCH,
            "true",
            "whether a source with the source password may make a mount by naming it"),

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
    MAX_SOURCES("limits", "max-sources", "max-sources", Kind.NUMBER, "1000", "live sources at once"),
    SOURCE_TIMEOUT(
            "limits",
            "source-timeout",
            "source-timeout",
            Kind.DURATION,
            "10s",
            "how long a live source may send nothing before it is disconnected"),
    STATION_HISTORY(
            "limits",
            "station-history",
            "station-history",
            Kind.NUMBER,
            "1000",
            "entries of what was heard, kept of each station"),

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
    RELAY_PASSWORD(
            "passwords",
            "relay",
            "relay-password",
            Kind.SECRET,
            "",
            "what servers must show that relay all mounts; none: the admin password alone lets them in"),

    API_OPEN(
            "api",
            "open",
            "api-open",
            Kind.SWITCH,
            "false",
            "whether anybody may drive stations and queues, without a key"),

    KEY_NAME(ConfigKey.KEYS, "name", "", Kind.TEXT, "", "whose key it is, for logs"),
    KEY_KEY(ConfigKey.KEYS, "key", "", Kind.SECRET, "", "what its owner must show"),
    KEY_ROLE(ConfigKey.KEYS, "role", "", Kind.CHOICE, "listen", "what its owner may do: listen, dj or admin"),

    MEDIA_FOLDERS(
            "media",
            "folders",
            "media",
            Kind.PATHS,
            "",
            "folders whose files clients may ask for by name; none: those that mounts play"),
    MEDIA_FOLLOW_LINKS(
            "media",
            "follow-links",
            "media-follow-links",
            Kind.SWITCH,
            "false",
            "whether links may lead out of these folders"),

    CACHE_SIZE("transcode", "cache-size", "cache-size", Kind.SIZE, "10g", "most that transcoded files may take"),
    CACHE_AGE(
            "transcode",
            "cache-age",
            "cache-age",
            Kind.DURATION,
            "720h",
            "how long a transcoded file is kept that nobody asks for"),
    JOBS(
            "transcode",
            "jobs",
            "transcode-jobs",
            Kind.NUMBER,
            "auto",
            "files transcoded at once for clients; auto: two for each processor, at least 4"),
    JOBS_PER_CLIENT(
            "transcode",
            "jobs-per-client",
            "transcode-jobs-per-client",
            Kind.NUMBER,
            "3",
            "files transcoded at once for one client"),

    QUALITY_NAME(ConfigKey.QUALITIES, "name", "", Kind.TEXT, "", "what clients call it"),
    QUALITY_FORMAT(ConfigKey.QUALITIES, "format", "", Kind.CHOICE, "mp3", "mp3, aac or opus"),
    QUALITY_BITRATE(ConfigKey.QUALITIES, "bitrate", "", Kind.NUMBER, "192", "in kbit/s"),

    MASTER_URL(ConfigKey.MASTERS, "url", "", Kind.TEXT, "", "server whose mounts are all relayed"),
    MASTER_USER(ConfigKey.MASTERS, "user", "", Kind.TEXT, "relay", "user to log in there with"),
    MASTER_PASSWORD(ConfigKey.MASTERS, "password", "", Kind.SECRET, "", "password to log in there with"),
    MASTER_INTERVAL(ConfigKey.MASTERS, "interval", "", Kind.DURATION, "2m", "time between two looks at its mounts"),
    MASTER_ON_DEMAND(
            ConfigKey.MASTERS,
            "on-demand",
            "",
            Kind.SWITCH,
            "false",
            "whether a mount is fetched only while somebody listens"),

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
            "convert",
            "MP3s of another sample rate or channel count: convert, play or skip"),
    SAMPLE_RATE(
            ConfigKey.MOUNTS,
            "sample-rate",
            "sample-rate",
            Kind.NUMBER,
            "auto",
            "of what is played, in Hz; auto: as most of the first tracks have"),
    CHANNELS(
            ConfigKey.MOUNTS,
            "channels",
            "channels",
            Kind.NUMBER,
            "auto",
            "of what is played, 1 or 2; auto: as most of the first tracks have"),
    CONVERT_BITRATE(
            ConfigKey.MOUNTS, "convert-bitrate", "convert-bitrate", Kind.NUMBER, "192", "kbit/s of what is converted"),

    MOUNT_SOURCE_PASSWORD(
            ConfigKey.MOUNTS,
            "source-password",
            "mount-source-password",
            Kind.SECRET,
            "",
            "what the user source must show here; none: the server's"),
    TAKEOVER(
            ConfigKey.MOUNTS,
            "takeover",
            "takeover",
            Kind.CHOICE,
            "stale",
            "whether a source may end another of its login: never, stale (when it is silent) or always"),
    INPUT_BUFFER(
            ConfigKey.MOUNTS,
            "input-buffer",
            "input-buffer",
            Kind.DURATION,
            "500ms",
            "audio of a live source held back to even out its arrival"),
    CHARSET(
            ConfigKey.MOUNTS,
            "charset",
            "charset",
            Kind.TEXT,
            "UTF-8",
            "character set of titles that come without saying theirs"),
    RELAY(
            ConfigKey.MOUNTS,
            "relay",
            "relay",
            Kind.URLS,
            "",
            "streams of other servers to pass on, the preferred one first"),
    RELAY_ON_DEMAND(
            ConfigKey.MOUNTS,
            "relay-on-demand",
            "relay-on-demand",
            Kind.SWITCH,
            "false",
            "fetch the relayed stream only while somebody listens"),
    RELAY_LINGER(
            ConfigKey.MOUNTS,
            "relay-linger",
            "relay-linger",
            Kind.DURATION,
            "10s",
            "how long it is fetched on after the last listener has left"),
    PATIENCE(
            ConfigKey.MOUNTS,
            "patience",
            "patience",
            Kind.DURATION,
            "1s",
            "how long a silent source is waited for before the next takes over"),
    LINGER(
            ConfigKey.MOUNTS,
            "linger",
            "linger",
            Kind.DURATION,
            "10s",
            "how long a departed source keeps its right to return"),
    FALLBACK(
            ConfigKey.MOUNTS,
            "fallback",
            "fallback",
            Kind.TEXT,
            "",
            "mount whose stream is put on when there is no source"),
    FALLBACK_FILE(
            ConfigKey.MOUNTS,
            "fallback-file",
            "fallback-file",
            Kind.PATH,
            "",
            "MP3 file that is played over and over when there is no fallback mount either"),
    IDLE(
            ConfigKey.MOUNTS,
            "idle",
            "idle",
            Kind.CHOICE,
            "tones",
            "on the air when nothing else is: tones, silence or off; stop: off, and at rest while nobody listens"),
    HIDDEN(ConfigKey.MOUNTS, "hidden", "hidden", Kind.SWITCH, "false", "leave the mount out of lists and statistics"),
    INTRO(ConfigKey.MOUNTS, "intro", "intro", Kind.PATH, "", "MP3 file that each listener hears first"),
    MOUNT_MAX_LISTENERS(
            ConfigKey.MOUNTS,
            "max-listeners",
            "mount-max-listeners",
            Kind.NUMBER,
            "",
            "listeners of the mount at once; none: as many as the server takes"),
    MAX_LISTENER_TIME(
            ConfigKey.MOUNTS,
            "max-listener-time",
            "max-listener-time",
            Kind.DURATION,
            "",
            "how long one may listen; none: for ever"),
    LISTENER_PASSWORDS(
            ConfigKey.MOUNTS,
            "listener-passwords",
            "listener-passwords",
            Kind.PATH,
            "",
            "file of those who may listen, a user:password or user:hash a line; none: everybody"),
    VARIANTS(
            ConfigKey.MOUNTS,
            "variants",
            "variants",
            Kind.WORDS,
            "",
            "formats in which the mount can be had too: mp3-128, aac-96, opus-96, flac, wav"),
    VARIANTS_ALWAYS(
            ConfigKey.MOUNTS,
            "variants-always",
            "variants-always",
            Kind.SWITCH,
            "false",
            "make them all the time; else while somebody listens"),
    VARIANTS_LINGER(
            ConfigKey.MOUNTS,
            "variants-linger",
            "variants-linger",
            Kind.DURATION,
            "10s",
            "how long one is made on after its last listener has left"),

    SOURCE_USER(ConfigKey.SOURCES, "user", "", Kind.TEXT, "", "name that a source of this mount logs in with"),
    SOURCE_USER_PASSWORD(ConfigKey.SOURCES, "password", "", Kind.SECRET, "", "what that source must show"),
    SOURCE_PRIORITY(
            ConfigKey.SOURCES, "priority", "", Kind.NUMBER, "0", "who is heard when several are live: the higher");

    /** The table of the file that is written once for each mount. */
    static final String MOUNTS = "mounts";

    /** Within a mount, once for each who may be live there. */
    static final String SOURCES = "mounts.sources";

    /** Once for each server all of whose mounts are relayed. */
    static final String MASTERS = "masters";

    /** Once for each key of the API. */
    static final String KEYS = "keys";

    /** Once for each quality in which files can be asked for. */
    static final String QUALITIES = "qualities";

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
        PATHS("PATH"),
        /** URLs, several, maybe with a login, which is never shown again. */
        URLS("URL"),
        /** Some words. */
        WORDS("WORD");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** What stands for the value in a help text. */
        public String label() {
            return label;
        }

        /** Whether a key of this kind may have several values. */
        public boolean isList() {
            return this == PATHS || this == URLS || this == WORDS;
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

    /**
     * Whether it can be set by a flag or variable. Those of {@code [[keys]]}, {@code [[masters]]}, {@code
     * [[qualities]]} and {@code [[mounts.sources]]} cannot: a flag could not say which of several it means.
     */
    public boolean hasFlag() {
        return !flag.isEmpty();
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

    /** Whether there is one for the whole server. */
    boolean isOfServer() {
        return !isOfMount() && !List.of(SOURCES, MASTERS, KEYS, QUALITIES).contains(table);
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

    void require(boolean isGood, @Nullable Object value, String rule) {
        if (!isGood) {
            throw new InvalidSettingException(this, String.valueOf(value), rule);
        }
    }

    void requireWithin(long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidSettingException(this, value, "must be %d to %d".formatted(least, most));
        }
    }
}
