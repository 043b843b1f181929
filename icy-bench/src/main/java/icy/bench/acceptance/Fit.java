package icy.bench.acceptance;

import java.util.Arrays;

/** A straight line through points by least squares, and how far points are from it. Thread: whoever owns the object. */
final class Fit {
    private double[] x = new double[1024];
    private double[] y = new double[1024];
    private int count;

    void add(double atX, double atY) {
        if (count == x.length) {
            x = Arrays.copyOf(x, 2 * count);
            y = Arrays.copyOf(y, 2 * count);
        }
        x[count] = atX;
        y[count] = atY;
        count++;
    }

    int points() {
        return count;
    }

    /** Slope of the line. */
    double slope() {
        double meanX = mean(x);
        double meanY = mean(y);
        double above = 0;
        double below = 0;
        for (int i = 0; i < count; i++) {
            above += (x[i] - meanX) * (y[i] - meanY);
            below += (x[i] - meanX) * (x[i] - meanX);
        }
        return above / below;
    }

    /** How far the farthest point lies above or below the line. */
    double farthest() {
        double slope = slope();
        double meanX = mean(x);
        double meanY = mean(y);
        double farthest = 0;
        for (int i = 0; i < count; i++) {
            farthest = Math.max(farthest, Math.abs(y[i] - meanY - slope * (x[i] - meanX)));
        }
        return farthest;
    }

    private double mean(double[] values) {
        return Arrays.stream(values, 0, count).sum() / count;
    }
}
