package icy.server.transcode;

import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.FrameScanner;
import icy.core.mpeg.PcmDecoder;
import icy.core.mpeg.TrackIndex;
import icy.core.scan.Skipped;
import icy.core.tracks.AudioKind;
import icy.server.encode.Mp3Encoder;
import icy.server.encode.OutputCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes MP3 of MP3 without another program, of the same sample rate: JLayer decodes, jump3r encodes. For machines that
 * have no ffmpeg.
 *
 * <p>Thread: any that may wait; the one that reads does the work.
 */
final class JavaEncoder implements SoundEncoder {

    private static final Logger log = LoggerFactory.getLogger(JavaEncoder.class);

    @Override
    public String identity() {
        return "jump3r 1.0.5";
    }

    @Override
    public boolean canMake(OutputCodec codec, AudioKind kind) {
        return codec == OutputCodec.MP3 && kind == AudioKind.MP3;
    }

    @Override
    public Encoding begin(Recipe recipe, long fromSample) throws IOException {
        TrackIndex index = recipe.sound().index();
        if (index == null || recipe.sound().sampleRate() != recipe.format().sampleRate()) {
            throw new IOException("its sample rate can only be changed by ffmpeg, which is not here");
        }
        FileChannel channel = FileChannel.open(recipe.sound().stamp().path());
        try {
            long unitsPerSample = FrameHeader.UNITS_PER_SECOND / recipe.sound().sampleRate();
            long units = index.delayUnits() + fromSample * unitsPerSample;
            TrackIndex.Entry entry = index.entryAt(units);
            channel.position(entry.position());
            return new Running(recipe, channel, (units - index.unitsBefore(entry)) / unitsPerSample);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** One file on its way through both. */
    private static final class Running implements Encoding, FrameScanner.Sink {
        private static final int CHUNK_BYTES = 8 * 1024;

        private final FileChannel channel;
        private final int channels;
        private final int sampleRate;
        private final FrameScanner scanner;
        private final PcmDecoder decoder = new PcmDecoder();
        private final Mp3Encoder encoder;
        private final short[] decoded = new short[PcmDecoder.MAX_SAMPLES];
        private final int[] left = new int[PcmDecoder.MAX_SAMPLES];
        private final int[] right = new int[PcmDecoder.MAX_SAMPLES];
        private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        private final ByteArrayOutputStream made = new ByteArrayOutputStream();
        private byte[] given = new byte[0];
        private int givenTo;
        private long leftOut;
        private boolean ended;

        Running(Recipe recipe, FileChannel channel, long leftOut) throws IOException {
            this.channel = channel;
            this.leftOut = leftOut;
            this.channels = recipe.format().channels();
            this.sampleRate = recipe.format().sampleRate();
            this.scanner = new FrameScanner(channel.size() - channel.position());
            this.encoder =
                    Mp3Encoder.ofMusic(sampleRate, channels, recipe.format().bitrateBps());
        }

        @Override
        public int read(byte[] into) throws IOException {
            while (givenTo == given.length && !ended) {
                work();
                given = made.toByteArray();
                givenTo = 0;
                made.reset();
            }
            int count = Math.min(into.length, given.length - givenTo);
            System.arraycopy(given, givenTo, into, 0, count);
            givenTo += count;
            return count == 0 ? -1 : count;
        }

        private void work() throws IOException {
            if (channel.read(chunk.clear()) >= 0) {
                scanner.push(chunk.flip(), this);
                return;
            }
            scanner.finish(this);
            made.writeBytes(encoder.end());
            ended = true;
        }

        @Override
        public void frame(byte[] bytes, int offset, FrameHeader header, long position) {
            if (header.sampleRate() != sampleRate) {
                return; // another piece of music, glued to this one
            }
            int samples = decoder.decode(bytes, offset, header, decoded) / header.channels();
            spread(samples, header.channels());
            int all = header.samples(); // one that cannot be decoded is silent
            int skipped = (int) Math.min(leftOut, all);
            leftOut -= skipped;
            made.writeBytes(encoder.add(left, right, skipped, all - skipped));
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {
            // what is broken is not heard
        }

        private void spread(int samples, int decodedChannels) {
            Arrays.fill(left, 0);
            Arrays.fill(right, 0);
            for (int i = 0; i < samples; i++) {
                int one = decoded[i * decodedChannels] << 16;
                int other = decoded[i * decodedChannels + decodedChannels - 1] << 16;
                left[i] = channels == 1 ? one / 2 + other / 2 : one;
                right[i] = channels == 1 ? left[i] : other;
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                log.trace("closing a file that was encoded", e);
            }
        }
    }
}
