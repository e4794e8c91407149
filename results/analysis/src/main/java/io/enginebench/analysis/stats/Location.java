package io.enginebench.analysis.stats;

import java.util.Optional;

/**
 * What a sample of paired differences says about the value around which they lie.
 *
 * <p>The two one-sided p values give every test of this project: of a difference from 0, of a difference beyond a margin, and
 * of equivalence within a margin.
 */
public interface Location {
    /** The estimated value. */
    double estimate();

    /** The two-sided interval; empty where the sample is too small for the level. */
    Optional<Interval> interval(double confidence);

    /** The p value of the hypothesis that the value is at most {@code bound}. */
    double pAtMost(double bound);

    /** The p value of the hypothesis that the value is at least {@code bound}. */
    double pAtLeast(double bound);

    /**
     * The p value of the hypothesis that the value lies in {@code -bound..bound}, for a two-sided claim: at a bound of 0 the
     * ordinary two-sided test, else the minimum-effect test (Murphy and Myors 1999).
     */
    default double pWithin(double bound) {
        return Math.min(1, 2 * Math.min(pAtMost(bound), pAtLeast(-bound)));
    }

    /**
     * The p value of the hypothesis that the value lies outside {@code -bound..bound}: two one-sided tests, the larger of
     * their p values (Schuirmann 1987). It is at most 0.05 where the 90 % interval lies within.
     */
    default double pOutside(double bound) {
        return Math.max(pAtMost(-bound), pAtLeast(bound));
    }
}
