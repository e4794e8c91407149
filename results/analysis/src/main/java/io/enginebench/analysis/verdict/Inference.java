package io.enginebench.analysis.verdict;

import io.enginebench.analysis.stats.Interval;
import io.enginebench.analysis.stats.Power;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a sample shows on the scale of the contrast, before its family is known.
 *
 * @param method behind estimate and both intervals
 * @param interval at 95 %
 * @param equivalenceInterval at 90 %
 * @param check an interval by another method, if there is one
 * @param p of the hypothesis that {@code better} rejects
 * @param equivalenceP of two one-sided tests
 * @param noEquivalence why equivalence may not be claimed whatever the interval; null if it may
 * @param exact whether a sample of n can reject no more often than once in 2^n
 * @param power the plan of a campaign of so many seeds or rounds; null where no number of them can decide
 */
record Inference(
        String method,
        double estimate,
        Interval interval,
        Interval equivalenceInterval,
        @Nullable Check check,
        double p,
        double equivalenceP,
        @Nullable String noEquivalence,
        boolean exact,
        @Nullable IntFunction<Power> power) {
    /** A second interval at 95 %. */
    record Check(String method, Interval interval) {}

    /** The same seeds, where rows that are a second sample weaken what may be claimed. */
    Inference alsoNeeding(double otherP, @Nullable String noEquivalenceOfOther, boolean otherDecides) {
        return new Inference(
                method,
                estimate,
                interval,
                equivalenceInterval,
                check,
                Math.max(p, otherP),
                equivalenceP,
                noEquivalence == null ? noEquivalenceOfOther : noEquivalence,
                exact,
                otherDecides ? power : null);
    }
}
