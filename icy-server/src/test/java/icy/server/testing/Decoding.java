package icy.server.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.SampleBuffer;

/**
 * What a decoder makes of recorded MP3 frames: the sound, and every word it says about them.
 *
 * <p>Thread: any.
 */
public record Decoding(Pcm pcm, List<String> complaints) {
    private static final long TIMEOUT_SECONDS = 60;
    /** What ffmpeg writes to has timestamps, which begin again with each link of a chain: that is no decoder's word. */
    private static final String DECODER_COMPLAINT = "(?!.*dts to muxer).*";

    private static final String MPG123_COMPLAINT = "(?i).*(error|warning|missing).*";
    private static final String INPUT = "in.mp3";

    /**
     * ffmpeg's decoder, the most used. Of a frame whose reservoir is missing or foreign it says nothing and mutes or
     * plays what it finds, so a join is judged by its sound.
     */
    public static Decoding byFfmpeg(byte[] audio) {
        return by(
                "ffmpeg",
                List.of("-nostdin", "-v", "error", "-f", "mp3", "-i", INPUT, "-f", "s16le", "-"),
                ".*",
                audio);
    }

    /**
     * The sound of other formats.
     *
     * @param format as ffmpeg calls it: mp3, aac, ogg, wav
     */
    public static Pcm soundByFfmpeg(byte[] audio, String format, int sampleRate, int channels) {
        Output output = run(
                "ffmpeg",
                List.of(
                        "-nostdin",
                        "-v",
                        "fatal",
                        "-f",
                        format,
                        "-i",
                        INPUT,
                        "-f",
                        "s16le",
                        "-ar",
                        Integer.toString(sampleRate),
                        "-ac",
                        Integer.toString(channels),
                        "-"),
                audio);
        return Pcm.ofLittleEndian(output.sound(), sampleRate, channels);
    }

    /** mpg123's decoder, which does speak of main data that makes no sense. */
    public static Decoding byMpg123(byte[] audio) {
        return by("mpg123", List.of("--no-gapless", "-e", "s16", "-s", INPUT), MPG123_COMPLAINT, audio);
    }

    /** What ffmpeg says of a recording too long to keep its sound. */
    public static List<String> complaintsOfFfmpeg(byte[] audio) {
        return complaintsOfFfmpeg(audio, "mp3");
    }

    /**
     * The same of other formats.
     *
     * @param format as ffmpeg calls it: mp3, aac, ogg
     */
    public static List<String> complaintsOfFfmpeg(byte[] audio, String format) {
        return run("ffmpeg", List.of("-nostdin", "-v", "error", "-f", format, "-i", INPUT, "-f", "null", "-"), audio)
                .complaints(DECODER_COMPLAINT);
    }

    /** What mpg123 says of a recording too long to keep its sound. */
    public static List<String> complaintsOfMpg123(byte[] audio) {
        return run("mpg123", List.of("--no-gapless", "-t", INPUT), audio).complaints(MPG123_COMPLAINT);
    }

    /** JLayer's decoder, in this process. It throws where ffmpeg would complain. */
    public static Pcm byJLayer(byte[] audio) throws JavaLayerException {
        Bitstream bitstream = new Bitstream(new ByteArrayInputStream(audio));
        Decoder decoder = new Decoder();
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        int sampleRate = 0;
        int channels = 0;
        for (Header header = bitstream.readFrame(); header != null; header = bitstream.readFrame()) {
            SampleBuffer samples = (SampleBuffer) decoder.decodeFrame(header, bitstream);
            sampleRate = samples.getSampleFrequency();
            channels = samples.getChannelCount();
            for (int i = 0; i < samples.getBufferLength(); i++) {
                sound.write(samples.getBuffer()[i]);
                sound.write(samples.getBuffer()[i] >> 8);
            }
            bitstream.closeFrame();
        }
        return Pcm.ofLittleEndian(sound.toByteArray(), sampleRate, channels);
    }

    /** The test is skipped, saying so, where the program is not installed. */
    private static Decoding by(String program, List<String> arguments, String complaint, byte[] audio) {
        Output output = run(program, arguments, audio);
        FrameWalk.Frame first = FrameWalk.frames(audio).get(0);
        Pcm pcm = Pcm.ofLittleEndian(output.sound(), first.sampleRate(), first.channels());
        return new Decoding(pcm, output.complaints(complaint));
    }

    /** What a program wrote. */
    private record Output(byte[] sound, List<String> words) {
        List<String> complaints(String pattern) {
            return words.stream().filter(line -> line.matches(pattern)).toList();
        }
    }

    private static Output run(String program, List<String> arguments, byte[] audio) {
        assumeTrue(
                isInstalled(program),
                program + " is not on the PATH: apt-get install " + program + " to run this test");
        try {
            Path folder = Files.createTempDirectory("icy-decoding");
            try {
                Path words = folder.resolve("words.txt");
                Path sound = folder.resolve("sound.pcm");
                Files.write(folder.resolve(INPUT), audio);
                List<String> command = new ArrayList<>(List.of(program));
                command.addAll(arguments);
                run(new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(sound.toFile())
                        .redirectError(words.toFile()));
                return new Output(Files.readAllBytes(sound), Files.readAllLines(words));
            } finally {
                for (String name : List.of(INPUT, "sound.pcm", "words.txt")) {
                    Files.deleteIfExists(folder.resolve(name));
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new AssertionError(program + " could not be run", e);
        }
    }

    private static void run(ProcessBuilder command) throws IOException {
        Process decoder = command.start();
        try {
            if (!decoder.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(command.command() + " was still decoding after " + TIMEOUT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while decoding", e);
        } finally {
            decoder.destroyForcibly();
        }
    }

    private static boolean isInstalled(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
