package icy.server.source;

import icy.server.config.StationInfo;
import icy.server.mount.Codec;

/**
 * What a live source has said of itself before its first byte of audio, its right to come checked already.
 *
 * <p>Thread: any; immutable.
 *
 * @param mount the mount it wants
 * @param user as whom it logged in
 * @param priority among live sources of the mount; the higher one is on the air
 * @param mayCreate whether a mount that does not exist may be made for it
 * @param agent the program it is; may be empty
 * @param codec what its units are
 * @param contentType MIME type without parameters, for listeners
 * @param info how it introduces the station; fields it did not send are as in {@link StationInfo#DEFAULT}
 * @param audioInfo its {@code ice-audio-info}; may be empty
 * @param wrapping how its body comes
 */
public record SourceHello(
        String mount,
        String user,
        int priority,
        boolean mayCreate,
        String agent,
        Codec codec,
        String contentType,
        StationInfo info,
        String audioInfo,
        Wrapping wrapping) {}
