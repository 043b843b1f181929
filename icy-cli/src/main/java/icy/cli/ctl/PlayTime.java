package icy.cli.ctl;

/**
 * Moments of a track as people write them.
 *
 * <p>Thread: any.
 */
final class PlayTime {

    private PlayTime() {}

    /**
     * Seconds of {@code 42}, {@code 42.5}, {@code 3:07} or {@code 1:02:03.5}.
     *
     * @throws IllegalArgumentException with a sentence
     */
    static double parse(String text) {
        if (!text.matches("(\\d{1,3}:)?(\\d{1,4}:)?\\d{1,6}(\\.\\d{1,6})?")) {
            throw new IllegalArgumentException(text + ": is no moment; write seconds or minutes, like 42.5 or 3:07");
        }
        double seconds = 0;
        for (String part : text.split(":")) {
            seconds = seconds * 60 + Double.parseDouble(part);
        }
        return seconds;
    }

    /** {@code 3:07}, {@code 1:02:03}. */
    static String shown(double seconds) {
        long whole = (long) seconds;
        return whole < 3600
                ? "%d:%02d".formatted(whole / 60, whole % 60)
                : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
    }
}
