package icy.server.transcode;

import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.TrackIndex;
import icy.core.tracks.AudioKind;
import icy.server.tags.AudioFactReader;
import icy.server.tags.AudioFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how long a file is, to the sample, and what is in it, and remembers that of the latest.
 *
 * <p>Thread: any that may wait for a disk.
 */
final class SoundReader {
    /** An index of an hour of MP3 is 100 kB. */
    private static final int MOST_REMEMBERED = 64;

    private static final double NANOS_PER_SECOND = 1e9;

    private final AudioFactReader facts = new AudioFactReader();
    private final Map<FileStamp, Sound> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FileStamp, Sound> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** @throws IOException with a reason for people, if there is no music in it that is known */
    Sound read(FileStamp stamp, AudioKind kind) throws IOException {
        synchronized (remembered) {
            @Nullable Sound known = remembered.get(stamp);
            if (known != null) {
                return known;
            }
        }
        Sound read = kind == AudioKind.MP3 ? mpeg(stamp) : other(stamp, kind);
        synchronized (remembered) {
            remembered.put(stamp, read);
        }
        return read;
    }

    private static Sound mpeg(FileStamp stamp) throws IOException {
        try (FileChannel channel = FileChannel.open(stamp.path())) {
            TrackIndex index = TrackIndex.of(channel);
            if (index.frames() == 0) {
                throw new IOException("there are no MPEG frames in it");
            }
            long start = index.entryAt(0).position();
            ByteBuffer first = ByteBuffer.allocate(FrameHeader.HEADER_BYTES);
            channel.read(first, start);
            FrameHeader header = new FrameHeader();
            if (!header.parse(first.array(), 0)) {
                throw new IOException("it is being changed");
            }
            int rate = header.sampleRate();
            long bits = (stamp.bytes() - start) * Byte.SIZE;
            return new Sound(
                    stamp,
                    AudioKind.MP3,
                    header.format().toString(),
                    rate,
                    header.channels(),
                    index.musicUnits() / (FrameHeader.UNITS_PER_SECOND / rate),
                    Math.round((double) bits * FrameHeader.UNITS_PER_SECOND / index.durationUnits()),
                    index);
        }
    }

    private Sound other(FileStamp stamp, AudioKind kind) throws IOException {
        AudioFacts said = facts.read(stamp.path(), kind);
        if (said.sampleRate() <= 0 || said.channels() <= 0) {
            throw new IOException("it does not say how its sound is kept");
        }
        long nanos = said.duration().toNanos();
        long samples = Math.round(nanos * said.sampleRate() / NANOS_PER_SECOND);
        return new Sound(
                stamp,
                kind,
                said.codec(),
                said.sampleRate(),
                said.channels(),
                samples > 0 ? samples : Sound.UNKNOWN,
                said.bitrateKbps() * 1000L,
                null);
    }
}
