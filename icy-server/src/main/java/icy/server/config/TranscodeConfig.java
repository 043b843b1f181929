package icy.server.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * In which qualities files can be asked for, and how much may be spent on making them.
 *
 * <p>Thread: any.
 *
 * @param qualities those that can be named, at most 20; default high, medium and low: MP3 at 256, 192 and 128 kbit/s
 * @param cacheBytes most that what was made may take on the disk, 1 MB or more; default 10 GB: a hundred hours at 192
 *     kbit/s
 * @param cacheAge how long what nobody asks for is kept; default 30 days
 * @param jobs most files that are made at once for clients; default two for each processor, and at least 4: one is made
 *     a hundred times as fast as it is heard
 * @param jobsPerClient most of them that one address has begun; default 3: what plays, what is looked at, what comes next
 */
public record TranscodeConfig(
        List<QualityConfig> qualities, long cacheBytes, Duration cacheAge, int jobs, int jobsPerClient) {

    public static final TranscodeConfig DEFAULT =
            new TranscodeConfig(QualityConfig.DEFAULT, 10L << 30, Duration.ofDays(30), defaultJobs(), 3);

    static final String NAME_TAKEN = "another quality has this name; give each its own";

    /** Pages show them all. */
    static final int MOST_QUALITIES = 20;

    private static final String STANDARD = "medium";

    public TranscodeConfig {
        qualities = List.copyOf(qualities);
        if (qualities.isEmpty() || qualities.size() > MOST_QUALITIES) {
            throw new IllegalArgumentException(tooMany(qualities.size()));
        }
        Set<String> names = new HashSet<>();
        for (QualityConfig quality : qualities) {
            if (!names.add(quality.name())) {
                throw new InvalidSettingException(ConfigKey.QUALITY_NAME, quality.name(), NAME_TAKEN);
            }
        }
        ConfigKey.CACHE_SIZE.requireWithin(cacheBytes, 1 << 20, Long.MAX_VALUE);
        ConfigKey.CACHE_AGE.requireWithin(cacheAge, Duration.ofMinutes(1), Duration.ofDays(3650));
        ConfigKey.JOBS.requireWithin(jobs, 1, 64);
        ConfigKey.JOBS_PER_CLIENT.requireWithin(jobsPerClient, 1, 64);
    }

    /** What a client gets who names none of them: medium, or the first where there is none of that name. */
    public QualityConfig standard() {
        return qualities.stream()
                .filter(quality -> quality.name().equals(STANDARD))
                .findFirst()
                .orElse(qualities.get(0));
    }

    /** The same with these qualities; with none, the default ones. */
    public TranscodeConfig withQualities(List<QualityConfig> others) {
        return new TranscodeConfig(
                others.isEmpty() ? QualityConfig.DEFAULT : others, cacheBytes, cacheAge, jobs, jobsPerClient);
    }

    /** The same with a cache of such a size. */
    public TranscodeConfig withCacheBytes(long bytes) {
        return new TranscodeConfig(qualities, bytes, cacheAge, jobs, jobsPerClient);
    }

    /** The same with so many jobs. */
    public TranscodeConfig withJobs(int most, int mostOfOneClient) {
        return new TranscodeConfig(qualities, cacheBytes, cacheAge, most, mostOfOneClient);
    }

    static int defaultJobs() {
        return Math.max(4, Math.min(64, 2 * Runtime.getRuntime().availableProcessors()));
    }

    static String tooMany(int qualities) {
        return "qualities: there are %d; at most %d can be given out".formatted(qualities, MOST_QUALITIES);
    }
}
