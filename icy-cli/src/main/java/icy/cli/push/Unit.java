package icy.cli.push;

import icy.core.ogg.OggLink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is sent whole: an MP3 or ADTS frame, an Ogg page, or all header pages of an Ogg link.
 *
 * <p>Thread: any; nobody writes to the bytes.
 *
 * @param durationUnits in 1/28,224,000 s; 0 for what only prepares a decoder
 * @param sampleRate 0 if it is not known
 * @param channels 0 if it is not known
 * @param title of the track that begins with this unit; empty if it has none, null if no track begins here
 * @param link the Ogg link whose headers these are; null for all other units
 * @param mayBegin whether a decoder can begin here, once it has been given what it needs
 */
record Unit(
        byte[] bytes,
        long durationUnits,
        int sampleRate,
        int channels,
        @Nullable String title,
        @Nullable OggLink link,
        boolean mayBegin) {

    /** A frame that lies somewhere in {@code bytes}, of which a copy is kept. */
    static Unit frame(byte[] bytes, int offset, int length, long durationUnits, int sampleRate, int channels) {
        byte[] own = Arrays.copyOfRange(bytes, offset, offset + length);
        return new Unit(own, durationUnits, sampleRate, channels, null, null, /* mayBegin= */ true);
    }

    /** The same as the first of a track. */
    Unit withTitle(String track) {
        return new Unit(bytes, durationUnits, sampleRate, channels, track, link, mayBegin);
    }
}
