package icy.server.mount;

/**
 * A place in a mount's stream, said in both ways.
 *
 * <p>Thread: any.
 *
 * @param position bytes since the mount began
 * @param timeUnits duration of all units before it, in 1/28,224,000 s
 */
public record StreamMoment(long position, long timeUnits) {

    /** Where every mount begins. */
    public static final StreamMoment BEGINNING = new StreamMoment(0, 0);
}
