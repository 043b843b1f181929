package icy.server.config;

import java.time.Duration;

/**
 * Bounds on what strangers may use up.
 *
 * <p>Thread: any.
 *
 * @param maxConnections sockets open at once, of any kind; default: the open files this process may have less
 *     {@value #SPARE_FILES} for its own and an eighth for files that are fetched, at most {@value #MOST_CONNECTIONS}; what comes beyond gets a 503
 * @param maxListeners connections that are sent a stream at once, at most {@code maxConnections}; default: 19 of 20
 *     connections, so that pages, probes and sources get through to a full server; what comes beyond gets a 503 with
 *     Retry-After
 * @param headerTimeout how long a request's head may take to arrive; default 15 s, as Icecast has it
 * @param idleTimeout how long a kept-alive connection may be quiet between requests; default 30 s, as Icecast's client
 *     timeout
 * @param maxHeadBytes size of a request's head in bytes, 1024 to 1,048,576; default 16384: four times what Icecast
 *     allows, since browsers behind single sign-on send cookies of 8 kB
 * @param maxHeaders number of header fields in a request, 8 to 1000; default 100, as SHOUTcast 2 has it
 * @param maxSources live sources at once, 0 to 100,000; default 1000, as many as there may be mounts; what comes beyond
 *     gets a 403, as from Icecast
 * @param sourceTimeout how long a live source may send nothing before it is disconnected; default 10 s, as Icecast has it
 * @param stationHistory entries of what was heard that are kept of each station, 1 to 100,000; default 1000: some days
 */
public record LimitsConfig(
        int maxConnections,
        int maxListeners,
        Duration headerTimeout,
        Duration idleTimeout,
        int maxHeadBytes,
        int maxHeaders,
        int maxSources,
        Duration sourceTimeout,
        int stationHistory) {

    /** Files the process needs for itself: jars, selectors, logs, the tracks it reads. */
    static final int SPARE_FILES = 128;

    /** A default only; more can be asked for. At 128 kbit/s, 100,000 listeners are 12.8 Gbit/s. */
    static final int MOST_CONNECTIONS = 100_000;

    private static final int MOST_SOURCES = 100_000;
    private static final int MOST_HISTORY = 100_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    public LimitsConfig {
        ConfigKey.MAX_CONNECTIONS.requireWithin(maxConnections, 1, Integer.MAX_VALUE);
        if (maxListeners < 0 || maxListeners > maxConnections) {
            throw new InvalidSettingException(
                    ConfigKey.MAX_LISTENERS,
                    maxListeners,
                    "must be 0 to max-connections, which is %d".formatted(maxConnections));
        }
        ConfigKey.HEADER_TIMEOUT.requireWithin(headerTimeout, Duration.ofMillis(100), LONGEST);
        ConfigKey.IDLE_TIMEOUT.requireWithin(idleTimeout, Duration.ofMillis(100), LONGEST);
        ConfigKey.MAX_HEAD.requireWithin(maxHeadBytes, 1024, 1 << 20);
        ConfigKey.MAX_HEADERS.requireWithin(maxHeaders, 8, 1000);
        ConfigKey.MAX_SOURCES.requireWithin(maxSources, 0, MOST_SOURCES);
        ConfigKey.SOURCE_TIMEOUT.requireWithin(sourceTimeout, Duration.ofMillis(100), LONGEST);
        ConfigKey.STATION_HISTORY.requireWithin(stationHistory, 1, MOST_HISTORY);
    }

    /** What fits the number of files this process may open. */
    public static LimitsConfig defaults() {
        int maxConnections = defaultConnections(OpenFiles.limit());
        return new LimitsConfig(
                maxConnections,
                defaultListeners(maxConnections),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                16_384,
                100,
                1000,
                Duration.ofSeconds(10),
                1000);
    }

    /** The same with room for so many sockets and streams. */
    public LimitsConfig withRoomFor(int connections, int listeners) {
        return new LimitsConfig(
                connections,
                listeners,
                headerTimeout,
                idleTimeout,
                maxHeadBytes,
                maxHeaders,
                maxSources,
                sourceTimeout,
                stationHistory);
    }

    /** The same with other bounds on live sources. */
    public LimitsConfig withSources(int most, Duration timeout) {
        return new LimitsConfig(
                maxConnections,
                maxListeners,
                headerTimeout,
                idleTimeout,
                maxHeadBytes,
                maxHeaders,
                most,
                timeout,
                stationHistory);
    }

    /** The same with so much history of each station. */
    public LimitsConfig withStationHistory(int entries) {
        return new LimitsConfig(
                maxConnections,
                maxListeners,
                headerTimeout,
                idleTimeout,
                maxHeadBytes,
                maxHeaders,
                maxSources,
                sourceTimeout,
                entries);
    }

    static int defaultConnections(long openFiles) {
        return (int) Math.max(16, Math.min(MOST_CONNECTIONS, openFiles - SPARE_FILES - filesGivenOut(openFiles)));
    }

    /** How many different files may be open for those who fetch them: a share of all that may be open. */
    public static int filesGivenOut() {
        return (int) filesGivenOut(OpenFiles.limit());
    }

    private static long filesGivenOut(long openFiles) {
        return Math.max(16, Math.min(512, openFiles / 8));
    }

    static int defaultListeners(int maxConnections) {
        return maxConnections - (maxConnections + 19) / 20;
    }
}
