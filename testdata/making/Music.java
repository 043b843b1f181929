import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Composes and plays the music of testdata: four demo tracks and some test material, as 16-bit WAV at 44.1 kHz.
 *
 * <p>Run as {@code java Music.java OUT_DIR}. All of it is computed here from sines, plucked strings and noise with a
 * fixed seed, in strict arithmetic, so it is ours and comes out the same, byte for byte, on every machine.
 *
 * <p>Long because it is one file that {@code java} runs without a build, and because music is.
 */
final class Music {
    static final int RATE = 44_100;

    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[0]);
        harbourLights().master().fade().writeWav(out.resolve("harbour-lights.wav"));
        paperBoats().master().fade().writeWav(out.resolve("paper-boats.wav"));
        nightTram().master().fade().writeWav(out.resolve("night-tram.wav"));
        windowSeat().master().fade().writeWav(out.resolve("window-seat.wav"));
        busy(12).writeWav(out.resolve("busy.wav"));
        chimes(12, 0).master().writeWav(out.resolve("chimes.wav"));
        chimes(12, 5).master().writeWav(out.resolve("chimes-up.wav"));
    }

    /** Slow pads under a bell arpeggio, 72 to the minute. */
    static Mix harbourLights() {
        double beat = 60 / 72.0;
        int[][] chords = {
            {38, 57, 61, 64, 66}, {35, 54, 57, 62, 66}, {43, 55, 59, 62, 66}, {45, 55, 59, 62, 64},
            {38, 57, 61, 64, 66}, {42, 57, 61, 64, 69}, {43, 59, 62, 66, 69}, {45, 57, 62, 64, 67}, {38, 57, 62, 66, 69}
        };
        int[] order = {1, 3, 2, 4, 3, 2, 4, 1};
        Mix mix = new Mix(33);
        for (int bar = 0; bar < chords.length; bar++) {
            int[] chord = chords[bar];
            double at = 0.1 + bar * 4 * beat;
            boolean last = bar == chords.length - 1;
            for (int voice = 1; voice < chord.length; voice++) {
                pad(mix, at, 4 * beat + (last ? 1 : 0.5), chord[voice], 0.055, (voice - 2.5) * 0.35);
            }
            bass(mix, at, 3.6 * beat, chord[0], 0.2);
            for (int step = 0; step < (last ? 1 : 8); step++) {
                int note = chord[order[(step + bar) % 8]] + 12 + (step == 4 && bar % 2 == 1 ? 12 : 0);
                bell(mix, at + step * beat / 2, note, step % 2 == 0 ? 0.085 : 0.055, StrictMath.sin(step * 0.8 + bar) * 0.7);
            }
        }
        mix.echo(0.75 * beat, 0.38, 0.30);
        mix.reverb(0.86, 0.28);
        return mix;
    }

    /** A finger-picked guitar with a music box that joins half-way, 92 to the minute. */
    static Mix paperBoats() {
        double beat = 60 / 92.0;
        int[][] chords = {
            {48, 55, 60, 64, 67}, {47, 55, 59, 62, 67}, {45, 52, 57, 60, 64}, {41, 53, 57, 60, 65},
            {48, 55, 60, 64, 67}, {47, 55, 59, 62, 67}, {45, 52, 57, 60, 64}, {43, 53, 55, 59, 62},
            {41, 53, 57, 60, 64}, {40, 52, 55, 60, 64}, {38, 50, 57, 60, 65}, {43, 50, 55, 59, 65}, {36, 55, 60, 64, 67}
        };
        int[] picking = {0, 2, 3, 4, 1, 3, 2, 4};
        // Melody: bar, beat, note, from the fifth bar on.
        double[][] tune = {
            {4, 0, 79}, {4, 1.5, 76}, {4, 2, 74}, {4, 3, 72}, {5, 0, 74}, {5, 1.5, 71}, {5, 2, 67}, {6, 0, 72}, {6, 1, 76},
            {6, 2, 81}, {6, 3, 79}, {7, 0, 77}, {7, 1.5, 74}, {7, 2, 71}, {8, 0, 72}, {8, 1, 77}, {8, 2, 81}, {8, 3, 84},
            {9, 0, 83}, {9, 1.5, 79}, {9, 2, 76}, {10, 0, 77}, {10, 1, 76}, {10, 2, 74}, {10, 3, 69}, {11, 0, 71},
            {11, 1.5, 74}, {11, 3, 79}, {12, 0, 76}
        };
        Mix mix = new Mix(34.5);
        Random hand = new Random(1971);
        for (int bar = 0; bar < chords.length; bar++) {
            int[] chord = chords[bar];
            double at = 0.1 + bar * 4 * beat;
            if (bar == chords.length - 1) {
                for (int voice = 0; voice < chord.length; voice++) {
                    pluck(mix, at + voice * 0.045, 3.4, chord[voice], 0.22, (voice - 2) * 0.15);
                }
                continue;
            }
            for (int step = 0; step < 8; step++) {
                double strength = (step % 4 == 0 ? 0.26 : 0.18) * (0.9 + 0.2 * hand.nextDouble());
                double late = hand.nextDouble() * 0.008;
                pluck(mix, at + step * beat / 2 + late, 1.6, chord[picking[step]], strength, (picking[step] - 2) * 0.15);
            }
            bass(mix, at, 1.8 * beat, chord[0] - 12, 0.13);
            bass(mix, at + 2 * beat, 1.8 * beat, chord[0] - 12, 0.09);
        }
        for (double[] note : tune) {
            musicBox(mix, 0.1 + (note[0] * 4 + note[1]) * beat, (int) note[2], 0.12, 0.25);
        }
        mix.echo(beat, 0.18, 0.2);
        mix.reverb(0.80, 0.2);
        return mix;
    }

    /** Electric piano, bass and brushed drums, 84 to the minute, with a little swing. */
    static Mix nightTram() {
        double beat = 60 / 84.0;
        int[][] chords = {
            {41, 56, 60, 63, 67}, {46, 56, 61, 65, 68}, {39, 55, 58, 62, 65}, {44, 55, 60, 63, 67},
            {41, 56, 60, 63, 67}, {46, 56, 61, 65, 68}, {39, 55, 58, 62, 65}, {48, 55, 58, 64, 68},
            {49, 56, 60, 65, 68}, {44, 55, 60, 63, 67}, {46, 56, 61, 65, 68}, {41, 56, 60, 63, 67}
        };
        int[] tune = {72, -1, 75, 77, -1, 79, 77, 75, 70, -1, 72, 68, -1, 67, 68, 70, 72, 80, 79, 77, -1, 75, 72, 70, 68, 70, 72, -1};
        Mix mix = new Mix(35);
        Random drummer = new Random(84);
        for (int bar = 0; bar < chords.length; bar++) {
            int[] chord = chords[bar];
            double at = 0.1 + bar * 4 * beat;
            boolean last = bar == chords.length - 1;
            for (int voice = 1; voice < chord.length; voice++) {
                electricPiano(mix, at + voice * 0.012, last ? 3.5 : 2.3 * beat, chord[voice], 0.085, (voice - 2.5) * 0.25);
                if (!last) {
                    electricPiano(mix, at + 2.66 * beat, 1.1 * beat, chord[voice], 0.055, (voice - 2.5) * 0.25);
                }
            }
            bass(mix, at, last ? 3 : 1.4 * beat, chord[0] - 12, 0.3);
            if (last) {
                kick(mix, at, 0.4);
                continue;
            }
            bass(mix, at + 1.66 * beat, 0.3 * beat, chord[0] - 12, 0.2);
            bass(mix, at + 2 * beat, 1.2 * beat, chord[0] - 5, 0.25);
            bass(mix, at + 3.66 * beat, 0.3 * beat, chords[bar + 1][0] - 13, 0.18);
            kick(mix, at, 0.4);
            kick(mix, at + 2 * beat, 0.34);
            kick(mix, at + 2.66 * beat, 0.2);
            brush(mix, at + beat, 0.2, 0.16, 0.25, drummer);
            brush(mix, at + 3 * beat, 0.2, 0.16, 0.25, drummer);
            for (int eighth = 0; eighth < 8; eighth++) {
                double when = (eighth / 2) + (eighth % 2 == 0 ? 0 : 0.62);
                brush(mix, at + when * beat, 0.04, eighth % 2 == 0 ? 0.06 : 0.035, 0.8, drummer);
            }
        }
        for (int i = 0; i < tune.length; i++) {
            if (tune[i] >= 0) {
                double when = 0.1 + (16 + i) * beat + (i % 2 == 0 ? 0 : 0.06 * beat);
                electricPiano(mix, when, 0.9 * beat, tune[i], 0.11, 0.1);
            }
        }
        mix.echo(0.66 * beat, 0.2, 0.25);
        mix.reverb(0.78, 0.14);
        return mix;
    }

    /** A waltz for marimba and strings, 116 to the minute. */
    static Mix windowSeat() {
        double beat = 60 / 116.0;
        int[][] chords = {
            {45, 57, 60, 64}, {41, 57, 60, 65}, {48, 55, 60, 64}, {43, 55, 59, 62}, {45, 57, 60, 64}, {50, 57, 62, 65},
            {40, 56, 59, 64}, {45, 57, 60, 64}, {41, 57, 60, 65}, {43, 55, 59, 62}, {48, 55, 60, 64}, {45, 57, 60, 64},
            {50, 57, 62, 65}, {41, 57, 60, 65}, {40, 56, 59, 62}, {45, 57, 60, 64}, {41, 57, 60, 65}, {40, 56, 62, 64},
            {45, 57, 60, 64}
        };
        int[] tune = {
            76, 0, 81, 79, 77, 0, 76, 0, 72, 74, 71, 0, 72, 76, 81, 84, 0, 81, 83, 80, 76, 81, 0, 0, 77, 81, 84, 83, 0, 79, 79, 76,
            72, 76, 0, 0, 74, 77, 81, 79, 77, 72, 74, 76, 71, 72, 0, 0, 69, 72, 77, 76, 0, 74, 69, 0, 0
        };
        Mix mix = new Mix(32.5);
        for (int bar = 0; bar < chords.length; bar++) {
            int[] chord = chords[bar];
            double at = 0.1 + bar * 3 * beat;
            boolean last = bar == chords.length - 1;
            bass(mix, at, last ? 2.5 : 1.6 * beat, chord[0], 0.22);
            for (int voice = 1; voice < 4; voice++) {
                pad(mix, at, last ? 2.6 : 3 * beat, chord[voice], 0.05, (voice - 2) * 0.6);
                marimba(mix, at + beat, chord[voice], last ? 0 : 0.1, -0.3);
                marimba(mix, at + 2 * beat, chord[voice], last ? 0 : 0.08, -0.3);
            }
            for (int step = 0; step < 3; step++) {
                int note = tune[bar * 3 + step];
                if (note > 0) {
                    marimba(mix, at + step * beat, note, 0.2, 0.2);
                    if (bar >= 8) {
                        bell(mix, at + step * beat, note + 12, 0.03, 0.4);
                    }
                }
            }
        }
        mix.echo(1.5 * beat, 0.15, 0.2);
        mix.reverb(0.82, 0.22);
        return mix;
    }

    /** Loud bursts of noise between quiet tones: makes an encoder save bits and spend them, so its reservoir is used to the full. */
    static Mix busy(double seconds) {
        Mix mix = new Mix(seconds);
        Random noise = new Random(440);
        for (int i = 0; i < mix.left.length; i++) {
            double t = i / (double) RATE;
            double burst = StrictMath.pow(0.5 + 0.5 * StrictMath.sin(2 * Math.PI * 3.1 * t), 6);
            double hiss = 0.55 * burst;
            double tone = 0.15 * StrictMath.sin(2 * Math.PI * 330 * t) + 0.1 * StrictMath.sin(2 * Math.PI * (500 + 80 * t) * t);
            double edge = Math.min(1, Math.min(t, seconds - t) / 0.005);
            mix.left[i] = edge * (tone + hiss * (noise.nextDouble() - 0.5));
            mix.right[i] = edge * (tone + hiss * (noise.nextDouble() - 0.5));
        }
        return mix;
    }

    /** Bells and chords that never pause, so that any gap or click is easily found. */
    static Mix chimes(double seconds, int transpose) {
        int[] scale = {60, 64, 67, 71, 72, 71, 67, 64, 62, 65, 69, 72, 74, 72, 69, 65};
        Mix mix = new Mix(seconds);
        for (int step = 0; step * 0.25 < seconds; step++) {
            int note = scale[step % scale.length] + transpose;
            bell(mix, step * 0.25, note + 12, 0.14, step % 2 == 0 ? -0.5 : 0.5);
            if (step % 8 == 0) {
                for (int third : new int[] {0, 4, 7, 12}) {
                    pad(mix, Math.max(0, step * 0.25 - 0.3), 2.6, note - 12 + third, 0.09, third / 12.0 - 0.5);
                }
            }
        }
        // The pads swell in; a steady drone keeps first and last sample well above silence.
        for (int i = 0; i < mix.left.length; i++) {
            double drone = 0.1 * StrictMath.cos(2 * Math.PI * 110 * i / RATE);
            mix.left[i] += drone;
            mix.right[i] += drone;
        }
        return mix;
    }

    // ---- Instruments. Each adds one note to the mix: when it starts and lasts (seconds), MIDI note, level, place (-1 left … 1 right).

    static void pad(Mix mix, double at, double seconds, int note, double level, double pan) {
        double release = 1.4;
        double[] detune = {-0.0028, 0, 0.0031};
        for (int voice = 0; voice < 3; voice++) {
            double hertz = hertz(note) * (1 + detune[voice]);
            double[] wave = new double[samples(seconds + release)];
            for (int harmonic = 1; harmonic <= 9 && hertz * harmonic < 9_000; harmonic++) {
                double amplitude = 1 / StrictMath.pow(harmonic, 1.7);
                Sine sine = new Sine(hertz * harmonic, note * 0.7 + voice * 2.1 + harmonic);
                for (int i = 0; i < wave.length; i++) {
                    wave[i] += amplitude * sine.next();
                }
            }
            for (int i = 0; i < wave.length; i++) {
                double t = i / (double) RATE;
                double attack = Math.min(1, t / 0.7);
                double fade = t < seconds ? 1 : Math.max(0, 1 - (t - seconds) / release);
                wave[i] *= level * 0.6 * attack * attack * (3 - 2 * attack) * fade * fade;
            }
            mix.add(at, wave, Math.max(-1, Math.min(1, pan + (voice - 1) * 0.3)));
        }
    }

    static void bell(Mix mix, double at, int note, double level, double pan) {
        partials(mix, at, 2.2, note, level, pan, new double[] {1, 1, 2.2, 2.0, 0.35, 4.5, 3.01, 0.18, 7, 5.4, 0.07, 14});
    }

    static void musicBox(Mix mix, double at, int note, double level, double pan) {
        partials(mix, at, 1.8, note, level, pan, new double[] {1, 1, 3, 3.98, 0.25, 9, 6.6, 0.08, 20});
    }

    static void marimba(Mix mix, double at, int note, double level, double pan) {
        partials(mix, at, 1.1, note, level, pan, new double[] {1, 1, 5, 3.93, 0.22, 16, 9.2, 0.06, 40});
    }

    /** Decaying sines; each three numbers are one partial: ratio to the note, level, decay per second. */
    static void partials(Mix mix, double at, double seconds, int note, double level, double pan, double[] table) {
        double[] wave = new double[samples(seconds)];
        for (int row = 0; row < table.length; row += 3) {
            double hertz = hertz(note) * table[row];
            if (hertz > 15_000) {
                continue;
            }
            Sine sine = new Sine(hertz, 0);
            double amplitude = level * table[row + 1];
            double decay = StrictMath.exp(-table[row + 2] / RATE);
            for (int i = 0; i < wave.length; i++) {
                wave[i] += amplitude * sine.next();
                amplitude *= decay;
            }
        }
        soften(wave, 0.002, 0.15);
        mix.add(at, wave, pan);
    }

    /** A string after Karplus and Strong: noise that runs round a delay line and loses its edge on the way. */
    static void pluck(Mix mix, double at, double seconds, int note, double level, double pan) {
        double period = RATE / hertz(note) - 0.5;
        int length = (int) period;
        double fraction = period - length;
        double[] line = new double[length + 1];
        Random fingers = new Random(note * 31L + (long) (at * 1000));
        double smooth = 0;
        for (int i = 0; i < line.length; i++) {
            smooth += 0.45 * (fingers.nextDouble() * 2 - 1 - smooth);
            line[i] = smooth;
        }
        double[] wave = new double[samples(seconds)];
        double before = 0;
        double loss = StrictMath.pow(0.001, 1 / (hertz(note) * 3.2));
        for (int i = 0; i < wave.length; i++) {
            int here = i % line.length;
            int next = (i + 1) % line.length;
            double out = line[here] * fraction + line[next] * (1 - fraction);
            line[here] = loss * 0.5 * (out + before);
            before = out;
            wave[i] = out * level * 2.2;
        }
        soften(wave, 0.001, 0.25);
        mix.add(at, wave, pan);
    }

    /** Two sines, one bending the other, and a short bright tine. */
    static void electricPiano(Mix mix, double at, double seconds, int note, double level, double pan) {
        double[] wave = new double[samples(seconds + 0.25)];
        double step = 2 * Math.PI * hertz(note) / RATE;
        for (int i = 0; i < wave.length; i++) {
            double t = i / (double) RATE;
            double index = 1.5 * StrictMath.exp(-t * 3.5) + 0.25;
            double tine = 0.18 * StrictMath.exp(-t * 18) * StrictMath.sin(step * i * 7);
            double body = StrictMath.sin(step * i + index * StrictMath.sin(step * i));
            double tremolo = 1 + 0.12 * StrictMath.sin(2 * Math.PI * 4.6 * (at + t));
            wave[i] = level * (body + tine) * StrictMath.exp(-t * 1.3) * tremolo;
        }
        soften(wave, 0.004, 0.25);
        mix.add(at, wave, pan);
    }

    static void bass(Mix mix, double at, double seconds, int note, double level) {
        double[] wave = new double[samples(seconds + 0.12)];
        double step = 2 * Math.PI * hertz(note) / RATE;
        for (int i = 0; i < wave.length; i++) {
            double t = i / (double) RATE;
            double body = StrictMath.sin(step * i) + 0.35 * StrictMath.sin(step * i * 2) + 0.12 * StrictMath.sin(step * i * 3);
            wave[i] = level * body * StrictMath.exp(-t * 0.9);
        }
        soften(wave, 0.012, 0.12);
        mix.add(at, wave, 0);
    }

    static void kick(Mix mix, double at, double level) {
        double[] wave = new double[samples(0.35)];
        double phase = 0;
        for (int i = 0; i < wave.length; i++) {
            double t = i / (double) RATE;
            phase += 2 * Math.PI * (46 + 90 * StrictMath.exp(-t * 32)) / RATE;
            wave[i] = level * StrictMath.sin(phase) * StrictMath.exp(-t * 11);
        }
        soften(wave, 0.001, 0.05);
        mix.add(at, wave, 0);
    }

    /** Filtered noise: a brush on the snare (bright 0.25) or a closed hi-hat (bright 0.8). */
    static void brush(Mix mix, double at, double seconds, double level, double bright, Random drummer) {
        double[] wave = new double[samples(seconds * 2)];
        double low = 0;
        for (int i = 0; i < wave.length; i++) {
            double white = drummer.nextDouble() * 2 - 1;
            low += bright * (white - low);
            wave[i] = level * (white - low) * StrictMath.exp(-i / (double) RATE / seconds * 3);
        }
        soften(wave, 0.002, 0.03);
        mix.add(at, wave, bright > 0.5 ? 0.35 : -0.1);
    }

    /** Takes the click off both ends of a note. */
    static void soften(double[] wave, double attackSeconds, double releaseSeconds) {
        int attack = samples(attackSeconds);
        int release = Math.min(wave.length, samples(releaseSeconds));
        for (int i = 0; i < attack && i < wave.length; i++) {
            wave[i] *= i / (double) attack;
        }
        for (int i = 0; i < release; i++) {
            wave[wave.length - 1 - i] *= i / (double) release;
        }
    }

    static double hertz(int note) {
        return 440 * StrictMath.pow(2, (note - 69) / 12.0);
    }

    static int samples(double seconds) {
        return (int) Math.round(seconds * RATE);
    }

    /** A sine by rotation: two multiplications a sample instead of a call. */
    static final class Sine {
        private final double twoCos;
        private double previous;
        private double current;

        Sine(double hertz, double phase) {
            double step = 2 * Math.PI * hertz / RATE;
            twoCos = 2 * StrictMath.cos(step);
            current = StrictMath.sin(phase);
            previous = StrictMath.sin(phase - step);
        }

        double next() {
            double out = current;
            current = twoCos * out - previous;
            previous = out;
            return out;
        }
    }

    /** Two channels of samples, with the effects that work on the whole. */
    static final class Mix {
        final double[] left;
        final double[] right;

        Mix(double seconds) {
            left = new double[samples(seconds)];
            right = new double[samples(seconds)];
        }

        void add(double at, double[] wave, double pan) {
            int from = samples(at);
            double gainLeft = StrictMath.cos((pan + 1) * Math.PI / 4);
            double gainRight = StrictMath.sin((pan + 1) * Math.PI / 4);
            for (int i = 0; i < wave.length && from + i < left.length; i++) {
                left[from + i] += wave[i] * gainLeft;
                right[from + i] += wave[i] * gainRight;
            }
        }

        /** Repeats that jump from side to side, each duller than the one before. */
        void echo(double seconds, double feedback, double wet) {
            int delay = samples(seconds);
            double[] tapLeft = new double[left.length];
            double[] tapRight = new double[left.length];
            double dullLeft = 0;
            double dullRight = 0;
            for (int i = delay; i < left.length; i++) {
                dullLeft += 0.4 * (left[i - delay] + feedback * tapRight[i - delay] - dullLeft);
                dullRight += 0.4 * (feedback * tapLeft[i - delay] - dullRight);
                tapLeft[i] = dullLeft;
                tapRight[i] = dullRight + feedback * 0.5 * right[i - delay];
            }
            for (int i = 0; i < left.length; i++) {
                left[i] += wet * tapLeft[i];
                right[i] += wet * tapRight[i];
            }
        }

        /** Schroeder's room: eight damped combs, then four all-passes, a little longer on the right. */
        void reverb(double room, double wet) {
            double[] send = new double[left.length];
            for (int i = 0; i < left.length; i++) {
                send[i] = (left[i] + right[i]) * 0.015;
            }
            mixIn(left, chamber(send, room, 0), wet);
            mixIn(right, chamber(send, room, 23), wet);
        }

        private static double[] chamber(double[] input, double room, int spread) {
            int[] combs = {1116, 1188, 1277, 1356, 1422, 1491, 1557, 1617};
            int[] allPasses = {556, 441, 341, 225};
            double[] sum = new double[input.length];
            for (int comb : combs) {
                double[] line = new double[comb + spread];
                double damped = 0;
                for (int i = 0; i < input.length; i++) {
                    int at = i % line.length;
                    double out = line[at];
                    damped = out * 0.75 + damped * 0.25;
                    line[at] = input[i] + damped * room;
                    sum[i] += out;
                }
            }
            for (int allPass : allPasses) {
                double[] line = new double[allPass + spread];
                for (int i = 0; i < sum.length; i++) {
                    int at = i % line.length;
                    double delayed = line[at];
                    line[at] = sum[i] + delayed * 0.5;
                    sum[i] = delayed - sum[i];
                }
            }
            return sum;
        }

        private static void mixIn(double[] into, double[] from, double wet) {
            for (int i = 0; i < into.length; i++) {
                into[i] += from[i] * wet * 10;
            }
        }

        /** Takes out what is below hearing and rounds the peaks off. */
        Mix master() {
            for (double[] channel : new double[][] {left, right}) {
                double slow = 0;
                for (int i = 0; i < channel.length; i++) {
                    slow += 0.003 * (channel[i] - slow);
                    channel[i] = StrictMath.tanh((channel[i] - slow) * 1.15) / 1.15;
                }
            }
            return this;
        }

        /** Fades 10 ms in and the last second and a half out. */
        Mix fade() {
            int out = samples(1.5);
            int in = samples(0.01);
            for (double[] channel : new double[][] {left, right}) {
                for (int i = 0; i < in; i++) {
                    channel[i] *= i / (double) in;
                }
                for (int i = 0; i < out; i++) {
                    channel[channel.length - 1 - i] *= i / (double) out;
                }
            }
            return this;
        }

        void writeWav(Path file) throws IOException {
            int bytes = left.length * 4;
            ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
            wav.put("RIFF".getBytes()).putInt(36 + bytes).put("WAVEfmt ".getBytes()).putInt(16);
            wav.putShort((short) 1).putShort((short) 2).putInt(RATE).putInt(RATE * 4).putShort((short) 4).putShort((short) 16);
            wav.put("data".getBytes()).putInt(bytes);
            for (int i = 0; i < left.length; i++) {
                wav.putShort(sample(left[i])).putShort(sample(right[i]));
            }
            Files.write(file, wav.array());
        }

        private static short sample(double value) {
            return (short) Math.max(-32_768, Math.min(32_767, Math.round(value * 32_767)));
        }
    }
}
