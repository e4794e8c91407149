package io.enginebench.analysis.stats;

import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The chance that a future sample decides, if the truth is what an earlier one estimated. Both approximate the noncentral t
 * by a shifted central one (Phillips 1990), which at 5 or more degrees of freedom is good to a few hundredths: enough to plan
 * with, and used for nothing else.
 *
 * @param estimate the assumed value
 * @param standardError of the future sample's mean
 * @param degreesOfFreedom of the future sample
 */
public record Power(double estimate, double standardError, double degreesOfFreedom) {
    /** The chance that is called "would decide". */
    public static final double ENOUGH = 0.8;

    private static final int FURTHEST = 1000;

    /** The same with a standard error so many times as large. */
    public Power spread(double factor) {
        return new Power(estimate, factor * standardError, degreesOfFreedom);
    }

    /**
     * By what factors the true spread may differ from that of a sample: the interval of a standard deviation of 1 with so many
     * degrees of freedom, if the noise is about normal.
     */
    public static Interval spreadFactors(int degreesOfFreedom, double confidence) {
        var chiSquared = ChiSquaredDistribution.of(degreesOfFreedom);
        double tail = (1 - confidence) / 2;
        return new Interval(
                Math.sqrt(degreesOfFreedom / chiSquared.inverseSurvivalProbability(tail)),
                Math.sqrt(degreesOfFreedom / chiSquared.inverseCumulativeProbability(tail)),
                confidence);
    }

    /** The chance that two one-sided tests at a level find the value within {@code -margin..margin}. */
    public double ofEquivalence(double margin, double level) {
        double quantile = quantile(level);
        double above = chance((margin - estimate) / standardError - quantile);
        double below = chance((margin + estimate) / standardError - quantile);
        return Math.max(0, above + below - 1);
    }

    /** The chance that a two-sided test at a level finds the value beyond {@code threshold} on the estimate's side. */
    public double ofDifference(double threshold, double level) {
        return chance((Math.abs(estimate) - threshold) / standardError - quantile(level / 2));
    }

    private double quantile(double tail) {
        return TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(tail);
    }

    private double chance(double deviation) {
        // A standard error of 0 leaves 0 / 0 where the estimate lies on the very border.
        return Double.isNaN(deviation) ? 0 : TDistribution.of(degreesOfFreedom).cumulativeProbability(deviation);
    }

    /** The standard error that a finite interval of a sample implies; unlike that of the mean, outliers do not inflate it. */
    public static double impliedError(Interval interval, int degreesOfFreedom) {
        return (interval.upper() - interval.lower())
                / 2
                / TDistribution.of(degreesOfFreedom).inverseSurvivalProbability((1 - interval.confidence()) / 2);
    }

    /**
     * How many more than {@code pairs} make {@code enough} true, which must stay true from there on; empty if 1000 more do
     * not.
     */
    public static OptionalInt further(int pairs, IntPredicate enough) {
        if (!enough.test(pairs + FURTHEST)) {
            return OptionalInt.empty();
        }
        int tooFew = 0;
        int many = FURTHEST;
        while (many - tooFew > 1) {
            int middle = (tooFew + many) / 2;
            if (enough.test(pairs + middle)) {
                many = middle;
            } else {
                tooFew = middle;
            }
        }
        return OptionalInt.of(many);
    }
}
