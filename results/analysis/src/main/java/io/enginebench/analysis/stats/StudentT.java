package io.enginebench.analysis.stats;

import io.enginebench.record.Check;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Inference on a mean by Student's t, which assumes that the differences are about normal.
 *
 * @param estimate the mean
 * @param standardError of the mean; 0 where all differences are equal, and then no interval means anything
 * @param degreesOfFreedom at least 1
 */
public record StudentT(double estimate, double standardError, int degreesOfFreedom) implements Location {
    public StudentT {
        Check.finite("mean", estimate);
        Check.that(
                standardError >= 0 && standardError < Double.POSITIVE_INFINITY,
                "standard error",
                ">= 0",
                standardError);
        Check.that(degreesOfFreedom >= 1, "degrees of freedom", ">= 1", degreesOfFreedom);
    }

    /** The paired t test of at least 2 finite differences. */
    public static StudentT paired(double... differences) {
        return of(differences, 1.0 / differences.length);
    }

    /**
     * The corrected resampled t test of differences from repeated k-fold cross-validation: the training sets of two folds
     * overlap, so the folds are no independent sample, and the variance of the mean is estimated by (1/J + n_test/n_train) s²
     * instead of s²/J, where J is the number of folds of all repeats and n_test/n_train = 1/(k - 1) (Nadeau and Bengio 2003,
     * equation 9; for repeats, Bouckaert and Frank 2004). J - 1 degrees of freedom.
     *
     * @param folds k, at least 2
     */
    public static StudentT corrected(int folds, double... differences) {
        Check.that(folds >= 2, "number of folds", ">= 2", folds);
        return of(differences, 1.0 / differences.length + 1.0 / (folds - 1));
    }

    /**
     * The difference of the means of two samples that are not paired, first minus second, their variances not assumed equal
     * (Welch 1947). Degrees of freedom by Welch and Satterthwaite, rounded down.
     */
    public static StudentT welch(double[] first, double[] second) {
        Check.that(
                first.length >= 2 && second.length >= 2,
                "sizes of the samples",
                ">= 2",
                first.length + " and " + second.length);
        double ofFirst = Variance.of(first).getAsDouble() / first.length;
        double ofSecond = Variance.of(second).getAsDouble() / second.length;
        double both = ofFirst + ofSecond;
        double degrees = both == 0
                ? first.length + second.length - 2
                : both * both / (ofFirst * ofFirst / (first.length - 1) + ofSecond * ofSecond / (second.length - 1));
        return new StudentT(
                Mean.of(first).getAsDouble() - Mean.of(second).getAsDouble(), Math.sqrt(both), Math.max(1, (int)
                        degrees));
    }

    private static StudentT of(double[] differences, double varianceFactor) {
        Check.that(differences.length >= 2, "number of differences", ">= 2", differences.length);
        double variance = Variance.of(differences).getAsDouble();
        return new StudentT(
                Mean.of(differences).getAsDouble(), Math.sqrt(variance * varianceFactor), differences.length - 1);
    }

    @Override
    public Optional<Interval> interval(double confidence) {
        double half =
                standardError * TDistribution.of(degreesOfFreedom).inverseSurvivalProbability((1 - confidence) / 2);
        return Optional.of(new Interval(estimate - half, estimate + half, confidence));
    }

    @Override
    public double pAtMost(double bound) {
        return survival(estimate - bound);
    }

    @Override
    public double pAtLeast(double bound) {
        return survival(bound - estimate);
    }

    private double survival(double distance) {
        if (standardError == 0) {
            return distance > 0 ? 0 : 1;
        }
        return TDistribution.of(degreesOfFreedom).survivalProbability(distance / standardError);
    }
}
