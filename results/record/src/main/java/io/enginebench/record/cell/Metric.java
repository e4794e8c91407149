package io.enginebench.record.cell;

import io.enginebench.record.Check;

/**
 * One figure with its unit and direction.
 *
 * @param score finite
 * @param unit {@code fraction}, {@code samples/s}, {@code squared target units}, …
 * @param higherIsBetter the direction
 */
public record Metric(double score, String unit, boolean higherIsBetter) {
    public Metric {
        Check.finite("score in " + unit, score);
    }

    /** A share of 0..1 of which more is better: accuracy, recall. */
    public static Metric fraction(double score) {
        return new Metric(score, "fraction", true);
    }

    /** Rows per second. */
    public static Metric samplesPerSecond(double score) {
        return new Metric(score, "samples/s", true);
    }
}
