package icy.server.transcode;

import icy.server.config.QualityConfig;
import icy.server.config.TranscodeConfig;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code /api/qualities} and {@code /admin/cache/…} say and are told. Immutable. */
final class CacheJson {
    private static final double MEGABYTE = 1024 * 1024;

    private CacheJson() {}

    /** @param standard what is meant where nothing is said */
    @Json
    record Qualities(List<Quality> qualities, String standard) {
        static Qualities of(TranscodeConfig config) {
            Stream<Quality> made = config.qualities().stream().map(Quality::of);
            Quality original = new Quality(QualityConfig.ORIGINAL, null, null);
            return new Qualities(
                    Stream.concat(Stream.of(original), made).toList(),
                    config.standard().name());
        }
    }

    /** The original has no format of its own. */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Quality(
            String name, @Nullable String format, @Nullable Integer bitrateKbps) {
        static Quality of(QualityConfig config) {
            return new Quality(config.name(), config.format().name().toLowerCase(Locale.ROOT), config.bitrateKbps());
        }
    }

    @Json(naming = Json.Naming.LowerUnderscore)
    record Stats(
            long cacheSizeBytes,
            double cacheSizeMb,
            int cachedFiles,
            long hits,
            long misses,
            long evictions,
            int jobs,
            long failures) {
        static Stats of(CacheStats stats) {
            double megabytes = Math.round(stats.bytes() / MEGABYTE * 100) / 100.0;
            return new Stats(
                    stats.bytes(),
                    megabytes,
                    stats.files(),
                    stats.hits(),
                    stats.misses(),
                    stats.evictions(),
                    stats.jobs(),
                    stats.failures());
        }
    }

    @Json(naming = Json.Naming.LowerUnderscore)
    record Cleared(int deletedFiles, String message) {
        static Cleared of(int files) {
            return new Cleared(files, "Cleared %d cached files".formatted(files));
        }
    }

    /**
     * What is to be made ahead.
     *
     * @param folder all below it; empty for all there is
     */
    @Json
    record WantedWarming(
            @Nullable List<String> paths,
            @Nullable String folder,
            @Nullable String quality) {}

    /**
     * How it goes.
     *
     * @param state idle, running, done or cancelled
     * @param made files that are in the cache now, or were before
     * @param asTheyAre files that are no larger than what was asked for
     * @param current what is being made; left out when nothing is
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Warming(
            String state,
            String quality,
            int files,
            int made,
            int asTheyAre,
            int failed,
            @Nullable String current,
            double progress,
            List<Failure> failures) {}

    @Json
    record Failure(String path, String reason) {}
}
