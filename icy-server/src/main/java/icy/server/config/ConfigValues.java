package icy.server.config;

import org.jspecify.annotations.Nullable;

/**
 * What a key is set to in the records: the way back from them to the table of keys, for showing and comparing.
 *
 * <p>Thread: any.
 */
final class ConfigValues {

    private ConfigValues() {}

    /** A key of the server. */
    static @Nullable Object of(ConfigKey key, ServerConfig config) {
        LimitsConfig limits = config.limits();
        LogConfig log = config.log();
        return switch (key) {
            case PORT -> config.listen().port();
            case BIND -> config.listen().bind();
            case SHOUTCAST_PORT ->
                config.listen().shoutcastPort() == null
                        ? "off"
                        : config.listen().shoutcastPortRequired()
                                ? config.listen().shoutcastPort()
                                : "auto";
            case DATA -> config.dataDir();
            case PUBLIC_URL -> config.publicUrl();
            case LOOPS -> config.loops();
            case NEW_MOUNTS -> config.newMounts();
            case MAX_CONNECTIONS -> limits.maxConnections();
            case MAX_LISTENERS -> limits.maxListeners();
            case HEADER_TIMEOUT -> limits.headerTimeout();
            case IDLE_TIMEOUT -> limits.idleTimeout();
            case MAX_HEAD -> Sizes.text(limits.maxHeadBytes());
            case MAX_HEADERS -> limits.maxHeaders();
            case MAX_SOURCES -> limits.maxSources();
            case SOURCE_TIMEOUT -> limits.sourceTimeout();
            case STATION_HISTORY -> limits.stationHistory();
            case LOG_LEVEL -> log.level();
            case LOG_DIR -> log.dir();
            case LOG_FILE_SIZE -> Sizes.text(log.fileBytes());
            case LOG_FILES -> log.files();
            case LOG_ACCESS -> log.access();
            case SOURCE_PASSWORD -> config.passwords().source();
            case ADMIN_PASSWORD -> config.passwords().admin();
            case RELAY_PASSWORD -> config.passwords().relay();
            case API_OPEN -> config.api().open();
            case MEDIA_FOLDERS -> config.media().folders();
            case MEDIA_FOLLOW_LINKS -> config.media().followLinks();
            case CACHE_SIZE -> Sizes.text(config.transcode().cacheBytes());
            case CACHE_AGE -> config.transcode().cacheAge();
            case JOBS -> config.transcode().jobs();
            case JOBS_PER_CLIENT -> config.transcode().jobsPerClient();
            default -> throw new IllegalArgumentException(key + " is not the server's");
        };
    }

    /** A key of a key of the API. */
    static @Nullable Object of(ConfigKey key, ApiKey apiKey) {
        return switch (key) {
            case KEY_NAME -> apiKey.name();
            case KEY_KEY -> apiKey.key();
            case KEY_ROLE -> apiKey.role();
            default -> throw new IllegalArgumentException(key + " is not a key's");
        };
    }

    /** A key of a quality. */
    static @Nullable Object of(ConfigKey key, QualityConfig quality) {
        return switch (key) {
            case QUALITY_NAME -> quality.name();
            case QUALITY_FORMAT -> quality.format();
            case QUALITY_BITRATE -> quality.bitrateKbps();
            default -> throw new IllegalArgumentException(key + " is not a quality's");
        };
    }

    /** A key of a master. */
    static @Nullable Object of(ConfigKey key, MasterConfig master) {
        return switch (key) {
            case MASTER_URL -> master.url();
            case MASTER_USER -> master.login().user();
            case MASTER_PASSWORD -> master.login().password();
            case MASTER_INTERVAL -> master.interval();
            case MASTER_ON_DEMAND -> master.onDemand();
            default -> throw new IllegalArgumentException(key + " is not a master's");
        };
    }

    /** A key of somebody who may be live on a mount. */
    static @Nullable Object of(ConfigKey key, SourceUser user) {
        return switch (key) {
            case SOURCE_USER -> user.user();
            case SOURCE_USER_PASSWORD -> user.password();
            case SOURCE_PRIORITY -> user.priority();
            default -> throw new IllegalArgumentException(key + " is not a source's");
        };
    }

    /** A key of a mount. */
    static @Nullable Object of(ConfigKey key, MountConfig mount) {
        StationInfo info = mount.info();
        PlayoutConfig playout = mount.playout();
        SourcesConfig sources = mount.sources();
        RelayConfig relay = mount.relay();
        HandoverConfig handover = mount.handover();
        DeliveryConfig delivery = mount.delivery();
        ListenersConfig listeners = mount.listeners();
        return switch (key) {
            case MOUNT -> mount.name();
            case PATHS -> playout.paths();
            case NAME -> info.name();
            case GENRE -> info.genre();
            case DESCRIPTION -> info.description();
            case URL -> info.url();
            case PUBLIC -> info.isPublic();
            case SHUFFLE -> playout.shuffle();
            case ONCE -> playout.once();
            case MIXED -> playout.mixed();
            case SAMPLE_RATE -> playout.format().sampleRate();
            case CHANNELS -> playout.format().channels();
            case CONVERT_BITRATE -> playout.format().bitrateKbps();
            case METAINT -> delivery.metaint();
            case BURST -> delivery.burst();
            case FLUSH -> delivery.flush();
            case RETAIN -> delivery.retain();
            case SLOW -> delivery.slow();
            case SLOW_AFTER -> delivery.slowAfter();
            case MOUNT_SOURCE_PASSWORD ->
                sources.users().stream()
                        .filter(user -> user.user().equals(SourceUser.USUAL))
                        .map(SourceUser::password)
                        .findFirst()
                        .orElse(null);
            case TAKEOVER -> sources.takeover();
            case INPUT_BUFFER -> sources.inputBuffer();
            case CHARSET -> sources.charset();
            case RELAY -> relay.upstreams();
            case RELAY_ON_DEMAND -> relay.onDemand();
            case RELAY_LINGER -> relay.linger();
            case PATIENCE -> handover.patience();
            case LINGER -> handover.linger();
            case FALLBACK -> handover.fallback();
            case FALLBACK_FILE -> handover.fallbackFile();
            case IDLE -> handover.idle();
            case HIDDEN -> listeners.hidden();
            case INTRO -> listeners.intro();
            case MOUNT_MAX_LISTENERS -> listeners.max();
            case MAX_LISTENER_TIME -> listeners.maxTime();
            case LISTENER_PASSWORDS -> listeners.passwords();
            case VARIANTS -> mount.variants().ladder();
            case VARIANTS_ALWAYS -> mount.variants().always();
            case VARIANTS_LINGER -> mount.variants().linger();
            default -> throw new IllegalArgumentException(key + " is not a mount's");
        };
    }
}
