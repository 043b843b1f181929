package icy.server.encode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ffmpeg of this machine. Immutable.
 *
 * @param program its name on the PATH, or where it is
 * @param version as it tells it; part of what keys what it has made
 * @param encoders the names of what it can encode
 */
public record Ffmpeg(String program, String version, Set<String> encoders) {
    /** A disk that sleeps may take its time; a program that answers later than this is none. */
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private static final int MOST_LISTING_BYTES = 256 * 1024;
    private static final Pattern VERSION = Pattern.compile("ffmpeg version (\\S+)");
    private static final Pattern ENCODER = Pattern.compile("(?m)^ A\\S{5} (\\S+)");

    /** What may be read: sound in files. Playlists are no sound, and they could name any file or server. */
    private static final String DEMUXERS = "mp3,flac,wav,w64,ogg,aac,mov,aiff,matroska";

    private static final Logger log = LoggerFactory.getLogger(Ffmpeg.class);

    public Ffmpeg {
        encoders = Set.copyOf(encoders);
    }

    /**
     * Asks a program whether it is an ffmpeg, and what it can do; empty if it is none or not there, which is logged.
     *
     * <p>Thread: one that may wait.
     */
    public static Optional<Ffmpeg> find(String program) {
        try {
            Matcher version = VERSION.matcher(answer(program, "-version"));
            if (!version.find()) {
                log.warn("{} is no ffmpeg; without one only MP3 can be made of MP3", program);
                return Optional.empty();
            }
            Set<String> encoders = new LinkedHashSet<>();
            for (Matcher encoder = ENCODER.matcher(answer(program, "-encoders")); encoder.find(); ) {
                encoders.add(encoder.group(1));
            }
            return Optional.of(new Ffmpeg(program, version.group(1), encoders));
        } catch (IOException e) {
            log.info("there is no {}; without it only MP3 can be made of MP3", program);
            log.debug("looking for {}", program, e);
            return Optional.empty();
        }
    }

    private static String answer(String program, String question) throws IOException {
        try (ChildProcess child = ChildProcess.start(List.of(program, "-hide_banner", question))) {
            child.endAfter(ANSWER);
            child.stdin().close();
            return new String(child.stdout().readNBytes(MOST_LISTING_BYTES), StandardCharsets.UTF_8);
        }
    }

    /** Whether it was built with what this codec needs. */
    public boolean canMake(OutputCodec codec) {
        return encoders.contains(codec.encoder());
    }

    /** Its command line, but for what it shall do: nobody is asked anything, and only what is wrong is told. */
    public List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program, "-nostdin", "-hide_banner", "-loglevel", "error"));
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /**
     * The arguments that name a file of a client's choosing as its input: whatever it is called, it is no option and no
     * address, and whatever it holds, no other file is opened because of it. Its first audio track is meant.
     *
     * @param from where in it to begin, to the sample
     */
    public static List<String> inputOf(Path file, Duration from) {
        List<String> arguments = new ArrayList<>();
        if (!from.isZero()) {
            arguments.addAll(List.of("-ss", "%d.%09d".formatted(from.toSeconds(), from.getNano())));
        }
        arguments.addAll(List.of("-protocol_whitelist", "file,pipe", "-format_whitelist", DEMUXERS));
        arguments.addAll(List.of("-i", "file:" + file.toAbsolutePath()));
        arguments.addAll(List.of("-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1"));
        return List.copyOf(arguments);
    }
}
