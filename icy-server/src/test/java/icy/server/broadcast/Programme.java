package icy.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.testing.FrameWalk;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tracks in the order in which a folder is played, and the comparison of a recording with them, frame by frame.
 *
 * <p>Thread: any.
 */
final class Programme {
    /** Whole frames of encoder delay and of padding that may be left out. */
    private static final int MAX_LEADING = 2;

    private static final int MAX_TRAILING = 6;

    /** A file that was written to in the last seconds may still be on its way, and would not be played. */
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-02-02T20:20:20Z"));

    private final List<Track> tracks;

    private Programme(List<Track> tracks) {
        this.tracks = tracks;
    }

    /** A track as its file has it: frames without tags and headers. */
    private record Track(String path, String title, byte[] sound, List<FrameWalk.Frame> frames) {
        boolean has(int index, byte[] audio, FrameWalk.Frame heard) {
            if (index >= frames.size()) {
                return false;
            }
            FrameWalk.Frame own = frames.get(index);
            return Arrays.equals(sound, own.offset(), own.end(), audio, heard.offset(), heard.end());
        }
    }

    /** A track in a recording: where its first frame begins, and how many of its frames there are. */
    record Airing(String path, String title, int from, int firstFrame, int frames) {}

    /** Copies files of testdata into numbered folders in {@code folder}, so that they are played in this order. */
    static Programme inFolder(Path folder, String... paths) throws IOException {
        List<Track> tracks = new ArrayList<>();
        for (int i = 0; i < paths.length; i++) {
            String path = paths[i];
            Path copy = folder.resolve("%03d".formatted(i)).resolve(path.substring(path.lastIndexOf('/') + 1));
            Files.createDirectory(copy.getParent());
            Files.copy(TestData.path(path), copy);
            Files.setLastModifiedTime(copy, LONG_AGO);
            TestData.Entry entry = TestData.manifest().stream()
                    .filter(line -> line.path().equals(path))
                    .findFirst()
                    .orElseThrow();
            if (entry.isPlayable() && entry.layer() != 1 && entry.layer() != 2) {
                byte[] sound = TestData.sound(path);
                tracks.add(new Track(path, entry.title(), sound, FrameWalk.frames(sound)));
            }
        }
        return new Programme(tracks);
    }

    /** The same programme without those tracks that one format leaves out. */
    Programme only(int sampleRate, int channels) {
        return new Programme(tracks.stream()
                .filter(track -> track.frames().get(0).sampleRate() == sampleRate
                        && track.frames().get(0).channels() == channels)
                .toList());
    }

    int size() {
        return tracks.size();
    }

    /**
     * Takes a recording from the beginning of the stream apart: every frame of it is the next frame of the track, byte
     * for byte, or the first of the next track.
     *
     * @param rounds how often the whole programme is played; 0 for "for ever"
     */
    List<Airing> airings(byte[] audio, int rounds) {
        List<Airing> airings = new ArrayList<>();
        int at = -1; // which track; the first frame begins track 0
        int next = 0;
        int first = 0;
        int from = 0;
        Track track = new Track("(nothing)", "", new byte[0], List.of());
        for (FrameWalk.Frame frame : FrameWalk.frames(audio)) {
            if (track.has(next, audio, frame)) {
                next++;
                continue;
            }
            Track following = tracks.get((at + 1) % tracks.size());
            int begun = beginning(following, audio, frame);
            if (begun < 0 || next < track.frames().size() - MAX_TRAILING) {
                throw new AssertionError("byte %d: neither frame %d of %d of %s nor the beginning of %s"
                        .formatted(frame.offset(), next, track.frames().size(), track.path(), following.path()));
            }
            if (at >= 0) {
                airings.add(new Airing(track.path(), track.title(), from, first, next - first));
            }
            at++;
            track = following;
            from = frame.offset();
            first = begun;
            next = begun + 1;
        }
        airings.add(new Airing(track.path(), track.title(), from, first, next - first));
        if (rounds > 0) {
            assertThat(airings).hasSize(rounds * tracks.size());
            assertThat(next)
                    .as("frames of the last track")
                    .isGreaterThanOrEqualTo(track.frames().size() - MAX_TRAILING);
        }
        return airings;
    }

    private static int beginning(Track track, byte[] audio, FrameWalk.Frame frame) {
        for (int index = 0; index <= MAX_LEADING; index++) {
            if (track.has(index, audio, frame)) {
                return index;
            }
        }
        return -1;
    }
}
