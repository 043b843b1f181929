package icy.server.tags;

import icy.core.aac.AdtsFormat;
import icy.core.aac.AdtsHeader;
import icy.core.aac.AdtsScanner;
import icy.core.mpeg.TrackTags;
import icy.core.ring.StreamTime;
import icy.core.scan.Skipped;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of AAC in ADTS; its tags are ID3's, if it has any.
 *
 * <p>Thread: one that may wait for a disk.
 */
final class AdtsFacts implements AdtsScanner.Sink {
    private @Nullable AdtsFormat first;
    private int channels;
    private long units;

    private AdtsFacts() {}

    static AudioFacts of(TrackTags tags, SeekableByteChannel channel) throws IOException {
        AdtsFacts facts = new AdtsFacts();
        AdtsScanner frames = new AdtsScanner();
        Pushing.all(channel, chunk -> frames.push(chunk, facts));
        frames.finish(facts);
        return facts.told(tags, channel.size(), facts.units);
    }

    /** But for its duration. */
    static AudioFacts ofBeginning(TrackTags tags, SeekableByteChannel channel) throws IOException {
        AdtsFacts facts = new AdtsFacts();
        AdtsScanner frames = new AdtsScanner();
        Pushing.until(channel, () -> facts.first != null, chunk -> frames.push(chunk, facts));
        frames.finish(facts);
        return facts.told(tags, channel.size(), 0);
    }

    @Override
    public void frame(byte[] bytes, int offset, AdtsHeader header, long position) {
        if (first == null) {
            first = header.format();
            channels = Math.max(1, header.channels());
        }
        units += header.durationUnits();
    }

    @Override
    public void skipped(long position, long bytes, Skipped reason) {
        // what is broken is the decoder's affair
    }

    private AudioFacts told(TrackTags tags, long bytes, long units) throws IOException {
        AdtsFormat format = first;
        if (format == null) {
            throw new NotMusicException("there are no frames of AAC in it");
        }
        return new AudioFacts(
                tags,
                "AAC",
                format.sampleRate(),
                channels,
                Pushing.kbps(bytes, units),
                Duration.ofNanos(StreamTime.toNanos(units)));
    }
}
