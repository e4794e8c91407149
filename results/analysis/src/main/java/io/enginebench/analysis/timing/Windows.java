package io.enginebench.analysis.timing;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.record.Check;
import java.util.List;

/**
 * The durations of consecutive windows of equal work, in nanoseconds.
 *
 * @param durationsNs one or more, in the order of time
 */
public record Windows(List<Long> durationsNs) {
    /** Windows that must agree before a measurement begins. */
    public static final int STEADY_WINDOWS = 5;

    private static final double STEADY_VARIATION = 0.02;

    public Windows {
        durationsNs = List.copyOf(durationsNs);
        Check.that(!durationsNs.isEmpty(), "windows", "one or more", 0);
    }

    /** The middle duration, or the mean of the two middle ones. */
    public double median() {
        return Sample.median(asArray());
    }

    /** The standard deviation (n - 1) over the mean; 0 for one window. */
    public double variation() {
        return Sample.variation(asArray());
    }

    /** Whether the last {@link #STEADY_WINDOWS} have a coefficient of variation below 2 %. */
    public boolean endSteadily() {
        int count = durationsNs.size();
        return count >= STEADY_WINDOWS
                && new Windows(durationsNs.subList(count - STEADY_WINDOWS, count)).variation() < STEADY_VARIATION;
    }

    Windows part(int from, int to) {
        return new Windows(durationsNs.subList(from, to));
    }

    int count() {
        return durationsNs.size();
    }

    private double[] asArray() {
        return durationsNs.stream().mapToDouble(Long::doubleValue).toArray();
    }
}
