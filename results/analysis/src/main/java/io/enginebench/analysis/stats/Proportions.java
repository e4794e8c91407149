package io.enginebench.analysis.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/** Inference on counts of hits. */
public final class Proportions {
    private Proportions() {}

    /** Wilson's score interval of {@code hits / trials} (Wilson 1927), without continuity correction. */
    public static Interval wilson(int hits, int trials, double confidence) {
        var interval = BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(trials, hits, 1 - confidence);
        return new Interval(interval.getLowerBound(), interval.getUpperBound(), confidence);
    }

    /**
     * The exact two-sided p value of McNemar's test: whether, of the rows that only one of two answers has right, each has
     * half (McNemar 1947; the exact form is the sign test on those rows).
     *
     * <p>It is twice the smaller tail. BinomialTest of Apache Commons Statistics 1.2 adds up the outcomes that are at most as
     * likely as the one seen, and where rounding tells two mirrored ones apart it leaves one of them out.
     */
    public static double mcNemar(int firstOnly, int secondOnly) {
        int discordant = firstOnly + secondOnly;
        return discordant == 0
                ? 1
                : Math.min(
                        1,
                        2
                                * BinomialDistribution.of(discordant, 0.5)
                                        .cumulativeProbability(Math.min(firstOnly, secondOnly)));
    }
}
