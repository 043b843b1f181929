package icy.cli.ctl;

/**
 * Tracks as they are asked for.
 *
 * <p>Thread: any.
 */
final class Track {

    private Track() {}

    /** An index as a number, since that is how the API tells it from a path or an id. */
    static Object of(String typed) {
        return typed.matches("\\d{1,6}") ? (Object) Integer.valueOf(typed) : typed;
    }
}
