package icy.server.config;

/**
 * When the change of a key is felt that comes while the server runs.
 *
 * <p>Thread: any.
 */
public enum TakesEffect {
    /** For everybody. */
    NOW("in force now"),
    /** For those who begin to listen. */
    FOR_NEW_LISTENERS("for listeners who come from now on"),
    /** For those who go live. */
    FOR_NEW_SOURCES("for sources that come from now on"),
    /** What memory was taken for stays as it is until it is taken anew. */
    WHEN_NEXT_ON_THE_AIR("when the mount next goes on the air"),
    /** What the server was built with. */
    AFTER_RESTART("in force after a restart");

    private final String text;

    TakesEffect(String text) {
        this.text = text;
    }

    /** Half a sentence. */
    String text() {
        return text;
    }

    /** Of any key: one that is added to the table must be given its place here. */
    static TakesEffect of(ConfigKey key) {
        return switch (key) {
            case PORT,
                    BIND,
                    SHOUTCAST_PORT,
                    DATA,
                    PUBLIC_URL,
                    LOOPS,
                    MAX_CONNECTIONS,
                    HEADER_TIMEOUT,
                    IDLE_TIMEOUT,
                    MAX_HEAD,
                    MAX_HEADERS,
                    STATION_HISTORY,
                    CACHE_SIZE,
                    CACHE_AGE,
                    JOBS,
                    JOBS_PER_CLIENT,
                    LOG_LEVEL,
                    LOG_DIR,
                    LOG_FILE_SIZE,
                    LOG_FILES,
                    LOG_ACCESS -> AFTER_RESTART;
            case METAINT, BURST, INTRO, MAX_LISTENER_TIME -> FOR_NEW_LISTENERS;
            case INPUT_BUFFER -> FOR_NEW_SOURCES;
            case RETAIN, CHARSET -> WHEN_NEXT_ON_THE_AIR;
            case NEW_MOUNTS,
                    MAX_LISTENERS,
                    MAX_SOURCES,
                    SOURCE_TIMEOUT,
                    SOURCE_PASSWORD,
                    ADMIN_PASSWORD,
                    RELAY_PASSWORD,
                    API_OPEN,
                    KEY_NAME,
                    KEY_KEY,
                    KEY_ROLE,
                    MEDIA_FOLDERS,
                    MEDIA_FOLLOW_LINKS,
                    QUALITY_NAME,
                    QUALITY_FORMAT,
                    QUALITY_BITRATE,
                    MASTER_URL,
                    MASTER_USER,
                    MASTER_PASSWORD,
                    MASTER_INTERVAL,
                    MASTER_ON_DEMAND,
                    MOUNT,
                    PATHS,
                    NAME,
                    GENRE,
                    DESCRIPTION,
                    URL,
                    PUBLIC,
                    SHUFFLE,
                    ONCE,
                    FLUSH,
                    SLOW,
                    SLOW_AFTER,
                    MIXED,
                    SAMPLE_RATE,
                    CHANNELS,
                    CONVERT_BITRATE,
                    MOUNT_SOURCE_PASSWORD,
                    TAKEOVER,
                    RELAY,
                    RELAY_ON_DEMAND,
                    RELAY_LINGER,
                    PATIENCE,
                    LINGER,
                    FALLBACK,
                    FALLBACK_FILE,
                    IDLE,
                    HIDDEN,
                    MOUNT_MAX_LISTENERS,
                    LISTENER_PASSWORDS,
                    VARIANTS,
                    VARIANTS_ALWAYS,
                    VARIANTS_LINGER,
                    SOURCE_USER,
                    SOURCE_USER_PASSWORD,
                    SOURCE_PRIORITY -> NOW;
        };
    }
}
