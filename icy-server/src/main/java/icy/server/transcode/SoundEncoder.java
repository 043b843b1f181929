package icy.server.transcode;

import icy.core.tracks.AudioKind;
import icy.server.encode.OutputCodec;
import java.io.IOException;

/**
 * Makes other formats of sound.
 *
 * <p>Thread: any that may wait.
 */
interface SoundEncoder {

    /** Its name and version: another one makes other bytes. */
    String identity();

    /** Whether it can make that of such a file. */
    boolean canMake(OutputCodec codec, AudioKind kind);

    /**
     * Begins at a moment of the sound.
     *
     * @param fromSample counted at the sample rate of what is made
     * @throws IOException with a reason for people
     */
    Encoding begin(Recipe recipe, long fromSample) throws IOException;
}
