package icy.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.mpeg.FrameFormat;
import icy.server.config.MixedPolicy;
import icy.server.config.TranscodeConfig;
import icy.server.testing.Decoding;
import icy.server.testing.FrameWalk;
import icy.server.testing.ServerLog;
import icy.server.testing.TestData;
import icy.server.transcode.CachedConversion;
import icy.server.transcode.Transcodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An hour over a folder of every kind of file, on a mount that converts what does not fit. */
@Tag("peers")
@Timeout(600)
class MixedFolderTest {
    private static final List<String> FITTING = List.of(
            "demo/01-harbour-lights.mp3",
            "demo/02-paper-boats.mp3",
            "tracks/formats/cbr-128.mp3",
            "tracks/formats/vbr-v2.mp3",
            "tracks/formats/cbr-320.mp3");

    private static final List<String> OTHERS = List.of(
            "tracks/formats/48k.mp3",
            "tracks/formats/mono-64.mp3",
            "tracks/formats/mpeg2-22050-mono.mp3",
            "tracks/formats/layer2.mp3",
            "broken/rate-changes.mp3",
            "tracks/others/flac.flac",
            "tracks/others/m4a.m4a",
            "tracks/others/wav.wav",
            "tracks/others/aiff.aiff",
            "tracks/streams/vorbis.ogg",
            "tracks/streams/opus.opus",
            "tracks/streams/aac-lc.aac");

    @TempDir
    private Path folder;

    @Test
    void anHourOfAllKindsIsOneFormatWithoutAWordOfADecoderAndWhatFitsIsByteIdentical() throws Exception {
        for (String name : List.of("html.mp3", "empty.mp3")) {
            copy("broken/" + name);
        }
        FITTING.forEach(this::copy);
        OTHERS.forEach(this::copy);
        byte[] hour;
        Set<String> titles;
        try (ServerLog log = ServerLog.open();
                Station station = Station.converting(
                        workers -> new CachedConversion(
                                new Transcodes(TranscodeConfig.DEFAULT, folder.resolve(".data"), workers.transcode())),
                        Station.mount("/stream", MixedPolicy.CONVERT, false, folder))) {
            Tuner listener = station.tuneInPlain("/stream");
            station.pass(Duration.ofHours(1));
            hour = listener.body();
            titles = station.mount("/stream").history().stream()
                    .map(played -> played.title())
                    .collect(Collectors.toSet());
            assertThat(log.linesWith("converted")).isEmpty(); // all of them could be
        }

        List<FrameWalk.Frame> frames = FrameWalk.frames(hour);
        Set<FrameFormat> formats = frames.stream()
                .map(frame -> FrameFormat.layer3(frame.sampleRate(), frame.channels()))
                .collect(Collectors.toSet());
        assertThat(formats).containsExactly(FrameFormat.layer3(44_100, 2));
        assertThat(frames.stream().mapToDouble(FrameWalk.Frame::millis).sum() / 1000)
                .isBetween(3590.0, 3610.0);
        assertThat(Decoding.complaintsOfFfmpeg(hour)).isEmpty();
        assertThat(Decoding.complaintsOfMpg123(hour)).isEmpty();
        String heard = new String(hour, StandardCharsets.ISO_8859_1);
        for (String name : FITTING) {
            String file = new String(TestData.bytes(name), StandardCharsets.ISO_8859_1);
            assertThat(heard.contains(file.substring(file.length() / 4, file.length() * 3 / 4)))
                    .as(name)
                    .isTrue();
        }
        assertThat(titles).contains("Others - Flac", "Others - M4a", "Streams - Vorbis", "Streams - Opus");
    }

    private void copy(String name) {
        try {
            Files.copy(TestData.path(name), folder.resolve(Path.of(name).getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
