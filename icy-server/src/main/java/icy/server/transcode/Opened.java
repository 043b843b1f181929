package icy.server.transcode;

/**
 * What became of the wish for a file in some quality.
 *
 * <p>Thread: any.
 */
public sealed interface Opened {

    /** The file is to be given as it is: that was asked for, or it is no larger than what was asked for. */
    record Original() implements Opened {}

    /** It is there, or is being made; whoever has it closes it. */
    record Transcoded(TranscodedFile file) implements Opened {}

    /**
     * It cannot be had.
     *
     * @param status as HTTP says it: 404 gone, 415 no music that is known, 422 broken, 429 too much asked for, 503 no room
     * @param sentence why, for whoever asked
     * @param retryAfterSeconds when it may be had; 0 if that will not help
     */
    record Refused(int status, String sentence, int retryAfterSeconds) implements Opened {}
}
