package icy.server.source;

import icy.server.loop.WorkerPool;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The test programme in every format that a mount has asked for; each is made once, by a worker. There are eighteen
 * formats at most: nine sample rates, mono and stereo.
 *
 * <p>Thread: any.
 */
final class TestProgrammes {
    private static final int BITRATE_BPS = 128_000;
    private static final Logger log = LoggerFactory.getLogger(TestProgrammes.class);

    private record Format(int sampleRate, int channels) {}

    private final Map<Format, TestProgramme> made = new ConcurrentHashMap<>();
    private final Set<Format> underWay = ConcurrentHashMap.newKeySet();
    private final WorkerPool workers;

    TestProgrammes(WorkerPool workers) {
        this.workers = workers;
    }

    /** The programme in this format; empty while it is being made, which begins with the first call. */
    Optional<TestProgramme> in(int sampleRate, int channels) {
        Format format = new Format(sampleRate, channels);
        TestProgramme known = made.get(format);
        if (known == null && underWay.add(format) && !workers.tryExecute(() -> make(format))) {
            underWay.remove(format); // no worker now: the next call tries again
        }
        return Optional.ofNullable(known);
    }

    private void make(Format format) {
        try {
            made.put(format, TestProgramme.encode(format.sampleRate, format.channels, BITRATE_BPS));
        } catch (RuntimeException e) {
            log.error("the test programme cannot be made in {}", format, e);
        }
    }
}
