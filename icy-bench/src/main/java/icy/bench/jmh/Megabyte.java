package icy.bench.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A million bytes of a demo track, so that operations per second are megabytes per second. */
final class Megabyte {
    static final int BYTES = 1_000_000;

    private Megabyte() {}

    /** From the middle of the track: frames only. */
    static byte[] ofFrames() {
        byte[] track = ofTrack("testdata/demo/03-night-tram.mp3");
        byte[] bytes = new byte[BYTES];
        int from = track.length / 4;
        for (int at = 0; at < BYTES; ) {
            int part = Math.min(BYTES - at, track.length / 2);
            System.arraycopy(track, from, bytes, at, part);
            at += part;
        }
        return bytes;
    }

    private static byte[] ofTrack(String path) {
        try {
            return Files.readAllBytes(Path.of(System.getProperty("icy.root", "."), path));
        } catch (IOException e) {
            throw new UncheckedIOException("icy-bench/run starts this in the right folder", e);
        }
    }
}
