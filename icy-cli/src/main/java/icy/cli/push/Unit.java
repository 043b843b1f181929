package icy.cli.push;

import org.jspecify.annotations.Nullable;

/**
 * What is sent whole: an MP3 or ADTS frame, an Ogg page.
 *
 * <p>Thread: any; nobody writes to the bytes.
 *
 * @param durationUnits in 1/28,224,000 s; 0 for what only prepares a decoder
 * @param sampleRate 0 if it is not known
 * @param channels 0 if it is not known
 * @param title of the track that begins with this unit; empty if it has none, null if no track begins here
 */
record Unit(
        byte[] bytes,
        long durationUnits,
        int sampleRate,
        int channels,
        @Nullable String title) {}
