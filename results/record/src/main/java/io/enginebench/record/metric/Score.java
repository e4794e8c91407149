package io.enginebench.record.metric;

import io.enginebench.record.Check;

/**
 * A figure as it is published, with the unit and direction of its metric; made by {@link Metric#of}.
 *
 * @param score finite
 * @param higherIsBetter the direction
 */
public record Score(double score, String unit, boolean higherIsBetter) {
    public Score {
        Check.finite("score in " + unit, score);
    }
}
