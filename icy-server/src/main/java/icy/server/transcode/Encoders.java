package icy.server.transcode;

import icy.server.encode.Ffmpeg;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoders there are on this machine.
 *
 * <p>Thread: one that may wait.
 */
final class Encoders {
    private Encoders() {}

    /** The best first. */
    static List<SoundEncoder> ofThisMachine() {
        List<SoundEncoder> encoders = new ArrayList<>();
        Ffmpeg.find("ffmpeg").map(FfmpegEncoder::new).ifPresent(encoders::add);
        encoders.add(new JavaEncoder());
        return encoders;
    }
}
