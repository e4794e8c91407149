package io.enginebench.analysis.stats;

import io.enginebench.record.Check;

/**
 * A confidence interval; an infinite end is an open one.
 *
 * @param lower at most {@code upper}
 * @param upper at least {@code lower}
 * @param confidence the level that the method really has, which for an exact one is at least the level asked for
 */
public record Interval(double lower, double upper, double confidence) {
    public Interval {
        Check.that(lower <= upper, "interval", "a lower and an upper bound", lower + ".." + upper);
        Check.that(confidence > 0 && confidence < 1, "confidence", "between 0 and 1", confidence);
    }

    /** Whether the whole of it lies in the open interval {@code -bound..bound}. */
    public boolean within(double bound) {
        return lower > -bound && upper < bound;
    }

    /** The same with both ends as much farther out. */
    public Interval widened(double by) {
        return new Interval(lower - by, upper + by, confidence);
    }

    /** Whether the whole of it lies above {@code bound} or below {@code -bound}. */
    public boolean outside(double bound) {
        return lower > bound || upper < -bound;
    }
}
