package icy.server.encode;

import de.sciss.jump3r.mp3.BitStream;
import de.sciss.jump3r.mp3.GainAnalysis;
import de.sciss.jump3r.mp3.ID3Tag;
import de.sciss.jump3r.mp3.Lame;
import de.sciss.jump3r.mp3.LameGlobalFlags;
import de.sciss.jump3r.mp3.MPEGMode;
import de.sciss.jump3r.mp3.Presets;
import de.sciss.jump3r.mp3.Quantize;
import de.sciss.jump3r.mp3.QuantizePVT;
import de.sciss.jump3r.mp3.Reservoir;
import de.sciss.jump3r.mp3.Takehiro;
import de.sciss.jump3r.mp3.VBRTag;
import de.sciss.jump3r.mp3.Version;
import de.sciss.jump3r.mpg.MPGLib;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes Layer III frames of constant bitrate that each stand alone: jump3r (LAME in Java) with its bit reservoir
 * off and without the Info frame. Any run of the frames decodes without what came before it.
 *
 * <p>jump3r is used below its own front door, {@code LameEncoder}, which can switch neither of the two and loads the
 * desktop module's sound classes.
 *
 * <p>Thread: a worker; one encoder is used for one piece of sound.
 */
public final class Mp3Encoder {
    /** LAME's -q 9: no psychoacoustics. Meant for plain tones, and three times as fast as the next one. */
    private static final int FASTEST = 9;

    /** LAME's usual -q: as good as its model of hearing makes it, for a tenth of the best one's time. */
    private static final int USUAL = 5;

    private final Lame lame = new Lame();
    private final LameGlobalFlags settings;
    private final byte[] buffer = new byte[Lame.LAME_MAXMP3BUFFER];

    /**
     * For plain tones.
     *
     * @param bitrateBps the nearest one that Layer III has for this sample rate is taken
     * @throws IllegalArgumentException if Layer III has no such sample rate
     */
    public static Mp3Encoder ofTones(int sampleRate, int channels, int bitrateBps) {
        return new Mp3Encoder(sampleRate, channels, bitrateBps, FASTEST);
    }

    /** For all that is to sound good; see {@link #ofTones}. */
    public static Mp3Encoder ofMusic(int sampleRate, int channels, int bitrateBps) {
        return new Mp3Encoder(sampleRate, channels, bitrateBps, USUAL);
    }

    private Mp3Encoder(int sampleRate, int channels, int bitrateBps, int quality) {
        connectParts();
        settings = lame.lame_init();
        settings.num_channels = channels;
        settings.mode = channels == 1 ? MPEGMode.MONO : MPEGMode.JOINT_STEREO;
        settings.in_samplerate = sampleRate;
        settings.out_samplerate = sampleRate;
        settings.brate = bitrateBps / 1000;
        settings.quality = quality;
        settings.scale = 1; // by default LAME takes 5 % off, against clipping
        settings.disable_reservoir = true;
        settings.bWriteVbrTag = false;
        settings.write_id3tag_automatic = false;
        if (lame.lame_init_params(settings) < 0 || settings.out_samplerate != sampleRate) {
            throw new IllegalArgumentException(
                    "Layer III has no frames of " + channels + " channels at " + sampleRate + " Hz");
        }
    }

    /** The bitrate in use. */
    public int bitrateBps() {
        return settings.brate * 1000;
    }

    /** 1152, or 576 below 32 kHz. */
    public int samplesPerFrame() {
        return settings.framesize;
    }

    /**
     * Encodes one piece of sound, the same in every channel, in full-scale 32-bit samples. The encoder puts its delay
     * of 1,105 silent samples in front and fills the last frame up with silence.
     */
    public List<byte[]> encode(int[] samples) {
        int frameCount = samples.length / samplesPerFrame() + 4; // delay, rounding up, and two that flushing may add
        byte[] encoded = new byte[Math.max(frameCount * (frameBytes() + 1), Lame.LAME_MAXMP3BUFFER)];
        int length = taken(
                lame.lame_encode_buffer_int(settings, samples, samples, samples.length, encoded, 0, encoded.length));
        length += taken(lame.lame_encode_flush(settings, encoded, length, encoded.length - length));
        lame.lame_close(settings);
        return frames(encoded, length);
    }

    /**
     * Encodes more of a sound that comes piece by piece, in full-scale 32-bit samples.
     *
     * @param right not looked at where there is one channel
     * @return the frames that are done, maybe none
     */
    public byte[] add(int[] left, int[] right, int from, int count) {
        if (count == 0) {
            return new byte[0];
        }
        int[] first = Arrays.copyOfRange(left, from, from + count);
        int[] second = Arrays.copyOfRange(right, from, from + count);
        return Arrays.copyOf(
                buffer, taken(lame.lame_encode_buffer_int(settings, first, second, count, buffer, 0, buffer.length)));
    }

    /** The frames that are left when the sound has ended; nothing can be added after it. */
    public byte[] end() {
        byte[] last = Arrays.copyOf(buffer, taken(lame.lame_encode_flush(settings, buffer, 0, buffer.length)));
        lame.lame_close(settings);
        return last;
    }

    private List<byte[]> frames(byte[] encoded, int length) {
        List<byte[]> frames = new ArrayList<>();
        int at = 0;
        while (at < length) {
            int padding = encoded[at + 2] >> 1 & 1;
            int next = at + frameBytes() + padding;
            if (encoded[at] != (byte) 0xFF || next > length) {
                throw new IllegalStateException("the encoder wrote no frame at byte " + at + " of " + length);
            }
            byte[] frame = new byte[next - at];
            System.arraycopy(encoded, at, frame, 0, frame.length);
            frames.add(frame);
            at = next;
        }
        return frames;
    }

    private int frameBytes() {
        return samplesPerFrame() / 8 * bitrateBps() / settings.out_samplerate;
    }

    private static int taken(int result) {
        if (result < 0) {
            throw new IllegalStateException("the encoder failed with code " + result);
        }
        return result;
    }

    /** LAME's modules in C see each other; in Java somebody has to introduce them. */
    private void connectParts() {
        GainAnalysis gain = new GainAnalysis();
        BitStream bitStream = new BitStream();
        Presets presets = new Presets();
        QuantizePVT quantizeTables = new QuantizePVT();
        Quantize quantize = new Quantize();
        VBRTag vbrTag = new VBRTag();
        Version version = new Version();
        ID3Tag id3Tag = new ID3Tag();
        Reservoir reservoir = new Reservoir();
        Takehiro huffman = new Takehiro();
        MPGLib decoder = new MPGLib();
        lame.setModules(gain, bitStream, presets, quantizeTables, quantize, vbrTag, version, id3Tag, decoder);
        bitStream.setModules(gain, decoder, version, vbrTag);
        id3Tag.setModules(bitStream, version);
        presets.setModules(lame);
        quantize.setModules(bitStream, reservoir, quantizeTables, huffman);
        quantizeTables.setModules(huffman, reservoir, lame.enc.psy);
        reservoir.setModules(bitStream);
        huffman.setModules(quantizeTables);
        vbrTag.setModules(lame, bitStream, version);
    }
}
