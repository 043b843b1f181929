package icy.bench.compare;

/**
 * What is put on a server: {@code listeners} who join at {@code joinsPerSecond}, stay, and are counted for {@code
 * windowSeconds} once they are settled.
 */
public record Load(String name, int listeners, int joinsPerSecond, int windowSeconds) {
    public Load {
        if (listeners <= 0 || joinsPerSecond <= 0 || windowSeconds < 4) {
            throw new IllegalArgumentException("listeners=" + listeners + ", joinsPerSecond=" + joinsPerSecond
                    + ", windowSeconds=" + windowSeconds + " (at least 4)");
        }
    }

    double joiningSeconds() {
        return (double) listeners / joinsPerSecond;
    }
}
