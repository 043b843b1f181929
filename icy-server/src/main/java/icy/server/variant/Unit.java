package icy.server.variant;

import icy.core.icy.StreamTitle;

/**
 * A unit that an encoder has made.
 *
 * <p>Thread: any.
 *
 * @param stretch of the parent's stream that it is of
 * @param encoder tells the encoders of a variant apart, one after the other
 * @param time stream time at which its sound begins
 * @param title in force at it
 */
@SuppressWarnings("ArrayRecordComponent") // it is handed from one thread to another, and never compared
record Unit(String stretch, long encoder, byte[] bytes, long time, long duration, StreamTitle title) {
    long endTime() {
        return time + duration;
    }
}
