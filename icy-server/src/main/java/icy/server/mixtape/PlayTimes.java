package icy.server.mixtape;

import java.util.List;

/**
 * How long something plays, for people.
 *
 * <p>Thread: any.
 */
final class PlayTimes {
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;

    private PlayTimes() {}

    /** {@code 3:07}, {@code 1:02:45}. */
    static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < HOUR
                ? "%d:%02d".formatted(whole / MINUTE, whole % MINUTE)
                : "%d:%02d:%02d".formatted(whole / HOUR, whole % HOUR / MINUTE, whole % MINUTE);
    }

    /** {@code 12 tracks · 48 min}; without the time while a track's is not known. */
    static String facts(List<MixtapeFiles.Shown> tracks) {
        String count = tracks.size() == 1 ? "1 track" : tracks.size() + " tracks";
        boolean isKnown = tracks.stream().allMatch(track -> track.seconds() > 0);
        double total = tracks.stream().mapToDouble(MixtapeFiles.Shown::seconds).sum();
        return isKnown ? count + " · " + words(total) : count;
    }

    private static String words(double seconds) {
        long minutes = Math.round(seconds / MINUTE);
        if (minutes < 1) {
            return Math.round(seconds) + " s";
        }
        long hours = minutes / MINUTE;
        return hours == 0 ? minutes + " min" : "%d h %d min".formatted(hours, minutes % MINUTE);
    }
}
