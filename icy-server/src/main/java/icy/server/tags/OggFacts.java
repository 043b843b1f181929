package icy.server.tags;

import icy.core.mpeg.TrackTags;
import icy.core.ogg.OggLink;
import icy.core.ogg.OggPage;
import icy.core.ogg.OggScanner;
import icy.core.ogg.OggStream;
import icy.core.ring.StreamTime;
import icy.core.scan.Skipped;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file in Ogg: what its first link is, and how long all of them sound.
 *
 * <p>Thread: one that may wait for a disk.
 */
final class OggFacts implements OggScanner.Sink {
    private final OggStream stream = new OggStream();
    private @Nullable OggLink first;
    private long units;

    private OggFacts() {}

    static AudioFacts of(SeekableByteChannel channel) throws IOException {
        OggFacts facts = new OggFacts();
        OggScanner pages = new OggScanner();
        Pushing.all(channel, chunk -> pages.push(chunk, facts));
        pages.finish(facts);
        return facts.told(channel.size(), facts.units);
    }

    /** But for its duration. */
    static AudioFacts ofBeginning(SeekableByteChannel channel) throws IOException {
        OggFacts facts = new OggFacts();
        OggScanner pages = new OggScanner();
        Pushing.until(channel, () -> facts.first != null, chunk -> pages.push(chunk, facts));
        pages.finish(facts);
        return facts.told(channel.size(), 0);
    }

    @Override
    public void page(OggPage page, long position) {
        stream.read(page);
        if (first == null) {
            first = stream.link().orElse(null);
        }
        if (stream.kind() == OggStream.Kind.AUDIO) {
            units += stream.durationUnits();
        }
    }

    @Override
    public void skipped(long position, long bytes, Skipped reason) {
        // what is broken is the decoder's affair
    }

    private AudioFacts told(long bytes, long units) throws IOException {
        OggLink link = first;
        if (link == null || link.sampleRate() <= 0) {
            throw new NotMusicException("there is no music in it that is known");
        }
        TrackTags tags = new TrackTags(Words.tidy(link.title()), Words.tidy(link.artist()), "", "", "", "", "", false);
        return new AudioFacts(
                tags,
                link.codec().label(),
                link.sampleRate(),
                link.channels(),
                Pushing.kbps(bytes, units),
                Duration.ofNanos(StreamTime.toNanos(units)));
    }
}
