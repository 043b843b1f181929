package icy.server.mount;

import icy.core.icy.StreamTitle;
import java.util.List;

/**
 * A mount as everybody sees it who is not on its loop: to be asked at any time, never to be changed.
 *
 * <p>Thread: any.
 */
public interface MountView {
    /** Its path, such as {@code /stream}. */
    String name();

    MountSnapshot snapshot();

    /** The retained unit that holds {@code position}, or the nearest that is retained. */
    StreamMoment momentAt(long position);

    /** The retained unit that plays at stream time {@code timeUnits}, or the nearest that is retained. */
    StreamMoment momentAtTime(long timeUnits);

    /** The title in force at {@code position}; for one long gone the oldest still known. */
    StreamTitle titleAt(long position);

    /** What has been played lately, newest first; what plays now is the first. */
    List<PlayedTitle> history();
}
