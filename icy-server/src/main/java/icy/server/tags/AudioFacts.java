package icy.server.tags;

import icy.core.mpeg.TrackTags;
import java.time.Duration;

/**
 * What a file of music says of itself. Immutable.
 *
 * @param codec in words: "FLAC", "Vorbis", "AAC"…
 * @param sampleRate in Hz
 * @param bitrateKbps on the average
 * @param duration of the music; zero if nothing says it
 */
public record AudioFacts(
        TrackTags tags, String codec, int sampleRate, int channels, int bitrateKbps, Duration duration) {}
