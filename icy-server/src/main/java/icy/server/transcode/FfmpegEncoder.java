package icy.server.transcode;

import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.TrackIndex;
import icy.core.tracks.AudioKind;
import icy.server.encode.ChildProcess;
import icy.server.encode.Ffmpeg;
import icy.server.encode.OutputCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Has ffmpeg make them, in a process for each.
 *
 * <p>Where a moment of an MP3 is, ffmpeg would guess from bitrates; so it is shown the file from a frame on that we have
 * found, and told how many samples of it to leave out. What encoders put before the music is left out, too.
 *
 * <p>Thread: any that may wait.
 */
final class FfmpegEncoder implements SoundEncoder {
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Ffmpeg ffmpeg;

    FfmpegEncoder(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    @Override
    public String identity() {
        return "ffmpeg " + ffmpeg.version();
    }

    @Override
    public boolean canMake(OutputCodec codec, AudioKind kind) {
        return ffmpeg.canMake(codec);
    }

    @Override
    public Encoding begin(Recipe recipe, long fromSample) throws IOException {
        List<String> arguments = new ArrayList<>();
        TrackIndex index = recipe.sound().index();
        if (index == null) {
            long nanos = secondsToNanos(fromSample, recipe.format().sampleRate());
            arguments.addAll(Ffmpeg.inputOf(recipe.sound().stamp().path(), Duration.ofNanos(nanos)));
        } else {
            arguments.addAll(partOfMp3(recipe, index, fromSample));
        }
        arguments.addAll(recipe.format().arguments());
        arguments.add("-");
        ChildProcess process = ChildProcess.start(ffmpeg.command(arguments));
        return new Running(process, recipe.sound().stamp().path());
    }

    private static long secondsToNanos(long samples, int rate) {
        return samples / rate * 1_000_000_000L + samples % rate * 1_000_000_000L / rate;
    }

    private static List<String> partOfMp3(Recipe recipe, TrackIndex index, long fromSample) {
        Sound sound = recipe.sound();
        long units = index.delayUnits()
                + fromSample * (FrameHeader.UNITS_PER_SECOND / recipe.format().sampleRate());
        TrackIndex.Entry entry = index.entryAt(units);
        long leftOut = (units - index.unitsBefore(entry)) / (FrameHeader.UNITS_PER_SECOND / sound.sampleRate());
        return List.of(
                "-protocol_whitelist",
                "file,subfile",
                "-f",
                "mp3",
                "-i",
                "subfile,,start,%d,end,0,,:file:%s"
                        .formatted(entry.position(), sound.stamp().path()),
                "-map",
                "0:a:0",
                "-map_metadata",
                "-1",
                "-af",
                "atrim=start_sample=" + leftOut);
    }

    /** One process, and the file whose place is nobody's business. */
    private record Running(ChildProcess process, Path file) implements Encoding {
        @Override
        public int read(byte[] into) throws IOException {
            int count = process.stdout().read(into);
            if (count < 0 && !process.awaitExit(LAST_WORDS)) {
                String reason = process.reason().replace(file.toString(), String.valueOf(file.getFileName()));
                throw new IOException(reason.isEmpty() ? "the encoder was ended" : reason);
            }
            return count;
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
