package icy.server.transcode;

/**
 * What the cache holds and has done since the start.
 *
 * <p>Thread: any.
 *
 * @param bytes of the files in it
 * @param files in it
 * @param hits requests for what was there, or was being made already
 * @param misses requests for what had to be made
 * @param evictions files that made room for others, or were too old
 * @param jobs files being made now
 * @param failures files that could not be made
 */
public record CacheStats(long bytes, int files, long hits, long misses, long evictions, int jobs, long failures) {}
