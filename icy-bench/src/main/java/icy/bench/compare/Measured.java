package icy.bench.compare;

/**
 * One server under one load.
 *
 * @param cpuCores user and system time of the server per second of the window
 * @param residentBytes at the end of the window
 * @param peakResidentBytes since it was started
 */
public record Measured(
        String server, Load load, int round, double cpuCores, long residentBytes, long peakResidentBytes, Heard heard) {

    /** Whether each of the listeners heard something and none was lost. */
    public boolean complete() {
        return heard.streaming() == heard.listeners();
    }
}
