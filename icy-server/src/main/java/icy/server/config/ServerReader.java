package icy.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the server's own records of what is written outside the mounts, noting what is wrong.
 *
 * <p>Thread: one at a time.
 */
final class ServerReader {

    private static final Path HERE = Path.of("");
    private static final String OFF = "off";
    private static final String AUTO = "auto";

    /** Holds the place of what was refused, so that the rest is looked at too; it never gets into a config. */
    private static final URI STAND_IN = URI.create("http://localhost");

    private final List<Problem> problems;

    ServerReader(List<Problem> problems) {
        this.problems = problems;
    }

    /** Everything but the mounts, masters, keys and qualities: a mount holds their place, so that what is wrong with them is said once. */
    ServerConfig server(Map<ConfigKey, Setting> keys) {
        Settings settings = new Settings(keys, problems);
        PasswordsConfig passwords = new PasswordsConfig(
                settings.secret(ConfigKey.SOURCE_PASSWORD).orElse(null),
                settings.secret(ConfigKey.ADMIN_PASSWORD).orElse(null),
                settings.secret(ConfigKey.RELAY_PASSWORD).orElse(null));
        return settings.build(() -> new ServerConfig(
                listen(settings),
                settings.path(ConfigKey.DATA).orElse(HERE),
                settings.optional(ConfigKey.PUBLIC_URL, ServerReader::url).orElse(null),
                limits(settings),
                new LogConfig(
                        settings.choice(ConfigKey.LOG_LEVEL, LogConfig.Level.class),
                        settings.path(ConfigKey.LOG_DIR).orElse(null),
                        settings.size(ConfigKey.LOG_FILE_SIZE),
                        settings.number(ConfigKey.LOG_FILES),
                        settings.flag(ConfigKey.LOG_ACCESS)),
                List.of(MountConfig.of(MountConfig.DEFAULT_NAME)),
                List.of(),
                settings.flag(ConfigKey.NEW_MOUNTS),
                settings.number(ConfigKey.LOOPS, ServerConfig.defaultLoops()),
                passwords,
                new ApiConfig(settings.flag(ConfigKey.API_OPEN), List.of()),
                media(settings),
                transcode(settings)));
    }

    /** As many as are written; one that is refused is noted and left out. */
    List<MasterConfig> masters(List<WrittenTable> tables) {
        List<MasterConfig> masters = new ArrayList<>();
        for (WrittenTable table : tables) {
            Settings settings = new Settings(table, problems);
            Optional<URI> url = settings.required(
                    ConfigKey.MASTER_URL, MasterConfig::parseUrl, "write url, like http://radio.example.org:8000");
            Optional<Secret> password = settings.required(
                    ConfigKey.MASTER_PASSWORD,
                    text -> Login.requirePlain(Secret.of(text)),
                    "write password, the relay password of that server");
            String user = settings.parsed(ConfigKey.MASTER_USER, Login::requireName);
            MasterConfig master = settings.build(() -> new MasterConfig(
                    url.orElse(STAND_IN),
                    new Login(user, password.orElse(Secret.of(""))),
                    settings.duration(ConfigKey.MASTER_INTERVAL),
                    settings.flag(ConfigKey.MASTER_ON_DEMAND)));
            if (url.isPresent() && password.isPresent()) {
                masters.add(master);
            }
        }
        if (tables.size() > MasterConfig.MOST) {
            problems.add(new Problem(0, MasterConfig.tooMany(tables.size())));
        }
        return masters;
    }

    private static ListenConfig listen(Settings settings) {
        String bind = settings.text(ConfigKey.BIND);
        int port = settings.number(ConfigKey.PORT);
        return settings.parsed(ConfigKey.SHOUTCAST_PORT, text -> switch (text) {
            case AUTO -> new ListenConfig(bind, port);
            case OFF -> new ListenConfig(bind, port, null, false);
            default -> new ListenConfig(bind, port, port(text), true);
        });
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("not a port; write auto, off or a number");
        }
        return Integer.parseInt(text);
    }

    private static LimitsConfig limits(Settings settings) {
        int maxConnections =
                settings.number(ConfigKey.MAX_CONNECTIONS, LimitsConfig.defaultConnections(OpenFiles.limit()));
        return new LimitsConfig(
                maxConnections,
                settings.number(ConfigKey.MAX_LISTENERS, LimitsConfig.defaultListeners(maxConnections)),
                settings.duration(ConfigKey.HEADER_TIMEOUT),
                settings.duration(ConfigKey.IDLE_TIMEOUT),
                Math.toIntExact(Math.min(Integer.MAX_VALUE, settings.size(ConfigKey.MAX_HEAD))),
                settings.number(ConfigKey.MAX_HEADERS),
                settings.number(ConfigKey.MAX_SOURCES),
                settings.duration(ConfigKey.SOURCE_TIMEOUT),
                settings.number(ConfigKey.STATION_HISTORY));
    }

    private static MediaConfig media(Settings settings) {
        return new MediaConfig(
                settings.existingFolders(ConfigKey.MEDIA_FOLDERS), settings.flag(ConfigKey.MEDIA_FOLLOW_LINKS));
    }

    private static TranscodeConfig transcode(Settings settings) {
        return new TranscodeConfig(
                TranscodeConfig.DEFAULT.qualities(),
                settings.size(ConfigKey.CACHE_SIZE),
                settings.duration(ConfigKey.CACHE_AGE),
                settings.number(ConfigKey.JOBS, TranscodeConfig.defaultJobs()),
                settings.number(ConfigKey.JOBS_PER_CLIENT));
    }

    private static URI url(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a URL; write it like https://radio.example.org", e);
        }
    }
}
