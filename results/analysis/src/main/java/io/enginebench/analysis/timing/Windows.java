package io.enginebench.analysis.timing;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.record.Check;
import io.enginebench.record.figure.WarmupShape;
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

    /** Windows of a warm-up that are looked at together, so that one disturbed window decides nothing. */
    static final int GROUP = 3;
    /** A difference below 5 %, which a verdict would call equivalent, is none. */
    private static final double TOLERANCE = 1.05;

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

    /**
     * How these windows, the measured ones, came to their speed. Barrett et al. cut a series where its mean changes and look at
     * the pieces; with a few dozen windows the pieces are fixed here: groups of {@value #GROUP} warm-up windows against the
     * measured ones, by medians. A last group that is not full is left out, unless it is the only one.
     *
     * @param warmupNs durations of the windows before; may be empty
     */
    public WarmupShape shapeAfter(List<Long> warmupNs) {
        double speed = median();
        if (count() > 1) {
            double first = part(0, count() / 2).median();
            double second = part(count() - count() / 2, count()).median();
            if (Math.max(first, second) > TOLERANCE * Math.min(first, second)) {
                return WarmupShape.NO_STEADY_STATE;
            }
        }
        boolean slower = false;
        int group = Math.min(GROUP, Math.max(1, warmupNs.size()));
        for (int from = 0; from + group <= warmupNs.size(); from += group) {
            double before = new Windows(warmupNs.subList(from, from + group)).median();
            if (before * TOLERANCE < speed) {
                return WarmupShape.SLOWING;
            }
            slower = slower || before > speed * TOLERANCE;
        }
        return slower ? WarmupShape.WARMING : WarmupShape.FLAT;
    }

    private Windows part(int from, int to) {
        return new Windows(durationsNs.subList(from, to));
    }

    private int count() {
        return durationsNs.size();
    }

    private double[] asArray() {
        return durationsNs.stream().mapToDouble(Long::doubleValue).toArray();
    }
}
